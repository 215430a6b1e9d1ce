import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { layLocalSides, type LocalSide } from '../merge/local-side.js';
import { mergeProjections, type MergeSettings } from '../merge/merge-projections.js';
import type { Projection } from '../merge/projection.js';
import { agreedAsRead, type Agreement } from './agreement.js';
import { mergeReading, type MergedReading } from './merge-reading.js';
import { policyOf } from './policy-of.js';
import { SharedJoin } from './shared-join.js';

const T = (day: number) => `2026-05-${String(day).padStart(2, '0')}T00:00:00.000Z`;
const timesOf = (data: JsonObject, at: string) =>
  Object.fromEntries(Object.keys(data).map((field) => [field, at]));
const source = (referenceId: string, data: JsonObject, at = T(1)): Projection => ({
  ...{ referenceId, source: `s${referenceId}/x`, active: true, data },
  changedAt: timesOf(data, at),
});

interface Case {
  readonly own: Projection;
  readonly others: readonly Projection[];
  readonly edits?: readonly LocalSide[];
  readonly agreement: Agreement;
  readonly read: JsonObject;
  readonly at?: string;
  readonly settings?: MergeSettings;
  readonly strategy?: string;
}

function joined({ own, others, edits = [], agreement, read, at = T(9), ...how }: Case) {
  const { settings = {}, strategy = 'source_wins' } = how;
  const merge = (projections: readonly Projection[]) => mergeProjections(projections, settings).data;
  const local = layLocalSides(merge([own, ...others]), [own, ...others], edits);
  const remote = { data: read, isComplete: true };
  const policy = policyOf({ conflictPolicy: { strategy } });
  const join = new SharedJoin({ own, others, edits }, local, remote, {
    ...{ merge, policy, at },
    ranking: settings,
  });
  let said: Pick<Projection, 'data' | 'changedAt'> = own;
  const merged: MergedReading = mergeReading(
    { agreement, local, remote },
    {
      policy,
      circumstances: { changedAt: { local: {}, remote: { $: at } }, onFailure: 'review' },
      fits: () => true,
      bySource: (contested) => join.decide(contested),
      made: (of) => {
        said = join.saidBy(of);
        return join.made(said);
      },
    },
  );
  return { merged, said, join, local };
}

describe('a reading of a source that a record shares with others', () => {
  const own = source('1', { a: 1 });
  const other = source('2', { a: 2, b: 2 }, T(2));

  it('says nothing where it is what was sent', () => {
    const read = { a: 2, b: 2 };
    const { said, merged } = joined({ own, others: [other], agreement: agreedAsRead(1, read), read });
    expect(said.data).toEqual({ a: 1 });
    expect(merged).toMatchObject({ isChanged: false, isToSend: false });
  });

  it('says what it changed, and later than what was known to it whatever the clocks say', () => {
    const agreement = agreedAsRead(1, { a: 2, b: 2 });
    const { said, merged } = joined({ own, others: [other], agreement, read: { a: 7, b: 2 }, at: T(1) });
    expect(said.data).toEqual({ a: 7 });
    expect(said.changedAt['a']! > T(2)).toBe(true);
    expect(merged).toMatchObject({ local: { a: 7, b: 2 }, isToSend: false });
  });

  it('has a part of an object that it changed beside what others changed in it', () => {
    const [mine, theirs] = [source('1', { o: { x: 1, y: 1 } }), source('2', { o: { x: 1, y: 2 } }, T(2))];
    const { merged } = joined({
      ...{ own: mine, others: [theirs], agreement: agreedAsRead(1, { o: { x: 1, y: 1 } }) },
      read: { o: { x: 5, y: 1 } },
    });
    expect(merged).toMatchObject({ local: { o: { x: 5, y: 2 } }, isToSend: true });
  });

  it('is overruled by one that is trusted more, keeps its word, and is sent back what holds', () => {
    const settings: MergeSettings = { survivorship: { a: 'most_trusted' }, sourceRanking: ['s2'] };
    const agreement = agreedAsRead(1, { a: 2, b: 2 });
    const { said, merged } = joined({ own, others: [other], agreement, read: { a: 7, b: 2 }, settings });
    expect(said.data).toEqual({ a: 7 });
    expect(merged).toMatchObject({ local: { a: 2, b: 2 }, isChanged: false, isToSend: true });
    expect(merged.agreed.remote).toEqual({ a: 7, b: 2 });
  });

  it('is decided by the policy where a person has the field, and not where another source has', () => {
    const edits = [{ recordId: '9', data: { a: 3 }, changedAt: { a: T(5) } }];
    const agreement = agreedAsRead(1, { a: 2, b: 2 });
    const asked = { own, others: [other], agreement, read: { a: 7, b: 2 }, at: T(4) };
    const kept = joined({ ...asked, edits, strategy: 'destination_wins' });
    expect([kept.merged.local['a'], kept.said.data]).toEqual([3, { a: 1 }]);
    const taken = joined({ ...asked, edits, strategy: 'source_wins' });
    expect([taken.merged.local['a'], taken.said.data]).toEqual([7, { a: 7 }]);
    const contested = { ...asked, agreement: agreedAsRead(1, { a: 1, b: 2 }), at: T(9) };
    expect(joined({ ...contested, strategy: 'destination_wins' }).merged.local['a']).toBe(7);
  });

  it('is asked about where the policy leaves the field to people, unless rank tells', () => {
    const contested = {
      own,
      others: [other],
      agreement: agreedAsRead(1, { a: 1, b: 2 }),
      read: { a: 7, b: 2 },
    };
    const asked = joined({ ...contested, strategy: 'manual' });
    expect(asked.join.isMultiSource).toBe(true);
    expect(asked.merged.open.map(({ path }) => path)).toEqual(['a']);
    expect([asked.merged.local['a'], asked.said.data]).toEqual([2, { a: 1 }]);
    const settings: MergeSettings = { survivorship: { a: 'most_trusted' }, sourceRanking: ['s1'] };
    const ranked = joined({ ...contested, strategy: 'manual', settings });
    expect([ranked.join.isMultiSource, ranked.said.data]).toEqual([false, { a: 7 }]);
  });

  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 3 }));
  const days = fc.integer({ min: 1, max: 20 });
  it('read again says nothing more, and what its provider lacks is told by the base', () => {
    fc.assert(
      fc.property(fields, fields, fields, fields, days, days, (mine, theirs, base, read, one, two) => {
        const asked = {
          ...{ own: source('1', mine, T(one)), others: [source('2', theirs, T(two))], read, at: T(10) },
          agreement: agreedAsRead(1, base),
        };
        const first = joined(asked);
        expect(first.merged.agreed.remote).toEqual(read);
        const again = joined({
          ...{ ...asked, own: { ...asked.own, ...first.said }, agreement: first.merged.agreed },
        });
        expect(again.said.data).toEqual(first.said.data);
        expect(again.merged).toMatchObject({ isChanged: false, local: first.merged.local });
        if (!again.merged.isToSend) expect(again.merged.local).toEqual(read);
      }),
    );
  });

  it('holds on both sides where only it changed a field that another source may have said', () => {
    fc.assert(
      fc.property(fields, days, days, fc.integer({ min: 4, max: 9 }), (theirs, one, two, value) => {
        const mine = { a: 0 };
        const others = [source('2', theirs, T(two))];
        const held = mergeProjections([source('1', mine, T(one)), ...others], {}).data;
        const { merged } = joined({
          ...{ own: source('1', mine, T(one)), others, agreement: agreedAsRead(1, held), at: T(3) },
          read: { ...held, a: value },
        });
        expect(merged).toMatchObject({ local: { ...held, a: value }, isToSend: false });
      }),
    );
  });
});
