import {
  isJsonObject,
  WRITE_KINDS,
  type JsonObject,
  type JsonValue,
  type WriteAbilities,
  type WriteKind,
} from '@evenkeel/domain';
import { invalid, refuseUnknown } from './wrong-settings.js';

/** What of its abilities the provider is used with: each can be left aside, as another provider would not have it. */
export interface SimulatedWrites {
  readonly abilities: WriteAbilities;
  /** The field that a record is looked up by; null: by the name that it was given when it was created, or not at all. */
  readonly lookUpField: string | null;
}

const DAY_SECONDS = 86_400;

const KNOWN = [
  ...['kinds', 'batchSize', 'allOrNothing', 'update', 'keyLifetimeSeconds', 'versionCheck'],
  ...['lookUp', 'lookUpSettlesMs', 'answers'],
];

/** Throws `config.invalid_settings` that names the wrong setting. */
export function readWriteAbilities(value: JsonValue | undefined): SimulatedWrites | undefined {
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw invalid('settings.writes: must be an object');
  refuseUnknown(value, KNOWN, 'settings.writes');
  const { lookUp = 'key' } = value;
  if (lookUp !== null && typeof lookUp !== 'string')
    throw invalid('settings.writes.lookUp: must be key, the name of a field, or null');
  const batchSize = wholeNumber(value, 'batchSize', 1) ?? 1;
  return {
    abilities: {
      batchSizes: Object.fromEntries(kindsOf(value['kinds']).map((kind) => [kind, Math.max(1, batchSize)])),
      isAllOrNothing: value['allOrNothing'] === true,
      update: oneOf(value, 'update', ['patch', 'replace']),
      keyLifetimeSeconds: wholeNumber(value, 'keyLifetimeSeconds', DAY_SECONDS),
      checksVersion: value['versionCheck'] !== false,
      lookUp:
        lookUp === null
          ? null
          : {
              by: lookUp === 'key' ? 'key' : 'field',
              settlesAfterMs: wholeNumber(value, 'lookUpSettlesMs', 0),
            },
      answers: oneOf(value, 'answers', ['record', 'id', 'nothing']),
    },
    lookUpField: lookUp === null || lookUp === 'key' ? null : lookUp,
  };
}

function kindsOf(value: JsonValue | undefined): readonly WriteKind[] {
  if (value === undefined) return WRITE_KINDS;
  const named: readonly JsonValue[] = Array.isArray(value) ? value : [];
  const kinds = WRITE_KINDS.filter((kind) => named.includes(kind));
  if (kinds.length === 0) throw invalid(`settings.writes.kinds: must be a list of ${WRITE_KINDS.join(', ')}`);
  return kinds;
}

function wholeNumber(settings: JsonObject, name: string, usual: number): number | null {
  const { [name]: value = usual } = settings;
  if (value === null || (typeof value === 'number' && Number.isInteger(value) && value >= 0)) return value;
  throw invalid(`settings.writes.${name}: must be a whole number or null`);
}

/** The first is the usual one. */
function oneOf<const Name extends string>(
  settings: JsonObject,
  name: string,
  names: readonly [Name, ...Name[]],
): Name {
  const { [name]: value = names[0] } = settings;
  const known = names.find((each) => each === value);
  if (known === undefined) throw invalid(`settings.writes.${name}: must be ${names.join(' or ')}`);
  return known;
}
