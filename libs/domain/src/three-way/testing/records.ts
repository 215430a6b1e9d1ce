import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../json.js';
import { ExactNumber } from '../../number/exact-number.js';
import { isList } from '../../json-text/is-list.js';
import { entriesByKey } from '../list-rule.js';
import { rebase, type Base } from '../agreed-base.js';
import type { Sides } from '../sides.js';
import { listRules } from './sides.js';

/** Few values, so that two sides often say the same. */
const scalars = fc.constantFrom<JsonValue>(
  null,
  0,
  1,
  1.005,
  'a',
  ' a',
  true,
  new ExactNumber('9007199254740993'),
);
const objects = fc.record({ x: scalars, y: scalars }, { requiredKeys: [] });
const tags = fc.array(fc.constantFrom<JsonValue>(1, 2, 'a'), { maxLength: 4 });
const line = fc.record(
  { sku: fc.constantFrom<JsonValue>('A', 'B', 'C', 1), n: scalars, t: scalars },
  { requiredKeys: ['sku'] },
);
const lines = fc.oneof(
  { weight: 5, arbitrary: fc.uniqueArray(line, { selector: ({ sku }) => sku, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(line, objects), { maxLength: 3 }) },
);

/** Records with plain fields, an object, a list as a whole, a set, and a list with a key; any of them may be absent, or of another kind. */
export const records: fc.Arbitrary<JsonObject> = fc.record(
  {
    a: scalars,
    b: scalars,
    o: fc.oneof({ weight: 5, arbitrary: objects }, { weight: 1, arbitrary: scalars }),
    whole: tags,
    tags: fc.oneof({ weight: 5, arbitrary: tags }, { weight: 1, arbitrary: fc.constant<JsonValue>(null) }),
    lines,
  },
  { requiredKeys: [] },
);

export const LISTS = listRules({ tags: 'set', lines: { key: 'sku' } });
/** Texts of places that may be unknown or unread. */
export const PLACES = ['a', 'o', 'o.x', 'tags', 'lines', 'lines.["A"].n', '$'];

/** Bases as joining makes them: each side has its own values, but for places that were written and not read since; of some places nothing is known. */
export const bases: fc.Arbitrary<Base> = fc
  .record({
    ...{ local: records, remote: records, isSame: fc.boolean() },
    unread: fc.subarray(
      PLACES.filter((place) => place !== '$'),
      { maxLength: 2 },
    ),
    changed: fc.subarray(PLACES, { maxLength: 2 }),
  })
  .map(({ local, remote, isSame, unread, changed }) => {
    const written = new Set(unread.map((place) => place.split('.', 1)[0]));
    const came = {
      ...Object.fromEntries(Object.entries(remote).filter(([name]) => !written.has(name))),
      ...Object.fromEntries(Object.entries(local).filter(([name]) => written.has(name))),
    };
    const base = { mappingRevision: 1, local, remote: isSame ? local : came, unread, unknown: [] };
    const hasEntries = [base.local, base.remote].every(({ lines: list = [] }) =>
      isList(list) ? entriesByKey(list, 'sku') !== undefined : false,
    );
    return rebase(
      base,
      2,
      changed.filter((place) => hasEntries || !place.startsWith('lines.')),
    );
  });

/** Each side is often as the base has it. */
export const anySides: fc.Arbitrary<Sides> = fc
  .record({ base: bases, local: fc.option(records), remote: fc.option(records), isComplete: fc.boolean() })
  .map(({ base, local, remote, isComplete }) => ({
    base,
    local: local ?? base.local,
    remote: { data: remote ?? base.remote, isComplete },
  }));
