import { someExecution } from '../execution/testing/some-execution.js';
import { NO_BUCKETS } from './bucket.js';
import { assertMayCarryOut } from './decide-plan.js';
import { expireExecution } from './expire-execution.js';
import { startPlan } from './start-plan.js';

const NOON = new Date('2026-11-21T12:00:00.000Z');
const NOON_AFTER = new Date('2026-11-22T12:00:00.000Z');

describe('a plan whose first page is still to come', () => {
  const plan = startPlan('p', someExecution({ id: 'e', jobId: 'j', jobRevision: 4 }), NOON);

  it('is that of its execution, foresees nothing and was decided by no person', () => {
    expect(plan).toMatchObject({ id: 'p', executionId: 'e', jobId: 'j', jobRevision: 4, tenantId: 't' });
    expect(plan).toMatchObject({ scope: { kind: 'full' }, slices: [], carriedOutBy: null, decidedBy: null });
    expect(plan.summary).toEqual({
      counts: NO_BUCKETS,
      pages: 0,
      providerCalls: 0,
      warnings: [],
      bounds: [],
    });
  });

  it('cannot be carried out yet, and not at all after a day', () => {
    const job = { id: 'j', revision: 4, definition: {} as never };
    expect(() => assertMayCarryOut(plan, job, NOON)).toThrow('not made yet');
    expect(plan).toMatchObject({ createdAt: NOON, expiresAt: NOON_AFTER });
  });
});

it('an execution whose plan was not approved in time ends as cancelled, for that reason', () => {
  const waiting = someExecution({ epoch: 3 });
  expect(expireExecution(waiting, NOON_AFTER)).toMatchObject({
    status: 'cancelled',
    reason: { kind: 'timeout', code: 'request.plan_expired' },
    finishedAt: NOON_AFTER,
    epoch: 4,
  });
});
