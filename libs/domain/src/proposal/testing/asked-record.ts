import { compileConflictPolicy } from '../../conflict/compile-conflict-policy.js';
import type { ConflictField } from '../../conflict/conflict.js';
import type { ConflictPolicy } from '../../conflict/conflict-policy.js';
import { parseSensitive } from '../../sensitive/sensitive-fields.js';
import { placeText } from '../../three-way/place.js';
import { askModel, type Asking, type AskedRecord } from '../ask-model.js';
import type { ModelQuestion } from '../model-question.js';

export const SCHEMA = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 20 },
    tier: { $ref: '#/$defs/tier' },
    address: { type: 'object', properties: { city: { type: 'string' } } },
  },
  $defs: { tier: { enum: ['gold', 'silver'] } },
} as const;

export const NAME: ConflictField = {
  ...{ path: 'name', place: ['name'] },
  ...{ base: { local: 'Ada', remote: 'ada' }, local: 'Ada L.', remote: 'Ada Lovelace' },
};
export const CITY: ConflictField = {
  ...{ path: 'address.city', place: ['address', 'city'] },
  ...{ base: undefined, local: 'Ulm', remote: undefined },
};

export function askedRecord({
  policy = { strategy: 'ai' },
  ...more
}: Partial<Omit<AskedRecord, 'policy' | 'sensitive'>> & {
  readonly policy?: ConflictPolicy;
  readonly sensitive?: readonly string[];
} = {}): AskedRecord {
  return {
    recordType: 'person',
    schema: SCHEMA,
    ...more,
    sensitive: parseSensitive(more.sensitive ?? []),
    policy: compileConflictPolicy(policy, { hasTimes: true }),
  };
}

export const ask = (fields: readonly ConflictField[], record = askedRecord()): Asking =>
  askModel({ kind: 'data', fields }, record);

export function questionOf(asking: Asking): ModelQuestion {
  if (asking.kind !== 'ask') throw new Error(asking.cause);
  return asking.question;
}

/** The name, as another field. */
export const at = (...place: ConflictField['place']): ConflictField => ({
  ...NAME,
  place,
  path: placeText(place),
});

/** An answer about fields by their place in the question. */
export const answerOf = (...fields: readonly object[]): string =>
  JSON.stringify({
    fields: Object.fromEntries(
      fields.map((field, at) => [`field_${at + 1}`, { confidence: 0.9, reason: 'it is longer', ...field }]),
    ),
  });
