import {
  compilePairing,
  flowsOf,
  isJsonObject,
  pairs,
  parseJson,
  policyOf,
  type Job,
  type JoinRules,
  type JsonObject,
  type KeyedHash,
  type PairingKey,
  type RecordWrite,
} from '@evenkeel/domain';

/** By what a job recognises which records of both sides are one. */
export interface ArrivalPairing {
  /** A keyed hash of what the provider's record is known by, as it is mapped; null: it lacks that. */
  readonly keyOf: (data: JsonObject) => string | null;
  /** The same of a record here. */
  readonly keyHere: (data: JsonObject) => string | null;
  /** A record here in the shape in which both are compared. */
  readonly compared: (here: JsonObject) => JsonObject;
  /** Whether what only the provider has is created here. */
  readonly createsHere: boolean;
  readonly rules: JoinRules;
  readonly mappingRevision: number;
}

export function pairingOf({ definition, revision }: Job, hash: KeyedHash): ArrivalPairing | undefined {
  if (!pairs(definition)) return undefined;
  const { keyHere, keyThere, compared } = compilePairing(definition);
  const hashed = (keyOf: PairingKey) => (data: JsonObject) => {
    const key = keyOf(data);
    return key === undefined ? null : hash(key);
  };
  return {
    ...{ keyOf: hashed(keyThere), keyHere: hashed(keyHere), compared },
    createsHere: definition.direction !== 'outbound',
    rules: {
      lists: policyOf(definition).lists,
      flows: definition.direction === 'outbound' ? undefined : flowsOf(definition.mapping),
    },
    mappingRevision: revision,
  };
}

/** What the provider's record would be here. */
export function dataOf({ dataText }: Pick<RecordWrite, 'dataText'>): JsonObject {
  const data = parseJson(dataText);
  return isJsonObject(data) ? data : {};
}
