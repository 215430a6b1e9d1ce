import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json.js';
import { agreedBase } from '../three-way/agreed-base.js';
import type { Joined } from '../three-way/join-sides.js';
import { isSameAt } from '../three-way/same-value.js';
import type { Sides } from '../three-way/sides.js';
import { records } from '../three-way/testing/records.js';
import { listRules, openOf } from '../three-way/testing/sides.js';
import { compileConflictPolicy, type CompiledConflictPolicy } from './compile-conflict-policy.js';
import type { ConflictStrategyName } from './conflict-strategies.js';
import { joinByPolicy } from './join-by-policy.js';
import { EVERY_POLICY } from './testing/every-policy.js';

const [EARLY, LATE] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'] as const;
type Times = Readonly<Record<'local' | 'remote', string>>;
const times = fc.constantFrom<Times>({ local: EARLY, remote: LATE }, { local: LATE, remote: EARLY });

/** In whatever order a list came to be: which side leads it is not a matter of the strategy. */
const LISTS = listRules({ tags: 'set', whole: 'set', lines: { key: 'sku' } });
const isSame = (one: JsonValue, other: JsonValue) => isSameAt(one, other, { place: [], lists: LISTS });
const sidesOf = (base: JsonObject, local: JsonObject, remote: JsonObject): Sides => ({
  base: agreedBase(1, base),
  local,
  remote: { data: remote, isComplete: true },
});

function join(sides: Sides, policy: CompiledConflictPolicy, at: Times): Joined {
  const changedAt = { local: { $: at.local }, remote: { $: at.remote } };
  return joinByPolicy(sides, { policy, fits: () => true, circumstances: { changedAt, onFailure: 'review' } });
}

/** By the strategy that decides the same where what is here is there and the other way round. */
const MIRRORED: Readonly<Record<ConflictStrategyName, ConflictStrategyName>> = {
  newest_wins: 'newest_wins',
  source_wins: 'destination_wins',
  destination_wins: 'source_wins',
  merge: 'merge',
  manual: 'manual',
  custom: 'custom',
  ai: 'ai',
};

describe.each(EVERY_POLICY)('under $name', ({ name, strategy, policy }) => {
  it('where one side is untouched, joining is two one-way copies', () => {
    fc.assert(
      fc.property(records, records, times, (base, changed, at) => {
        const out = join(sidesOf(base, changed, base), policy, at);
        expect(out).toMatchObject({ open: [], local: changed });
        expect(isSame(out.remote, changed)).toBe(true);
        const back = join(sidesOf(base, base, changed), policy, at);
        expect(back).toMatchObject({ open: [], sent: [], remote: changed });
        expect(isSame(back.local, changed)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('joining what was joined and written changes nothing, and asks the same', () => {
    fc.assert(
      fc.property(records, records, records, times, (base, local, remote, at) => {
        const joined = join(sidesOf(base, local, remote), policy, at);
        const written = { data: joined.remote, isComplete: true };
        const again = join({ base: joined.written, local: joined.local, remote: written }, policy, at);
        expect([again.sent, again.local]).toEqual([[], joined.local]);
        expect(openOf(again).toSorted()).toEqual(openOf(joined).toSorted());
      }),
      { numRuns: 100 },
    );
  });

  it(`it does not matter which side is which, where ${MIRRORED[strategy]} decides of the one that is mirrored`, () => {
    const mirrored = EVERY_POLICY.find(
      (each) => each.strategy === MIRRORED[strategy] && each.name.replace(each.strategy, strategy) === name,
    );
    fc.assert(
      fc.property(records, records, records, times, (base, local, remote, at) => {
        const one = join(sidesOf(base, local, remote), policy, at);
        const swapped = { local: at.remote, remote: at.local };
        const other = join(sidesOf(base, remote, local), mirrored!.policy, swapped);
        expect(openOf(other).toSorted()).toEqual(openOf(one).toSorted());
        expect([isSame(one.local, other.remote), isSame(one.remote, other.local)]).toEqual([true, true]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('each rule of custom', () => {
  it.each(['max', 'min', 'longest', 'non_null', 'union'] as const)(
    '%s does not ask which side is which',
    (rule) => {
      const policy = compileConflictPolicy({ strategy: 'custom', rules: [rule] }, { hasTimes: false });
      const at = { local: EARLY, remote: LATE };
      fc.assert(
        fc.property(records, records, records, (base, local, remote) => {
          const one = join(sidesOf(base, local, remote), policy, at);
          const other = join(sidesOf(base, remote, local), policy, at);
          expect(openOf(other).toSorted()).toEqual(openOf(one).toSorted());
          expect(isSame(one.local, other.remote)).toBe(true);
        }),
        { numRuns: 100 },
      );
    },
  );
});
