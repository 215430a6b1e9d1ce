import {
  canonicalText,
  compileMatch,
  keyRevisions,
  type CompiledMatch,
  type JsonObject,
  type JsonValue,
  type RecordType,
  type SubjectKey,
} from '@evenkeel/domain';
import { mergerOf, type RecordMerger } from './merger-of.js';

/** The match rules of a record type, compiled. */
export interface TypeMatcher {
  readonly recordType: string;
  readonly compiled: CompiledMatch;
  /** The keys of a reading, each once, with the digests under which they are kept. */
  keysOf(data: JsonObject): readonly SubjectKey[];
  /** A digest of the settings, and of how keys are made: the keys that are stored are of them, or are made again. */
  readonly settingsDigest: string;
  /** How records that are one are made of their sources. */
  readonly merge: RecordMerger;
}

/** How keys become what is stored. */
export interface KeyDigests {
  readonly digest: (text: string) => string;
  /** Of values that are sensitive: under a key that is not in the database. */
  readonly hash: (text: string) => string;
}

/** Undefined: records of this type are recognised by their references alone. */
export function typeMatcher(
  type: RecordType | undefined,
  { digest, hash }: KeyDigests,
): TypeMatcher | undefined {
  if (type === undefined || type.match === null) return undefined;
  const { id, name: recordType, match: settings, sensitive } = type;
  const compiled = compileMatch(settings, new Set(sensitive.map(plainPath)));
  const keysOf = (data: JsonObject) => {
    const keys = compiled.keysOf(data).map((key) => ({
      key,
      digest: (key.sensitive ? hash : digest)(`${id}\n${key.role}\n${key.rule}\n${key.text}`),
    }));
    return [...new Map(keys.map((each) => [each.digest, each])).values()];
  };
  const revisions = keyRevisions(settings);
  const said = Object.keys(revisions).length === 0 ? {} : { revisions };
  const settingsDigest = digest(canonicalText({ settings, sensitive, ...said } as unknown as JsonValue));
  return { recordType, compiled, keysOf, settingsDigest, merge: mergerOf(type) };
}

/** What is below the entries of a list is a part of the list, which is what a rule can name. */
function plainPath(path: string): string {
  return path.split('.*')[0] ?? path;
}
