import { decidePath, decidePathAnew, NOTHING_KNOWN } from './decide-path.js';
import { PACES, paceOf } from './pace.js';

const calls = (all: number, troubled: number) => ({ ...NOTHING_KNOWN, calls: { all, troubled } });
const records = (count: number) => ({ ...NOTHING_KNOWN, records: count });

describe('decidePath', () => {
  it('takes the path that the job says, whatever is known', () => {
    expect(decidePath('primary', records(10_000_000))).toEqual({ kind: 'primary', why: 'as the job says' });
    expect(decidePath('enterprise', records(1))).toMatchObject({ kind: 'enterprise' });
  });

  it.each([
    [records(50_000), 'primary', '50000 records'],
    [records(50_001), 'enterprise', '50001 records are more than 50000'],
    [NOTHING_KNOWN, 'primary', 'not known'],
    [calls(1000, 49), 'primary', 'no trouble'],
    [calls(1000, 50), 'enterprise', '5 % of the calls'],
    [calls(19, 19), 'primary', 'no trouble'],
    [calls(20, 20), 'enterprise', '100 % of the calls'],
  ] as const)('by itself, knowing %j, takes %s', (facts, kind, why) => {
    const path = decidePath('auto', facts);
    expect(path.kind).toBe(kind);
    expect(path.why).toContain(why);
  });
});

describe('decidePathAnew', () => {
  const primary = { kind: 'primary', why: 'before' } as const;
  const enterprise = { kind: 'enterprise', why: 'before' } as const;

  it('paces a run that turns out larger than it was taken for', () => {
    expect(decidePathAnew(primary, 'auto', 50_001)).toMatchObject({ kind: 'enterprise' });
    expect(decidePathAnew(primary, 'auto', 50_000)).toMatchObject({
      kind: 'primary',
      why: expect.stringContaining('50000 records') as string,
    });
  });

  it('leaves what the job says, and what is paced already', () => {
    expect(decidePathAnew(primary, 'primary', 50_001)).toBe(primary);
    expect(decidePathAnew(enterprise, 'auto', 1)).toBe(enterprise);
  });
});

describe('paceOf', () => {
  it('waits half a second between batches on the enterprise path only, unless the job says otherwise', () => {
    const delay = (kind: 'primary' | 'enterprise', delayBetweenBatchesMs: number | null) =>
      paceOf({ kind }, { delayBetweenBatchesMs }).delayBetweenBatchesMs;
    expect([delay('primary', null), delay('enterprise', null)]).toEqual([0, 500]);
    expect([delay('primary', 70), delay('enterprise', 0)]).toEqual([70, 0]);
  });

  it('presses less on the enterprise path, and is more patient with what fails', () => {
    const { primary, enterprise } = PACES;
    expect(enterprise.window).toBeLessThan(primary.window);
    expect([primary.mostPerPage, enterprise.mostPerPage]).toEqual([null, 500]);
    for (const limit of ['maxAttempts', 'initialMs', 'capMs'] as const)
      expect(enterprise.retry[limit]).toBeGreaterThan(primary.retry[limit]);
    const { multiplier, jitter } = primary.retry;
    expect(enterprise.retry).toMatchObject({ multiplier, jitter });
  });
});
