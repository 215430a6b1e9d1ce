import {
  canonicalText,
  compileMatch,
  type CompiledMatch,
  type JsonObject,
  type JsonValue,
  type MatchSettings,
  type RecordType,
  type SubjectKey,
} from '@evenkeel/domain';

/** The match rules of a record type, compiled. */
export interface TypeMatcher {
  readonly recordType: string;
  readonly settings: MatchSettings;
  readonly compiled: CompiledMatch;
  /** The keys of a reading, each once, with the digests under which they are kept. */
  keysOf(data: JsonObject): readonly SubjectKey[];
  /** A digest of the settings: the keys that are stored are of them, or are made again. */
  readonly settingsDigest: string;
}

/** What a record says that several references share, where its type has no match rules any more. */
export const WITHOUT_RULES: MatchSettings = { rules: [] };

/** Undefined: records of this type are recognised by their references alone. */
export function typeMatcher(
  type: RecordType | undefined,
  digest: (text: string) => string,
): TypeMatcher | undefined {
  if (type === undefined || type.match === null) return undefined;
  const { id, name: recordType, match: settings } = type;
  const compiled = compileMatch(settings, NONE_SENSITIVE);
  const keysOf = (data: JsonObject) => {
    const keys = compiled.keysOf(data).map((key) => ({
      key,
      digest: digest(`${id}\n${key.role}\n${key.rule}\n${key.text}`),
    }));
    return [...new Map(keys.map((each) => [each.digest, each])).values()];
  };
  const settingsDigest = digest(canonicalText(settings as unknown as JsonValue));
  return { recordType, settings, compiled, keysOf, settingsDigest };
}

const NONE_SENSITIVE: ReadonlySet<string> = new Set();
