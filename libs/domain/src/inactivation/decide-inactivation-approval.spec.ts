import type { InactivationApproval, InactivationApprovalState } from './inactivation-approval.js';
import { grantInactivations, rejectInactivations, takeBackGrant } from './decide-inactivation-approval.js';

const NOW = new Date('2026-11-01T12:00:00Z');
const by = { actor: 'ada', now: NOW };
const approval = (state: InactivationApprovalState): InactivationApproval => ({
  id: 'a-1',
  tenantId: 't-1',
  jobId: 'j-1',
  executionId: 'e-1',
  carriedOutBy: null,
  announced: false,
  state,
  candidates: 500,
  active: 1000,
  ceiling: 100,
  requestedAt: new Date('2026-11-01T11:00:00Z'),
  decidedAt: null,
  decidedBy: null,
  reason: null,
});
const wrongState = expect.objectContaining({ code: 'request.wrong_state' }) as Error;

describe('grantInactivations', () => {
  it('says who granted it, and changes nothing the second time', () => {
    const granted = grantInactivations(approval('waiting'), { ...by, underWay: undefined });
    expect(granted).toMatchObject({ state: 'granted', decidedBy: 'ada', decidedAt: NOW });
    expect(grantInactivations(granted!, { ...by, underWay: undefined })).toBeUndefined();
  });

  it.each(['rejected', 'superseded'] as const)('refuses one that is %s', (state) => {
    expect(() => grantInactivations(approval(state), { ...by, underWay: undefined })).toThrow(wrongState);
  });

  it('refuses while a run of the job is under way: that finds out anew', () => {
    expect(() => grantInactivations(approval('waiting'), { ...by, underWay: 'e-2' })).toThrow(/e-2/);
  });

  it('can be taken back, so that it is decided again', () => {
    const granted = grantInactivations(approval('waiting'), { ...by, underWay: undefined })!;
    expect(takeBackGrant(granted)).toEqual(approval('waiting'));
  });
});

describe('rejectInactivations', () => {
  it('says who rejected it and why, and changes nothing the second time', () => {
    const rejected = rejectInactivations(approval('waiting'), { ...by, reason: 'the provider was down' });
    expect(rejected).toMatchObject({ state: 'rejected', decidedBy: 'ada', reason: 'the provider was down' });
    expect(rejectInactivations(rejected!, { ...by, reason: 'again' })).toBeUndefined();
  });

  it.each([
    ['granted', 'it is granted'],
    ['superseded', 'a later listing was complete'],
  ] as const)('refuses one that is %s, and says so', (state, why) => {
    const rejecting = () => rejectInactivations(approval(state), { ...by, reason: 'no' });
    expect(rejecting).toThrow(wrongState);
    expect(rejecting).toThrow(why);
  });
});
