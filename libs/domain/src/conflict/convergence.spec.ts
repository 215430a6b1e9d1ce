import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json.js';
import { isWithin } from '../three-way/place.js';
import { ExactNumber } from '../number/exact-number.js';
import { isLike } from '../three-way/like-value.js';
import { isSameAt } from '../three-way/same-value.js';
import { records } from '../three-way/testing/records.js';
import { CONFLICT_STRATEGIES } from './conflict-strategies.js';
import { EVERY_POLICY } from './testing/every-policy.js';
import { rounded } from './testing/rounding-provider.js';
import { TwoWayWorld, type RunEvents } from './testing/two-way-world.js';

const FIELDS = ['a', 'b', 'o', 'whole', 'tags', 'lines'] as const;

const edit = fc
  .tuple(records, fc.constantFrom(...FIELDS))
  .map(([record, field]): readonly [string, JsonValue | undefined] => [field, record[field]]);
type Step =
  | { readonly kind: 'local' | 'remote'; readonly edit: readonly [string, JsonValue | undefined] }
  | { readonly kind: 'remap'; readonly fields: readonly string[] }
  | { readonly kind: 'run'; readonly events: RunEvents };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('local' as const, 'remote' as const), edit }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('remap' as const), fields: fc.subarray([...FIELDS]) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('run' as const),
        events: fc.record({
          summaryWithout: fc.option(fc.subarray([...FIELDS]), { nil: undefined }),
          meanwhile: fc.option(edit, { nil: undefined }),
          crash: fc.option(fc.constantFrom('before_push' as const, 'before_answer' as const), {
            nil: undefined,
          }),
        }),
      }),
    },
  ),
  { maxLength: 12 },
);

/** Schemas that each side may fit, and their join may break. */
const schemas = fc.constantFrom<(record: JsonObject) => boolean>(
  () => true,
  ({ a, b }) => a !== 1 || b !== 1,
  ({ tags }) => !Array.isArray(tags) || tags.length < 3,
);

function play(world: TwoWayWorld, all: readonly Step[], versions: Versions): void {
  for (const step of all) {
    if (step.kind === 'run') world.run(step.events);
    else if (step.kind === 'remap') world.remap(step.fields);
    else if (step.kind === 'local' || mayBeEdited(world, step.edit, versions))
      world.edit(step.kind, ...step.edit);
  }
}

/** In what form the provider gives its versions: with the answer to a write, only where a record is read, or not at all. */
type Versions = 'answered' | 'read' | 'none';

/**
 * An edit at the provider before our write was read cannot be told from what became of it where there are no versions, and where the answer names none if it is like what was
 * sent: docs say so.
 */
function mayBeEdited(
  { base, isUnread }: TwoWayWorld,
  [field, value]: readonly [string, JsonValue | undefined],
  versions: Versions,
): boolean {
  if (versions === 'answered' || !isUnread) return true;
  const isWritten = base.unread.some((path) => isWithin(path, field));
  return versions === 'read' && (!isWritten || !isAlikeWithin(base.remote[field], value));
}

/** Whether any part of what was sent may be taken for what the provider made of it. */
function isAlikeWithin(sent: JsonValue | undefined, value: JsonValue | undefined): boolean {
  const parts = (given: JsonValue | undefined): readonly (JsonValue | undefined)[] =>
    typeof given === 'object' && given !== null && !(given instanceof ExactNumber)
      ? Object.values(given as JsonObject).flatMap(parts)
      : [given];
  const read = value === undefined ? [] : parts(rounded(value));
  return isLike(sent, value) || parts(sent).some((one) => read.some((other) => isLike(one, other)));
}

/** Fields in which the sides differ by more than what the provider makes of ours, and that are not open. */
function unequal({ local, provider, open }: TwoWayWorld): readonly string[] {
  return FIELDS.filter((field) => {
    const [ours, theirs] = [local[field], provider.read()[field]];
    const at = { place: [field], lists: EVERY_POLICY[0]?.policy.lists ?? [] };
    const isSame = isSameAt(ours === undefined ? undefined : rounded(ours), theirs, at);
    return !isSame && !open.some((path) => isWithin(path, field) || isWithin(field, path));
  });
}

describe.each(EVERY_POLICY)('under $name', ({ policy }) => {
  it.each<readonly [boolean, Versions]>([
    [true, 'answered'],
    [true, 'none'],
    [false, 'answered'],
    [false, 'read'],
    [false, 'none'],
  ])(
    'both sides end the same and rest, with a body in the answer: %s, with versions: %s',
    (answersWithBody, versions) => {
      const given = { hasVersions: versions !== 'none', answersVersion: versions === 'answered' };
      fc.assert(
        fc.property(records, records, steps, schemas, (local, remote, all, fits) => {
          const world = new TwoWayWorld(local, remote, { policy, answersWithBody, ...given, fits });
          play(world, all, versions);
          world.run();
          world.run();
          const { writes } = world.provider;
          const { local: before, open, base } = world;
          for (let run = 0; run < 3; run += 1) world.run();
          expect(world.provider.writes).toBe(writes);
          expect(world.local).toEqual(before);
          expect(world.open).toEqual(open);
          expect(world.base).toEqual(base);
          expect(unequal(world)).toEqual([]);
        }),
        { numRuns: 50 },
      );
    },
  );

  const VALUES: readonly (readonly [string, JsonValue, JsonValue])[] = [
    ['rounds', 10.005, 7],
    ['trims', 'Ann ', 'Eve'],
    ['reorders', [3, 1, 2], [9]],
  ];
  it.each(VALUES.flatMap((value) => [true, false].map((body) => [...value, body] as const)))(
    'a provider that %s what it is sent, %j, is written to once, and an edit before it is read survives: %j, with a body: %s',
    (_does, sent, edited, answersWithBody) => {
      const start: JsonObject = { a: 0, b: 0 };
      for (const field of ['a', 'whole', 'tags']) {
        const world = new TwoWayWorld(start, start, { policy, answersWithBody, hasVersions: false });
        world.run();
        world.edit('local', field, sent);
        world.run();
        for (let run = 0; run < 3; run += 1) world.run();
        expect([world.provider.writes, world.open, world.local[field]]).toEqual([1, [], sent]);

        const other = new TwoWayWorld(start, start, { policy, answersWithBody, hasVersions: false });
        other.run();
        other.edit('local', field, sent);
        other.run({ meanwhile: [field, edited] });
        for (let run = 0; run < 3; run += 1) other.run();
        expect([other.provider.writes, other.open, other.provider.read()[field]]).toEqual([2, [], edited]);
      }
    },
  );

  it.each(VALUES.flatMap((value) => [true, false].map((body) => [...value, body] as const)))(
    'an edit there survives that comes between the push of a value that the provider %s, %j, and the next reading: %j, with a body: %s',
    (_does, sent, edited, answersWithBody) => {
      const start: JsonObject = { a: 0, b: 0 };
      for (const field of ['a', 'whole', 'tags']) {
        const world = new TwoWayWorld(start, start, { policy, answersWithBody, hasVersions: true });
        world.run();
        world.edit('local', field, sent);
        world.run({ meanwhileThere: [field, edited] });
        for (let run = 0; run < 3; run += 1) world.run();
        expect([world.local[field], world.provider.read()[field]]).toEqual([edited, edited]);
        expect([world.provider.writes, world.open]).toEqual([1, []]);
      }
    },
  );
});

describe('two people who edit different fields', () => {
  it('both find what the other did, under every strategy', () => {
    for (const { policy } of EVERY_POLICY) {
      const world = new TwoWayWorld(
        { a: 1, b: 1 },
        { a: 1, b: 1 },
        { policy, answersWithBody: false, hasVersions: false },
      );
      world.run();
      world.edit('local', 'a', 2);
      world.edit('remote', 'b', 2);
      world.run();
      expect([world.local, world.provider.read(), world.open]).toEqual([{ a: 2, b: 2 }, { a: 2, b: 2 }, []]);
    }
  });
});

describe('a strategy that does not compose', () => {
  it('gives no side a value that nobody gave', () => {
    const kept = EVERY_POLICY.filter(({ strategy }) => !CONFLICT_STRATEGIES[strategy].composes);
    expect(kept).toHaveLength(5);
    const plain = fc.record({ a: fc.nat(4), b: fc.nat(4) });
    const edits = fc.array(
      fc.tuple(fc.constantFrom('local' as const, 'remote' as const), fc.constantFrom('a', 'b'), fc.nat(99)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...kept), plain, plain, edits, ({ policy }, local, remote, all) => {
        const world = new TwoWayWorld(local, remote, { policy, answersWithBody: true, hasVersions: true });
        const given = { a: new Set([local.a, remote.a]), b: new Set([local.b, remote.b]) };
        for (const [side, field, value] of all) {
          world.edit(side, field, value);
          given[field as 'a'].add(value);
          if (value % 2 === 0) world.run();
          for (const each of [world.local, world.provider.read()])
            for (const name of ['a', 'b'] as const) expect(given[name]).toContain(each[name]);
        }
      }),
    );
  });
});
