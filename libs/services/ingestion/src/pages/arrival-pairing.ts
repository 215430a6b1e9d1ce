import {
  compilePairingKey,
  flowsOf,
  isJsonObject,
  pairs,
  parseJson,
  policyOf,
  type Job,
  type JoinRules,
  type JsonObject,
  type KeyedHash,
  type RecordWrite,
} from '@evenkeel/domain';

/** By what a job recognises which records of both sides are one. */
export interface ArrivalPairing {
  /** A keyed hash of what a record is known by; null: it lacks that. */
  readonly keyOf: (data: JsonObject) => string | null;
  readonly rules: JoinRules;
  readonly mappingRevision: number;
}

export function pairingOf({ definition, revision }: Job, hash: KeyedHash): ArrivalPairing | undefined {
  if (!pairs(definition)) return undefined;
  const keyOf = compilePairingKey(definition.pairBy);
  return {
    keyOf: (data) => {
      const key = keyOf(data);
      return key === undefined ? null : hash(key);
    },
    rules: { lists: policyOf(definition).lists, flows: flowsOf(definition.mapping) },
    mappingRevision: revision,
  };
}

/** What the provider's record would be here. */
export function dataOf({ dataText }: Pick<RecordWrite, 'dataText'>): JsonObject {
  const data = parseJson(dataText);
  return isJsonObject(data) ? data : {};
}
