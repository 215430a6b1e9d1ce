import fc from 'fast-check';
import { isEndedByTimeOnly, isSpacing, type TimeBox } from './decide-time-box.js';

const chunk = (changes: Partial<TimeBox['chunks'][number]> = {}): TimeBox['chunks'][number] => ({
  slice: { kind: 'whole' },
  state: 'abandoned',
  total: null,
  ...changes,
});
const box = (changes: Partial<TimeBox> = {}): TimeBox => ({
  lane: 'bulk',
  contract: { maxRecords: null },
  chunks: [chunk()],
  activeAtStart: 0,
  waiting: [],
  ...changes,
});
const endless = (candidates: number) => ({ cause: 'endless_listing', candidates }) as const;

describe('what a run has created whose time was over', () => {
  it('is asked about where no number would have ended its listing', () => {
    expect(isEndedByTimeOnly(box())).toBe(true);
    expect(isEndedByTimeOnly(box({ chunks: [chunk({ state: 'applied' }), chunk()] }))).toBe(true);
    const { total: _none, ...without } = chunk();
    expect(isEndedByTimeOnly(box({ chunks: [without] }))).toBe(true);
  });

  it.each([
    ['its listing has ended', { chunks: [chunk({ state: 'applied' })] }],
    ['what had not ended is no listing', { chunks: [chunk({ slice: { kind: 'ids', externalIds: ['a'] } })] }],
    ['the provider says how many there are', { chunks: [chunk({ total: 0 })] }],
    ['its job says how many may come', { contract: { maxRecords: 10 } }],
    ['records were here before', { activeAtStart: 1 }],
    ['it is not a bulk run', { lane: 'single' }],
    ['it only makes a plan', { lane: 'preview' }],
    ['nothing was read', { chunks: [] }],
  ] as const)('is not where %s', (_why, changes) => {
    expect(isEndedByTimeOnly(box(changes))).toBe(false);
  });

  it('is asked about while all that was here before is what a person is asked about for the same cause', () => {
    const asked = (activeAtStart: number, ...waiting: TimeBox['waiting']) =>
      isEndedByTimeOnly(box({ activeAtStart, waiting }));
    expect(asked(7, endless(3), endless(4))).toBe(true);
    expect(asked(8, endless(3), endless(4))).toBe(false);
    expect(asked(7, { cause: 'not_listed', candidates: 9 })).toBe(false);
  });

  it('is never asked about where more was here than a person is asked about', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000)), fc.integer({ min: 1, max: 1_000 }), (numbers, more) => {
        const sum = numbers.reduce((total, number) => total + number, 0);
        const waiting = numbers.map(endless);
        expect(isEndedByTimeOnly(box({ waiting, activeAtStart: sum }))).toBe(true);
        expect(isEndedByTimeOnly(box({ waiting, activeAtStart: sum + more }))).toBe(false);
      }),
    );
  });
});

it('a wait of a minute is the spacing of calls, a longer one a pause', () => {
  const now = new Date('2026-11-29T12:00:00Z');
  const after = (ms: number) => new Date(now.getTime() + ms);
  expect([0, 60_000, 60_001].map((ms) => isSpacing(after(ms), now))).toEqual([true, true, false]);
});
