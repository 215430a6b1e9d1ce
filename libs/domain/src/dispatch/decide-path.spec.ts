import { decidePath, NOTHING_KNOWN } from './decide-path.js';
import { paceOf } from './pace.js';

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
  ] as const)('by itself, knowing %j, takes %s', (facts, kind, why) => {
    const path = decidePath('auto', facts);
    expect(path.kind).toBe(kind);
    expect(path.why).toContain(why);
  });
});

describe('paceOf', () => {
  it('waits half a second between batches on the enterprise path only, unless the job says otherwise', () => {
    const delay = (kind: 'primary' | 'enterprise', delayBetweenBatchesMs: number | null) =>
      paceOf({ kind }, { delayBetweenBatchesMs }).delayBetweenBatchesMs;
    expect([delay('primary', null), delay('enterprise', null)]).toEqual([0, 500]);
    expect([delay('primary', 70), delay('enterprise', 0)]).toEqual([70, 0]);
  });
});
