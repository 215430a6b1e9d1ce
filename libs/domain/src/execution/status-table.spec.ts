import { describeProblem, SyncError, type Problem } from '../errors/sync-error.js';
import { NO_TRIES } from '../retry/call-postponed.js';
import type { ReasonKind } from './reason.js';
import { hasSucceeded } from './status.js';
import { decideEnd, STATUS_TABLE, type EndFacts, type EndStatus } from './status-table.js';

const counts = (processed: number, failed: number) => ({
  breakerCounts: { processed, failed },
  inputs: processed,
  failed,
});
const problem = describeProblem(new SyncError('provider.timeout', 'Too slow'));
const auth = describeProblem(new SyncError('provider.unauthorized', '401'));
const config = describeProblem(new SyncError('config.unknown_stream', 'No such stream'));

const limited = describeProblem(new SyncError('provider.rate_limited', 'Not before noon'));
const postponedBy = (why: Problem) => ({
  by: { waiting: 'quota', problem: why, tries: NO_TRIES, pagesApplied: 0 } as const,
  until: new Date('2026-11-29T12:00:00Z'),
});

const CASES: readonly (readonly [string, EndFacts, EndStatus, ReasonKind | null])[] = [
  ['receipt balances, no failures', counts(5, 0), 'completed', null],
  ['receipt balances, no failures', counts(0, 0), 'completed', null],
  ['some failures, some successes', counts(9, 8), 'completed_with_errors', null],
  ['some failures, some successes', counts(10, 5), 'completed_with_errors', null],
  ['all records failed', counts(9, 9), 'failed', 'all_failed'],
  ['more than half of at least 10 processed records failed', counts(10, 6), 'failed', 'circuit_breaker'],
  ['more than half of at least 10 processed records failed', counts(10, 10), 'failed', 'circuit_breaker'],
  [
    'more than half of at least 10 processed records failed',
    { ...counts(10, 6), mismatch: 'odd', problem },
    'failed',
    'circuit_breaker',
  ],
  [
    'receipt or closing verification does not balance',
    { ...counts(5, 5), mismatch: 'a page is missing' },
    'failed',
    'verification',
  ],
  [
    'a limit that the contract sets was broken',
    { ...counts(5, 5), breach: 'too few records' },
    'failed',
    'contract',
  ],
  [
    'given up: configuration, credentials, or errors that outlast their retries',
    { ...counts(3, 0), problem },
    'failed',
    'transient',
  ],
  [
    'given up: configuration, credentials, or errors that outlast their retries',
    { ...counts(3, 0), problem: auth, timedOutAfter: 60 },
    'failed',
    'auth',
  ],
  [
    'given up: configuration, credentials, or errors that outlast their retries',
    { ...counts(0, 0), problem: config },
    'failed',
    'config',
  ],
  [
    'has to wait for its provider or its quota for longer than it has time left',
    { ...counts(3, 3), postponed: postponedBy(limited), timedOutAfter: 60 },
    'failed',
    'rate_limited',
  ],
  [
    'has to wait for its provider or its quota for longer than it has time left',
    { ...counts(0, 0), postponed: postponedBy(problem) },
    'failed',
    'provider_unavailable',
  ],
  [
    'timeout exceeded in a listing that nothing else would have ended',
    { ...counts(3, 0), unended: { minutes: 60, created: 3 }, timedOutAfter: 60 },
    'timed_out',
    'timeout',
  ],
  [
    'timeout exceeded in a listing that nothing else would have ended',
    { ...counts(3, 0), unended: { minutes: 60, created: 3 }, postponed: postponedBy(limited) },
    'timed_out',
    'timeout',
  ],
  ['timeout exceeded', { ...counts(3, 3), timedOutAfter: 60 }, 'timed_out', 'timeout'],
  ['stopped by a person', { ...counts(10, 10), cancelledBy: 'ada', problem }, 'cancelled', 'user'],
];

describe('the status table', () => {
  it.each(CASES)('%s: %j ends as %s, reason %s', (condition, facts, status, kind) => {
    expect(STATUS_TABLE.find(({ reason }) => reason(facts) !== undefined)?.condition).toBe(condition);
    const end = decideEnd(facts);
    expect([end.status, end.reason?.kind ?? null]).toEqual([status, kind]);
  });

  it('says until when nothing comes of waiting', () => {
    const { reason } = decideEnd({ ...counts(0, 0), postponed: postponedBy(limited) });
    expect(reason).toMatchObject({
      code: 'provider.rate_limited',
      message: 'The run has no time left to wait: Not before noon',
      until: '2026-11-29T12:00:00.000Z',
    });
  });

  it('has a case for every condition', () => {
    expect(new Set(CASES.map(([condition]) => condition))).toEqual(
      new Set(STATUS_TABLE.map(({ condition }) => condition)),
    );
  });

  it('says why wherever a run did not come to a good end, and nothing where it did', () => {
    for (const [, facts] of CASES) {
      const { status, reason } = decideEnd(facts);
      if (hasSucceeded(status)) expect(reason).toBeNull();
      else expect(reason?.message).not.toBe('');
    }
  });

  it('names the code of the catalog under which people find what does not balance or breaks a contract', () => {
    expect(decideEnd({ ...counts(5, 0), mismatch: 'a page is missing' }).reason).toMatchObject({
      code: 'verification.unbalanced',
      message: 'a page is missing',
    });
    expect(decideEnd({ ...counts(5, 0), breach: 'too few records' }).reason).toMatchObject({
      code: 'run.contract_broken',
      message: 'too few records',
    });
  });

  it('says what to do wherever a run did not go well', () => {
    for (const [, facts] of CASES) {
      const { status, reason } = decideEnd(facts);
      if (status === 'failed' || status === 'timed_out') expect(reason?.remedy).toMatch(/\.$/);
    }
  });
});

it('says of a listing that only its time has ended how much it created, and what to do', () => {
  const message = (created: number) =>
    decideEnd({ ...counts(created, 0), unended: { minutes: 5, created } }).reason?.message;
  const said =
    'The listing did not end within the 5 min of the run, and nothing says how many records there are';
  expect(message(1)).toBe(`${said}: 1 record was created`);
  expect(message(1_234)).toBe(`${said}: 1,234 records were created`);
  expect(decideEnd({ ...counts(1, 0), unended: { minutes: 5, created: 1 } }).reason).toMatchObject({
    code: 'run.listing_unended',
    remedy: expect.stringContaining('evenkeel approvals list') as string,
  });
});
