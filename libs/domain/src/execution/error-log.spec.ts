import { describeProblem, SyncError } from '../errors/sync-error.js';
import type { ErrorCode } from '../errors/error-catalog.js';
import type { Decision, FailedDecision } from '../change/decision.js';
import type { Slice } from '../chunk/slice.js';
import { errorsOf, isTold, readingPhase } from './error-log.js';

const named: Slice = { kind: 'ids', externalIds: ['a'] };
const retry: Slice = { kind: 'retry', round: 2, judged: true, externalIds: ['a'] };

/** A record that failed in this way, or one that did not. */
function input(externalId: string, outcome: FailedDecision['outcome'] | 'unchanged', code?: ErrorCode) {
  const problem = describeProblem(new SyncError(code ?? 'system.unexpected', 'It went wrong'));
  const decision: Decision =
    outcome === 'unchanged' ? { kind: 'leave', outcome } : { kind: 'fail', outcome, problem };
  return { prepared: { kind: 'excluded', externalId }, decision } as const;
}

const logged = (slice: Slice, ...inputs: readonly ReturnType<typeof input>[]) => errorsOf({ slice }, inputs);

describe('the error log', () => {
  it('says of each record that failed what it was, and where', () => {
    const first = [input('a', 'unchanged'), input('b', 'retried', 'provider.timeout')];
    const second = input('c', 'rejected', 'record.required_field_missing');
    expect(logged(named, ...first, second)).toMatchObject([
      { phase: 'fetching', externalId: 'b', attempt: 1, problem: { code: 'provider.timeout' } },
      { phase: 'applying', externalId: 'c', attempt: 1, problem: { errorClass: 'data' } },
    ]);
  });

  it('says of a record that went back that it was taken over', () => {
    const write = { externalId: 'a', contentHash: 'h', dataText: '{}', version: '1' };
    const written = { ...write, modifiedAt: null, observedAt: '2026-01-01T00:00:00.000Z' };
    const update = { kind: 'update_record', outcome: 'updated', write: written } as const;
    const inputs = [update, { ...update, adopted: true as const }].map((decision) => ({
      prepared: { kind: 'ready', write: written } as const,
      decision,
    }));
    expect(inputs.map(isTold)).toEqual([false, true]);
    expect([input('a', 'rejected'), input('a', 'unchanged')].map(isTold)).toEqual([true, false]);
    expect(errorsOf({ slice: retry }, inputs)).toEqual([
      {
        phase: 'applying',
        externalId: 'a',
        problem: expect.objectContaining({ code: 'record.went_back', errorClass: 'data' }) as unknown,
        attempt: 3,
      },
    ]);
  });

  it('says which try it was', () => {
    expect(logged(retry, input('b', 'retried', 'provider.timeout'))).toMatchObject([
      { phase: 'retrying', attempt: 3 },
    ]);
    // The mapping refuses it again: it is still one that is tried again, not one that was read with its page.
    expect(logged(retry, input('b', 'rejected', 'record.required_field_missing'))).toMatchObject([
      { phase: 'retrying', attempt: 3 },
    ]);
  });

  it.each([
    ['fetching', { slice: named }],
    ['retrying', { slice: retry }],
    ['planning', { slice: named, plan: { role: 'make', planId: 'p' } }],
    ['retrying', { slice: retry, plan: { role: 'make', planId: 'p' } }],
    ['finalizing', { slice: { kind: 'close_out', fromPage: 0, pages: 1, reread: true, control: null } }],
  ] as const)('tells of a chunk that is read while %s', (phase, chunk) => {
    expect(readingPhase(chunk)).toBe(phase);
  });
});
