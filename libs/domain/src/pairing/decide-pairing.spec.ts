import fc from 'fast-check';
import {
  countPairs,
  decideLate,
  decidePaired,
  decidePairing,
  type KeyCounts,
  type PairedRecord,
  type PairingGroup,
} from './decide-pairing.js';
import type { PairingSide } from './pairing.js';

interface Staged {
  readonly side: PairingSide;
  readonly id: string;
  readonly key: string | null;
}

const keys = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null });
const sides = fc
  .tuple(fc.array(keys, { maxLength: 8 }), fc.array(keys, { maxLength: 8 }))
  .map(([here, there]): readonly Staged[] => [
    ...here.map((key, nth): Staged => ({ side: 'here', id: `r${nth}`, key })),
    ...there.map((key, nth): Staged => ({ side: 'there', id: `x${nth}`, key })),
  ]);

/** As the store gives it. */
function knownOf(records: readonly Staged[], { side, id, key }: Staged): PairedRecord {
  const holders = (of: PairingSide) => records.filter((other) => other.side === of && other.key === key);
  const counts: KeyCounts | undefined =
    key === null ? undefined : { here: holders('here').length, there: holders('there').length };
  const partner = key === null ? null : (holders(side === 'here' ? 'there' : 'here')[0]?.id ?? null);
  return { side, id, key, isLate: false, decided: null, partner, counts };
}

const decisionsOf = (records: readonly Staged[]) =>
  new Map(
    records.map((record) => {
      const known = knownOf(records, record);
      return [record.id, decidePaired(known, { key: record.key, counts: known.counts })] as const;
    }),
  );

describe('which records of both sides are one', () => {
  it('takes each record for one with one of the other side at most, and both say so', () => {
    fc.assert(
      fc.property(sides, (records) => {
        const decisions = decisionsOf(records);
        for (const [id, decision] of decisions)
          if (decision.kind === 'pair') expect(decisions.get(decision.id)).toEqual({ kind: 'pair', id });
      }),
    );
  });

  it('never chooses among several', () => {
    fc.assert(
      fc.property(sides, (records) => {
        const decisions = decisionsOf(records);
        for (const record of records) {
          const known = knownOf(records, record);
          const isAmbiguous = decidePairing(record.side, known.counts) === 'ambiguous';
          expect(decisions.get(record.id)?.kind === 'held').toBe(isAmbiguous);
        }
      }),
    );
  });

  it('creates nothing on the other side that it may hold', () => {
    fc.assert(
      fc.property(sides, (records) => {
        for (const [id, decision] of decisionsOf(records)) {
          const record = records.find((one) => one.id === id)!;
          const isThere = records.some(
            (other) => other.side !== record.side && record.key !== null && other.key === record.key,
          );
          expect(decision.kind === 'free').toBe(!isThere);
        }
      }),
    );
  });

  it('does not depend on what came first', () => {
    fc.assert(
      fc.property(
        sides.chain((records) =>
          fc.tuple(fc.constant(records), fc.shuffledSubarray([...records], { minLength: records.length })),
        ),
        ([records, shuffled]) => {
          const [one, other] = [decisionsOf(records), decisionsOf(shuffled)];
          for (const { id } of records) expect(other.get(id)).toEqual(one.get(id));
        },
      ),
    );
  });

  it('counts each record of the provider once, as it is decided', () => {
    fc.assert(
      fc.property(sides, (records) => {
        const there = records.filter(({ side }) => side === 'there');
        const groups = there.map((record): PairingGroup => {
          return { counts: knownOf(records, record).counts, records: 1, differing: record.id < 'x2' ? 1 : 0 };
        });
        const counted = countPairs(groups);
        expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBe(there.length);
        const verdicts = there.map((record) => decidePairing('there', knownOf(records, record).counts));
        expect(counted.new).toBe(verdicts.filter((verdict) => verdict === 'alone').length);
        expect(counted.ambiguous).toBe(verdicts.filter((verdict) => verdict === 'ambiguous').length);
      }),
    );
  });
});

describe('what is decided once the plan was approved', () => {
  const pair: PairedRecord = {
    ...{ side: 'there', id: 'x', key: 'a', isLate: false, decided: null, partner: '1' },
    counts: { here: 1, there: 1 },
  };
  const same = { key: 'a', counts: pair.counts };

  it('is no pair any more where it is known by something else by now', () => {
    expect(decidePaired(pair, same)).toEqual({ kind: 'pair', id: '1' });
    expect(decidePaired(pair, { key: 'b', counts: undefined })).toEqual({ kind: 'held' });
    expect(decidePaired(pair, { key: null, counts: undefined })).toEqual({ kind: 'held' });
  });

  it('looks again at what was alone and is known by something else by now', () => {
    const alone: PairedRecord = { ...pair, partner: null, counts: { here: 0, there: 1 } };
    expect(decidePaired(alone, { key: 'a', counts: alone.counts })).toEqual({ kind: 'free' });
    expect(decidePaired(alone, { key: 'b', counts: { here: 0, there: 0 } })).toEqual({ kind: 'free' });
    expect(decidePaired(alone, { key: 'b', counts: { here: 1, there: 0 } })).toEqual({ kind: 'held' });
  });

  it('holds what came later and may be one with what the plan knew, and nothing else', () => {
    expect(decideLate('there', { here: 1, there: 0 })).toEqual({ kind: 'held' });
    expect(decideLate('here', { here: 5, there: 0 })).toEqual({ kind: 'free' });
    expect(decideLate('here', undefined)).toEqual({ kind: 'free' });
    expect(decidePaired({ ...pair, isLate: true }, same)).toEqual({ kind: 'held' });
  });

  it('is what a person said, whatever the records are known by', () => {
    const held: PairedRecord = { ...pair, counts: { here: 2, there: 1 } };
    expect(decidePaired(held, same)).toEqual({ kind: 'held' });
    expect(decidePaired({ ...held, decided: 'apart' }, same)).toEqual({ kind: 'free' });
    expect(decidePaired({ ...held, decided: 'pair', partner: '9' }, same)).toEqual({ kind: 'pair', id: '9' });
    expect(decidePaired({ ...held, decided: 'pair', partner: null }, same)).toEqual({ kind: 'held' });
  });
});
