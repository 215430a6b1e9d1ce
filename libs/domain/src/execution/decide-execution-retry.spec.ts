import { JOB_DEFAULTS } from '../job/job.js';
import { REASON_KINDS } from './reason.js';
import { decideExecutionRetry, isRetriable, retryTrigger } from './decide-execution-retry.js';
import { NO_RETRY } from './execution-retry.js';
import { EXECUTION_STATUSES, hasEnded } from './status.js';
import { someExecution } from './testing/some-execution.js';

const now = new Date('2026-11-21T12:00:00Z');
const failed = someExecution({
  status: 'failed',
  reason: { kind: 'transient', code: null, message: 'm', remedy: null },
});
const decide = (changes: Partial<typeof failed> = {}, definition: Partial<typeof JOB_DEFAULTS> = {}) =>
  decideExecutionRetry({ ...failed, ...changes }, { ...JOB_DEFAULTS, ...definition }, now);
const retried = (count: number) => ({ retry: { ...NO_RETRY, of: 'before', count } });

describe('an execution that failed', () => {
  it.each([
    [0, 1],
    [1, 2],
    [2, 4],
  ])('as retry %i is tried again after %i min', (count, minutes) => {
    expect(decide(retried(count))).toEqual({
      of: 'before',
      count,
      nextAttemptAt: new Date(now.getTime() + minutes * 60_000),
      deadLetter: null,
      note: null,
    });
  });

  it('is not tried again where a person is asked about what it created', () => {
    const reason = { ...failed.reason!, kind: 'timeout', code: 'run.listing_unended' } as const;
    expect(decide({ status: 'timed_out', reason })).toEqual(NO_RETRY);
    expect(decide({ status: 'timed_out', reason: { ...reason, code: null } }).nextAttemptAt).not.toBeNull();
  });

  it('is tried again no sooner than it is of use', () => {
    const until = (minutes: number) => ({
      reason: { ...failed.reason!, until: new Date(now.getTime() + minutes * 60_000).toISOString() },
    });
    const minutes = (changes: Partial<typeof failed>) =>
      (decide(changes).nextAttemptAt!.getTime() - now.getTime()) / 60_000;
    expect(minutes(until(90))).toBe(90);
    expect(minutes(until(0.5))).toBe(1);
  });

  it('is a dead letter once its job allows no further retry', () => {
    expect(decide(retried(3))).toMatchObject({ nextAttemptAt: null, deadLetter: 'dead' });
  });

  it('is neither where its job wants no retries', () => {
    const definition = { retryOnFailure: false } as unknown as Partial<typeof JOB_DEFAULTS>;
    expect(decide({}, definition)).toEqual(NO_RETRY);
  });

  it('is not tried again for reasons that a person has to remove', () => {
    const kinds = REASON_KINDS.filter(
      (kind) => decide({ reason: { ...failed.reason!, kind } }).nextAttemptAt === null,
    );
    expect(kinds).toEqual([
      'contract',
      'schema_changed',
      'config',
      'auth',
      'user',
      'connection_removed',
      'connection_disabled',
    ]);
    expect(decide({ reason: null })).toEqual(NO_RETRY);
  });
});

describe('an execution that ended', () => {
  it.each(EXECUTION_STATUSES.filter(hasEnded))('as %s', (status) => {
    const isRetried = status === 'failed' || status === 'timed_out';
    expect(decide({ status }).nextAttemptAt !== null).toBe(isRetried);
  });

  it('and carried out a plan is left to a person', () => {
    const plan = { kind: 'carry_out', planId: 'p' } as unknown as NonNullable<typeof failed.plan>;
    expect(decide({ plan })).toEqual(NO_RETRY);
  });
});

it('a retry asks for what the execution was asked for', () => {
  const asked = { id: 't', jobId: 'j', kind: 'webhook', actor: 'w', externalIds: ['a'], mode: null } as const;
  const told = { ...asked, deliveryIds: ['7'] };
  expect(retryTrigger(told, { id: 'e' }, { id: 'new', actor: 'retry 1' })).toMatchObject({
    deliveryIds: ['7'],
  });
  expect(retryTrigger(asked, { id: 'e' }, { id: 'new', actor: 'retry 1' })).toEqual({
    id: 'new',
    deliveryIds: null,
    jobId: 'j',
    kind: 'retry',
    actor: 'retry 1',
    externalIds: ['a'],
    failureIds: null,
    approvalId: null,
    mode: null,
    period: null,
    retryOf: 'e',
  });
});

describe('an execution that a person may try again', () => {
  it('is one that ended without success', () => {
    expect(isRetriable(failed)).toBe(true);
    expect(isRetriable({ ...failed, status: 'completed' })).toBe(false);
    expect(isRetriable({ ...failed, status: 'running' })).toBe(false);
  });

  it('is none that plans', () => {
    expect(isRetriable({ ...failed, plan: {} as NonNullable<typeof failed.plan> })).toBe(false);
  });
});
