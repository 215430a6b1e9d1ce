import fc from 'fast-check';
import type { SourceRecord } from '../page/source-record.js';
import { compareVersions } from '../record/version.js';
import { foldTold, isOrdered, recordsIn } from './told-records.js';

const state = (version: string | null, changes: Partial<SourceRecord> = {}): SourceRecord => ({
  ...{ externalId: '1', version, modifiedAt: null, data: { version } },
  ...changes,
});
const gone = (observedAt = ''): SourceRecord => ({
  ...state(null, { data: null, gone: 'announced' }),
  told: { observedAt },
});
const refusal = { code: 'record.unordered', message: 'none' };

describe('the records in the body of a delivery', () => {
  it.each([
    [null, [{ a: { id: 1 }, list: [{ r: 2 }, {}, { r: [3] }] }]],
    ['a', [{ id: 1 }]],
    ['list', [[{ r: 2 }, {}, { r: [3] }]]],
    ['list.*.r', [2, [3]]],
    ['nowhere', []],
    ['a.*', []],
  ])('are at %j %j', (path, found) => {
    expect(recordsIn({ a: { id: 1 }, list: [{ r: 2 }, {}, { r: [3] }] }, path)).toEqual(found);
  });
});

describe('a record that was told', () => {
  it.each([
    ['7', null, true],
    ['text:a', null, true],
    ['opaque:x', null, false],
    [null, '2026-01-01T00:00:00Z', true],
    ['opaque:x', '2026-01-01T00:00:00Z', true],
    [null, null, false],
  ])('with version %j and time %j is in an order: %s', (version, modifiedAt, isSo) => {
    expect(isOrdered({ version, modifiedAt })).toBe(isSo);
  });

  it('several times is its newest state, whichever came last', () => {
    expect(foldTold([state('1'), state('3'), state('2')])).toEqual([state('3')]);
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
    const [one, other] = [state(null, { modifiedAt: late }), state(null, { modifiedAt: early })];
    expect(foldTold([one, other])).toEqual([one]);
    expect(foldTold([other, one])).toEqual([one]);
    // Of the same version the later one, and of those that do not compare.
    const again = state('3', { data: { again: true } });
    expect(foldTold([state('3'), again])).toEqual([again]);
    expect(foldTold([state('3'), state('text:a')])).toEqual([state('text:a')]);
  });

  it('as gone keeps the state before, so that a late one behind it is known to be older', () => {
    expect(foldTold([state('2'), gone(), state('1')])).toEqual([state('2'), gone(), state('1')]);
    expect(foldTold([gone('a'), state('2'), gone('b')])).toEqual([state('2'), gone('b')]);
    expect(foldTold([gone()])).toEqual([gone()]);
    expect(foldTold([])).toEqual([]);
  });

  it('and cannot be read displaces none that can', () => {
    const bad = state(null, { data: null, refusal });
    expect(foldTold([state('2'), bad, bad])).toEqual([state('2'), bad]);
    expect(foldTold([bad, state('2')])).toEqual([state('2'), bad]);
  });

  it('is folded to the same, in one go or piece by piece', () => {
    const told = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant('gone'), fc.constant('bad')));
    fc.assert(
      fc.property(told, fc.nat(), (kinds, cut) => {
        const all = kinds.map((kind, at) =>
          kind === 'gone'
            ? gone(String(at))
            : kind === 'bad'
              ? state(null, { data: at, refusal })
              : state(String(kind), { data: at }),
        );
        const at = all.length === 0 ? 0 : cut % all.length;
        const whole = foldTold(all);
        expect(whole.length).toBeLessThanOrEqual(4);
        expect(versionOf(foldTold([...foldTold(all.slice(0, at)), ...all.slice(at)]))).toEqual(
          versionOf(whole),
        );
        const newest = all
          .flatMap(({ version }) => version ?? [])
          .sort(compareVersionsOf)
          .at(-1);
        expect(whole.some(({ version }) => version === (newest ?? null)) || newest === undefined).toBe(true);
      }),
    );
  });
});

const versionOf = (told: readonly SourceRecord[]) =>
  told.map(({ version, data, told: at }) => ({ version, data, at }));
const compareVersionsOf = (one: string, other: string) => compareVersions(one, other) ?? 0;
