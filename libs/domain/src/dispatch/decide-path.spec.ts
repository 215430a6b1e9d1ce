import { decidePath, NO_CALLS } from './decide-path.js';
import { PACES, paceOf } from './pace.js';

const calls = (all: number, troubled: number) => ({ calls: all, troubled });
const auto = { job: 'auto', connection: 'auto' } as const;

describe('decidePath', () => {
  it('takes the path that the job says, else the one of the connection, whatever is known', () => {
    const trouble = calls(1000, 1000);
    expect(decidePath({ job: 'primary', connection: 'enterprise' }, trouble)).toEqual({
      kind: 'primary',
      why: 'as the job says',
    });
    expect(decidePath({ ...auto, job: 'enterprise' }, NO_CALLS)).toMatchObject({ kind: 'enterprise' });
    expect(decidePath({ ...auto, connection: 'primary' }, trouble)).toEqual({
      kind: 'primary',
      why: 'as the connection says',
    });
    expect(decidePath({ ...auto, connection: 'enterprise' }, NO_CALLS)).toMatchObject({ kind: 'enterprise' });
  });

  it.each([
    [NO_CALLS, 'primary', 'no trouble'],
    [calls(1000, 49), 'primary', 'no trouble'],
    [calls(1000, 50), 'enterprise', '5 % of the calls'],
    [calls(1000, 66), 'enterprise', '6.6 % of the calls'],
    [calls(19, 19), 'primary', 'no trouble'],
    [calls(20, 20), 'enterprise', '100 % of the calls'],
  ] as const)('by itself, after %j, takes %s', (ofHour, kind, why) => {
    const path = decidePath(auto, ofHour);
    expect(path.kind).toBe(kind);
    expect(path.why).toContain(why);
  });
});

describe('paceOf', () => {
  it('waits up to half a second between batches on the enterprise path only, unless the job says otherwise', () => {
    const delay = (kind: 'primary' | 'enterprise', delayBetweenBatchesMs: number | null) =>
      paceOf({ kind }, { delayBetweenBatchesMs }).delayBetweenBatchesMs;
    expect([delay('primary', null), delay('enterprise', null)]).toEqual([0, 500]);
    expect([delay('primary', 70), delay('enterprise', 0)]).toEqual([70, 0]);
  });

  it('presses less on the enterprise path, and is more patient with what fails', () => {
    const { primary, enterprise } = PACES;
    expect(enterprise.window).toBeLessThan(primary.window);
    expect([primary.mostPerPage, enterprise.mostPerPage]).toEqual([null, 500]);
    expect([primary.isSpaced, enterprise.isSpaced]).toEqual([false, true]);
    for (const limit of ['maxAttempts', 'initialMs', 'capMs'] as const)
      expect(enterprise.retry[limit]).toBeGreaterThan(primary.retry[limit]);
    const { multiplier, jitter } = primary.retry;
    expect(enterprise.retry).toMatchObject({ multiplier, jitter });
  });
});
