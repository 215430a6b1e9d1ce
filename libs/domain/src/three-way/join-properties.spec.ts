import fc from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { isList } from '../json-text/is-list.js';
import { agreedBase } from './agreed-base.js';
import { joinSides, type Choices, type Joined } from './join-sides.js';
import { isSameAt } from './same-value.js';
import type { Choice, Sides } from './sides.js';
import { anySides, LISTS, records } from './testing/records.js';
import { openOf } from './testing/sides.js';

const RULES = { lists: LISTS };
const RUNS = { numRuns: 1_000 };
const always = (choice: Choice): Choices => ({ contested: () => choice });
/** An entry of a list stays one. */
const composed = (choice: Choice): Choices => ({
  contested: ({ place }) => (typeof place.at(-1) === 'string' ? choice : { kind: 'local' }),
});
const choices = fc.constantFrom(
  always({ kind: 'local' }),
  always({ kind: 'remote' }),
  always({ kind: 'undecided', asks: 'review' }),
  ...['made up', undefined].map((value) => composed({ kind: 'value', value })),
);
const whole = fc.constantFrom<Choices>(
  ...(['local', 'remote'] as const).map((kind) => ({ ...always({ kind }), all: () => ({ kind }) })),
);

const isSame = (one: JsonValue, other: JsonValue) => isSameAt(one, other, { place: [], lists: LISTS });
const join = (sides: Sides, how: Choices) => joinSides(sides, RULES, how);
const complete = (base: JsonObject, local: JsonObject, remote: JsonObject): Sides => ({
  base: agreedBase(1, base),
  local,
  remote: { data: remote, isComplete: true },
});
/** The next time, with what the provider has as it will say it. */
const after = ({ written, local, remote }: Joined, isComplete: boolean): Sides => ({
  base: written,
  local,
  remote: { data: remote, isComplete },
});

describe('whatever both sides and their base say', () => {
  it('joining what was joined and written changes nothing on either side, and asks the same', () => {
    fc.assert(
      fc.property(anySides, fc.oneof(choices, whole), (sides, how) => {
        const joined = join(sides, how);
        const again = join(after(joined, sides.remote.isComplete), how);
        expect(again.sent).toEqual([]);
        expect(again.local).toEqual(joined.local);
        expect(openOf(again).toSorted()).toEqual(openOf(joined).toSorted());
        const third = join(after(again, sides.remote.isComplete), how);
        expect(third).toEqual(again);
      }),
      RUNS,
    );
  });

  it('joining again before it was written decides nothing anew and sends the same', () => {
    fc.assert(
      fc.property(anySides, choices, (sides, how) => {
        const joined = join(sides, how);
        const asked: string[] = [];
        const again = join(
          { ...sides, base: joined.base, local: joined.local },
          {
            contested: (each) => {
              asked.push(each.path);
              return { kind: 'undecided', asks: 'review' };
            },
          },
        );
        expect(asked.toSorted()).toEqual(openOf(joined).toSorted());
        expect(isSame(again.local, joined.local)).toBe(true);
        expect(again.sent.length === 0).toBe(joined.sent.length === 0);
        expect(isSame(again.remote, joined.remote)).toBe(true);
      }),
      RUNS,
    );
  });

  it('both sides are the same in the end, but for what is open and what was agreed to differ', () => {
    fc.assert(
      fc.property(records, records, records, choices, (base, local, remote, how) => {
        const joined = join(complete(base, local, remote), how);
        if (joined.open.length === 0) expect(isSame(joined.local, joined.remote)).toBe(true);
        if (joined.open.length === 0) expect(isSame(joined.written.local, joined.written.remote)).toBe(true);
      }),
      RUNS,
    );
  });

  it('where one side is untouched it is two one-way copies', () => {
    fc.assert(
      fc.property(records, records, choices, (base, changed, how) => {
        const out = join(complete(base, changed, base), how);
        expect(out).toMatchObject({ open: [], local: changed });
        expect(isSame(out.remote, changed)).toBe(true);
        const back = join(complete(base, base, changed), how);
        expect(back).toMatchObject({ open: [], sent: [], remote: changed });
        expect(isSame(back.local, changed)).toBe(true);
      }),
      RUNS,
    );
  });

  it('it does not matter which side is which where nothing is contested, nor where the same side of two wins', () => {
    fc.assert(
      fc.property(records, records, records, (base, local, remote) => {
        const one = join(complete(base, local, remote), always({ kind: 'local' }));
        const other = join(complete(base, remote, local), always({ kind: 'remote' }));
        expect(isSame(one.local, other.local)).toBe(true);
        expect(isSame(one.remote, other.remote)).toBe(true);
        const ask = always({ kind: 'undecided', asks: 'review' });
        const paths = (from: Joined) => openOf(from).toSorted();
        expect(paths(join(complete(base, local, remote), ask))).toEqual(
          paths(join(complete(base, remote, local), ask)),
        );
      }),
      RUNS,
    );
  });

  it('no side gets a value that neither side nor the base ever had there', () => {
    const kept = choices.filter(({ contested }) => contested(SOMEWHERE).kind !== 'value');
    fc.assert(
      fc.property(anySides, fc.oneof(kept, whole), (sides, how) => {
        const { local, remote } = join(sides, how);
        const known = new Set(
          [sides.local, sides.remote.data, sides.base.local, sides.base.remote].flatMap((each) =>
            valuesIn(each),
          ),
        );
        expect([...valuesIn(local), ...valuesIn(remote)].filter((value) => !known.has(value))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('what it sends is what the provider lacks', () => {
    fc.assert(
      fc.property(anySides, choices, (sides, how) => {
        const { sent, remote } = join({ ...sides, remote: { ...sides.remote, isComplete: true } }, how);
        expect(sent.length === 0).toBe(isSame(remote, sides.remote.data));
      }),
      RUNS,
    );
  });

  it('changes nothing that it was given', () => {
    fc.assert(
      fc.property(anySides, choices, (sides, how) => {
        const before = JSON.stringify(sides);
        join(sides, how);
        expect(JSON.stringify(sides)).toBe(before);
      }),
    );
  });
});

const SOMEWHERE = { place: ['a'], path: 'a', base: undefined, local: undefined, remote: undefined };

/** Values with the place that they are at, entries of a list at any place of it. */
function valuesIn(value: JsonValue, at = ''): readonly string[] {
  if (isList(value)) return value.flatMap((entry) => valuesIn(entry, `${at}.*`));
  if (!isJsonObject(value)) return [`${at}=${canonicalText(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => valuesIn(inner, `${at}.${name}`));
}
