import { parseJson, type CallOf } from '@evenkeel/contracts-admin';
import { isScalar, LineCounter, parseAllDocuments, visit, type Document } from 'yaml';

export type PlacedDocument = CallOf<'applyConfiguration'>['documents'][number];

export interface ReadYaml {
  readonly documents: readonly PlacedDocument[];
  /** What is no YAML, each with its line. */
  readonly problems: readonly string[];
}

/** JSON and YAML say numbers alike, as far as documents need them. */
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
/** Aliases that make a document larger than what was written are no configuration. */
const MOST_ALIASES = 100;

/** The documents of a text, each with the line at which it begins. Empty ones are left out. */
export function readYaml(source: string, text: string): ReadYaml {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, strict: true });
  const problems: string[] = [];
  const documents: PlacedDocument[] = [];
  for (const document of Array.isArray(parsed) ? (parsed as Document.Parsed[]) : []) {
    const lineAt = (offset: number | undefined) => `${source}:${lines.linePos(offset ?? 0).line}`;
    problems.push(...document.errors.map(({ pos, message }) => `${lineAt(pos[0])}: ${message}`));
    if (document.errors.length > 0 || document.contents === null) continue;
    const origin = lineAt(document.contents.range[0]);
    try {
      const content = contentOf(document);
      if (content !== null) documents.push({ origin, content: content as PlacedDocument['content'] });
    } catch (error) {
      problems.push(`${origin}: ${(error as Error).message}`);
    }
  }
  return { documents, problems };
}

/** Its numbers keep all of their digits. */
function contentOf(document: Document.Parsed): unknown {
  visit(document, {
    Scalar: (_, node) => {
      if (!isScalar(node) || typeof node.value !== 'number') return;
      if (node.source !== undefined && NUMBER.test(node.source)) node.value = parseJson(node.source);
      else if (!Number.isFinite(node.value)) throw new Error(`${node.source} is no number that JSON has`);
    },
  });
  return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
}
