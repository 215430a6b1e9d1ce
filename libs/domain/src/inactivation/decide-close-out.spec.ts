import fc from 'fast-check';
import { JOB_DEFAULTS } from '../job/job.js';
import { ceilingOf, decideCloseOut } from './decide-close-out.js';
import { listed, SHIFTING, STABLE } from './testing/listed.js';

const ceiling = JOB_DEFAULTS.deleteCeiling;
const frozen = (candidates: number, missedBefore = 0, active = 1000) => ({
  active,
  candidates,
  missedBefore,
});
const unreadable = listed({ declared: { ...SHIFTING, readOne: false } });

describe('decideCloseOut', () => {
  it('goes on with all candidates, or with those that had been missing before', () => {
    const reread = { reread: true, twice: false };
    expect(decideCloseOut([listed()], frozen(5), ceiling)).toEqual({
      kind: 'apply',
      due: 5,
      evidence: reread,
    });
    expect(decideCloseOut([unreadable], frozen(5, 2), ceiling)).toMatchObject({ kind: 'apply', due: 2 });
  });

  it('touches nothing when the listing proves nothing, and says why', () => {
    expect(decideCloseOut([listed({ toEnd: false })], frozen(5), ceiling)).toEqual({
      kind: 'unproven',
      reason: 'the provider did not say that the last page of chunk 0 is the last',
    });
    const nameless = { ...unreadable, nameless: 2 };
    expect(decideCloseOut([nameless], frozen(5), ceiling)).toMatchObject({ kind: 'unproven' });
  });

  it('asks above the ceiling, and only then', () => {
    expect(decideCloseOut([listed()], frozen(100), ceiling)).toMatchObject({ kind: 'apply' });
    expect(decideCloseOut([listed()], frozen(101), ceiling)).toMatchObject({
      kind: 'ask',
      due: 101,
      ceiling: 100,
    });
  });

  it('asks for more than a plan foresaw, and for less only if nobody has agreed to that yet', () => {
    const foresaw = (candidates: number, approved: boolean, found: number) =>
      decideCloseOut([listed()], frozen(found), ceiling, { candidates, approved }).kind;
    expect(foresaw(5, false, 5)).toBe('apply');
    expect(foresaw(5, false, 6)).toBe('ask');
    expect(foresaw(300, false, 200)).toBe('ask');
    expect(foresaw(300, true, 300)).toBe('apply');
    expect(foresaw(300, true, 301)).toBe('ask');
  });

  it('holds against the ceiling what would be inactivated now, not what was missing once', () => {
    expect(decideCloseOut([unreadable], frozen(900, 3), ceiling)).toMatchObject({ kind: 'apply', due: 3 });
  });

  it('never lets an empty listing inactivate anything the first time', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.boolean(), (active, readOne) => {
        const empty = listed({ declared: { ...STABLE, readOne }, entries: 0, pages: 1 });
        expect(decideCloseOut([empty], frozen(active, 0, active), ceiling)).toMatchObject({ due: 0 });
      }),
    );
  });

  it('never goes beyond the ceiling unasked', () => {
    const limits = fc.record({ percent: fc.integer({ min: 0, max: 100 }), records: fc.nat(500) });
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), limits, (active, gone, limit) => {
        const candidates = Math.min(active, gone);
        const decision = decideCloseOut([listed()], frozen(candidates, 0, active), limit);
        if (decision.kind === 'apply') expect(decision.due).toBeLessThanOrEqual(ceilingOf(limit, active));
        else expect(decision).toMatchObject({ kind: 'ask', ceiling: ceilingOf(limit, active) });
      }),
    );
  });
});

describe('ceilingOf', () => {
  it('is never more than half of what is active, however few they are and whatever the job says', () => {
    expect([0, 1, 2, 3, 50, 199].map((active) => ceilingOf(ceiling, active))).toEqual([0, 0, 1, 1, 25, 99]);
    expect(ceilingOf({ percent: 100, records: 1_000_000 }, 1_000)).toBe(500);
  });

  it('is the larger of the share and the number', () => {
    expect(ceilingOf(ceiling, 500)).toBe(100);
    expect(ceilingOf(ceiling, 20_000)).toBe(2000);
    expect(ceilingOf({ percent: 0, records: 0 }, 20_000)).toBe(0);
    expect(ceilingOf({ percent: 1, records: 0 }, 199)).toBe(1);
  });
});
