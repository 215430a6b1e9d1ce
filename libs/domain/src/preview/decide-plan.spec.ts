import { JOB_DEFAULTS } from '../job/job.js';
import { NO_BUCKETS, type BucketCounts } from './bucket.js';
import { approvePlan, assertMayCarryOut, rejectPlan } from './decide-plan.js';
import { PLAN_STATES, type Plan, type PlanState } from './plan.js';
import { summarizePlan } from './summarize-plan.js';

const now = new Date('2026-11-21T12:00:00.000Z');
const later = new Date('2026-11-22T12:00:00.000Z');
const by = { actor: 'ada', now };
const summary = { counts: NO_BUCKETS, pages: 0, providerCalls: 0, warnings: [], bounds: [] };
const plan = (state: PlanState, changes: Partial<Plan> = {}): Plan => ({
  id: 'p',
  tenantId: 't',
  jobId: 'j',
  jobRevision: 2,
  executionId: 'e',
  carriedOutBy: null,
  scope: { kind: 'full' },
  slices: [],
  state,
  summary,
  decidedBy: null,
  decidedAt: null,
  createdAt: now,
  expiresAt: later,
  ...changes,
});
const job = (changes: object = {}) => ({
  id: 'j',
  revision: 2,
  definition: { ...JOB_DEFAULTS, stream: 's', recordType: 'r', ...changes },
});
const withCode = (code: string) => expect.objectContaining({ code }) as Error;
const outcomeOf = (run: () => unknown) => {
  try {
    run();
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a plan may be decided and carried out by its state', () => {
  it.each<[PlanState, string, string, string]>([
    ['making', 'request.wrong_state', 'request.wrong_state', 'request.wrong_state'],
    ['failed', 'request.wrong_state', 'request.wrong_state', 'request.wrong_state'],
    ['ready', 'done', 'done', 'done'],
    ['awaiting_approval', 'done', 'done', 'request.wrong_state'],
    ['approved', 'done', 'done', 'done'],
    ['rejected', 'request.wrong_state', 'done', 'request.wrong_state'],
    ['carried_out', 'request.wrong_state', 'request.wrong_state', 'request.wrong_state'],
  ])('%s: approving %s, rejecting %s, carrying out %s', (state, approving, rejecting, carrying) => {
    expect(outcomeOf(() => approvePlan(plan(state), by))).toBe(approving);
    expect(outcomeOf(() => rejectPlan(plan(state), by))).toBe(rejecting);
    expect(outcomeOf(() => assertMayCarryOut(plan(state), job(), now))).toBe(carrying);
  });

  it.each(PLAN_STATES)('and deciding it again (%s) changes nothing', (state) => {
    for (const decide of [approvePlan, rejectPlan]) {
      if (outcomeOf(() => decide(plan(state), by)) !== 'done') continue;
      const decided = decide(plan(state), by);
      expect(decide(decided, { actor: 'bob', now: later })).toEqual(decided);
    }
  });

  it.each<[PlanState, Partial<Plan>, string]>([
    ['making', {}, 'not made yet, it cannot be rejected'],
    ['failed', {}, 'its run ended before'],
    ['failed', { summary: { ...summary, failure: 'the provider was down' } }, 'the provider was down'],
    ['carried_out', { carriedOutBy: 'e2' }, 'was carried out by execution e2: make a new one'],
  ])('and says why not: %s %j', (state, changes, why) => {
    expect(() => rejectPlan(plan(state, changes), by)).toThrow(why);
  });

  it('says of a rejected plan who rejected it, and of one that is not made what cannot be done', () => {
    expect(() => approvePlan(plan('rejected', { decidedBy: 'ada' }), by)).toThrow('was rejected by ada');
    expect(() => approvePlan(plan('making'), by)).toThrow('cannot be approved: see execution e');
  });

  it('keeps who decided and when', () => {
    const decided = { decidedBy: 'ada', decidedAt: now };
    expect(approvePlan(plan('ready'), by)).toMatchObject({ state: 'approved', ...decided });
    expect(rejectPlan(plan('ready'), by)).toMatchObject({ state: 'rejected', ...decided });
  });
});

describe('a plan cannot be carried out', () => {
  it('once it is a day old', () => {
    expect(() => assertMayCarryOut(plan('ready'), job(), later)).toThrow(withCode('request.plan_expired'));
    expect(() => approvePlan(plan('ready'), { actor: 'ada', now: later })).toThrow(
      withCode('request.plan_expired'),
    );
  });

  it('after the job was changed, by another job, or without the approval that its job requires', () => {
    expect(() => assertMayCarryOut(plan('ready'), { ...job(), revision: 3 }, now)).toThrow('make a new one');
    expect(() => assertMayCarryOut(plan('ready'), { ...job(), id: 'k' }, now)).toThrow('of another job');
    const careful = job({ requiresApproval: true });
    expect(() => assertMayCarryOut(plan('ready'), careful, now)).toThrow('plan approve p');
    expect(() => assertMayCarryOut(plan('approved'), careful, now)).not.toThrow();
  });

  it('and not rejected, while it is being carried out', () => {
    expect(() => rejectPlan(plan('approved', { carriedOutBy: 'e2' }), by)).toThrow('execution e2');
  });
});

describe('what is said of a plan', () => {
  const bound = { kind: 'time', value: '2026-11-21T11:00:00.000Z' } as const;
  const chunks = [
    { slice: { kind: 'whole' }, bound },
    { slice: { kind: 'failures', failureIds: ['1', '2'] }, bound: null },
  ] as const;

  it('counts a call for each page of the listing and each record that is tried again', () => {
    const sums = { pages: 5, details: 0, counts: { ...NO_BUCKETS, new: 400, retry: 2 } };
    expect(summarizePlan(sums, chunks)).toMatchObject({ providerCalls: 6, bounds: [bound], warnings: [] });
    expect(summarizePlan({ ...sums, details: 30 }, chunks)).toMatchObject({ providerCalls: 36 });
  });

  it('warns when more records are gone than a run may take for gone by itself', () => {
    const sums = { pages: 1, details: 0, counts: { ...NO_BUCKETS, unchanged: 5, inactive_candidate: 101 } };
    expect(summarizePlan(sums, chunks, { deleteCeiling: 100 }).warnings).toMatchObject([
      { code: 'over_delete_ceiling' },
    ]);
    expect(summarizePlan(sums, chunks, { deleteCeiling: 101 }).warnings).toEqual([]);
  });

  it('warns of no empty listing where nothing is listed at all, or a record failed before', () => {
    const warningsOf = (pages: number, counts: Partial<BucketCounts>) =>
      summarizePlan({ pages, details: 0, counts: { ...NO_BUCKETS, ...counts } }, chunks).warnings;
    expect(warningsOf(0, {})).toEqual([]);
    expect(warningsOf(1, { retry: 1 })).toEqual([]);
    expect(warningsOf(1, { excluded: 1, retry: 1 })).toEqual([]);
  });

  it('counts among what was listed what is left as it is, left out or could not be applied', () => {
    const counts = {
      ...NO_BUCKETS,
      new: 1,
      changed: 2,
      unchanged: 4,
      excluded: 8,
      rejected: 16,
      inactive_candidate: 32,
      retry: 64,
    };
    expect(summarizePlan({ pages: 1, details: 0, counts }, chunks).warnings).toMatchObject([
      { code: 'rejected', message: expect.stringContaining('16 of 31') as string },
    ]);
  });

  it('warns of an empty listing, and of what could not be applied', () => {
    const empty = summarizePlan({ pages: 1, details: 0, counts: NO_BUCKETS }, chunks.slice(0, 1));
    expect(empty.warnings.map(({ code }) => code)).toEqual(['nothing_listed']);
    const changes = { pages: 1, details: 0, counts: NO_BUCKETS };
    expect(summarizePlan(changes, chunks.slice(0, 1), { isFull: false }).warnings).toEqual([]);
    const rejected = summarizePlan(
      { pages: 1, details: 0, counts: { ...NO_BUCKETS, new: 1, rejected: 2 } },
      chunks,
    );
    expect(rejected.warnings).toMatchObject([
      { code: 'rejected', message: expect.stringContaining('2 of 3') as string },
    ]);
  });
});
