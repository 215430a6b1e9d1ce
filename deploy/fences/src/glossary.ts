import * as ts from 'typescript';
import { allProjects, readText } from './projects.js';

export interface GlossaryWord {
  readonly word: string;
  readonly meaning: string;
  /** Null where no type carries the word. */
  readonly type: string | null;
  readonly file: string | null;
}

const plain = (cell: string): string | null => (cell === '-' ? null : cell.replaceAll('`', ''));

/** The table of docs/glossary.md. */
export function glossary(): GlossaryWord[] {
  const rows = readText('docs/glossary.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  return rows.map((row) => {
    const [word = '', meaning = '', type = '-', file = '-'] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { word, meaning, type: plain(type), file: plain(file) };
  });
}

/** Names of the types and classes that a text exports. */
export function exportedTypes(text: string): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const declares =
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement);
    if (!declares || statement.name === undefined) return [];
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    return isExported ? [statement.name.text] : [];
  });
}

/** Whether a file serves tests alone. */
export function isForTests(path: string): boolean {
  return /\.(spec|conformance|journey)\.ts$|\/testing\/|^apps\/journeys\/|^libs\/(simulation|conformance)\//.test(
    path,
  );
}

/** The files of production code that export a type of each name. */
export function declarations(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const files = allProjects().flatMap(({ sources }) => sources);
  for (const file of files.filter((path) => !isForTests(path))) {
    for (const name of exportedTypes(readText(file))) found.set(name, [...(found.get(name) ?? []), file]);
  }
  return found;
}

/** A name that carries a word of the glossary and means something else. */
export interface OtherMeaning {
  readonly word: string;
  /** Matches a line of code that uses the word for something else than the glossary says. */
  readonly use: RegExp;
}

export const OTHER_MEANINGS: readonly OtherMeaning[] = [
  { word: 'contract', use: /\b(class|interface|type) (?!Job)\w*Contract\b/ },
  { word: 'inactivation approval', use: /\b(class|interface|type) (?!\w*Inactivation)\w*Approval/ },
  { word: 'judgement', use: /\b(class|interface|type) (?!\w*(CloseOut|Listing))\w*Judge/ },
  { word: 'lane', use: /\blanes?\b: (readonly )?QuotaShare\b|\breserved lane\b/i },
  { word: 'part', use: /\b(class|interface|type) \w+Parts?\b/ },
  { word: 'run', use: /\b(class|interface|type) (?!\w*(Group|Request))\w*Runs?\b/ },
  // Of triggers, and of intents.
  {
    word: 'settle',
    use: /(?<!triggers|pushIntents|writes|\?)\.settle\(|\bsettle(?!Intents?\b|Create\b|Change\b|ByHand\b)[A-Z]\w*\(|Unsettled/,
  },
  {
    word: 'stage',
    use: /\b(class|interface|type) (?!Failure)\w*Stage\b|\bstage: (?!text\b|FailureStage)[A-Z]/,
  },
  { word: 'turn', use: /\b[A-Z]+_A_TURN\b|\b(class|interface|type) (?!\w*(Dispatch|Refresh))\w*Turn\b/ },
  { word: 'window', use: /\b(class|interface|type) (?!Page|Dispatch)\w*Windows?[A-Z]\w*/ },
];

/** The lines of a text that use a word of the glossary for something else. */
export function otherMeanings(text: string): { readonly word: string; readonly line: number }[] {
  return text
    .split('\n')
    .flatMap((code, at) =>
      OTHER_MEANINGS.filter(({ use }) => use.test(code)).map(({ word }) => ({ word, line: at + 1 })),
    );
}

/** Those of the product, as `word: path:line`; the tools that check it are not about executions. */
export function findOtherMeanings(): string[] {
  const files = allProjects().flatMap(({ sources }) => sources);
  return files
    .filter((path) => /^(apps|libs)\//.test(path) && !isForTests(path))
    .flatMap((path) => otherMeanings(readText(path)).map(({ word, line }) => `${word}: ${path}:${line}`));
}
