import fc from 'fast-check';
import { EXECUTION_STATUSES } from '../execution/status.js';
import { NO_OUTCOMES } from '../receipt/outcome.js';
import type { ExecutionFact } from './event-fact.js';
import { eventsOf } from './events-of.js';
import { numberEvents, toldOf, type KeptFact } from './number-events.js';

const run = {
  jobId: 'j',
  job: 'customers',
  lane: 'bulk',
  mode: 'full',
  trigger: { id: 't', kind: 'manual', actor: 'ada' },
} as const;
const executionFact = (executionId: string, changes: Partial<ExecutionFact> = {}): ExecutionFact => ({
  ...run,
  executionId,
  from: 'queued',
  to: 'running',
  epoch: 0,
  reason: null,
  planId: null,
  retryOf: null,
  retryCount: 0,
  nextAttemptAt: null,
  startedAt: null,
  finishedAt: null,
  receipt: null,
  ...changes,
});
const status = fc.constantFrom(...EXECUTION_STATUSES);
const kept = fc
  .record({
    execution: fc.constantFrom('a', 'b', 'c'),
    from: fc.option(status),
    to: status,
    isPage: fc.boolean(),
  })
  .map(({ execution, from, to, isPage }): KeptFact => {
    const whose = { tenantId: 'x', at: '2026-11-01T12:00:00.000Z' };
    if (!isPage) return { ...whose, kind: 'execution', facts: executionFact(execution, { from, to }) };
    const page = {
      chunk: 0,
      page: 0,
      size: 1,
      isLast: true,
      fetched: 1,
      outcomes: NO_OUTCOMES,
      durationMs: 1,
    };
    return { ...whose, kind: 'page', facts: { ...run, executionId: execution, ...page } };
  });

describe('numbering events', () => {
  it('gives each subject 1, 2, 3 without a gap, and all of them positions that grow, however they are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.array(kept, { maxLength: 8 }), { maxLength: 8 }), (batches) => {
        let position = 0;
        const sequences = new Map<string, number>();
        const events = batches.flatMap((batch) => {
          const numbered = numberEvents(toldOf(batch).events, { position, sequences });
          position = numbered.position;
          for (const [subject, last] of numbered.sequences) sequences.set(subject, last);
          return numbered.events;
        });
        expect(events.map((event) => event.position)).toEqual(events.map((_, at) => at + 1));
        for (const subject of new Set(events.map((event) => event.subject))) {
          const own = events.filter((event) => event.subject === subject);
          expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, at) => at + 1));
        }
        const whole = numberEvents(toldOf(batches.flat()).events, { position: 0, sequences: new Map() });
        expect(whole.events).toEqual(events);
      }),
    );
  });
});

it('what cannot be told does not hold up the others', () => {
  const whose = { tenantId: 'x', at: '2026-11-01T12:00:00.000Z' };
  const good: KeptFact = { ...whose, kind: 'execution', facts: executionFact('a') };
  const later = { ...whose, kind: 'of a later release', facts: {} } as unknown as KeptFact;
  const { events, strange } = toldOf([later, good]);
  expect(events.map(({ type }) => type)).toEqual(['sync.started']);
  expect(strange).toEqual([{ fact: later, error: expect.stringContaining('TypeError') as string }]);
});

describe('what a change of the status of a run is told as', () => {
  it.each([
    [null, 'queued', ['sync.triggered']],
    [null, 'running', ['sync.triggered', 'sync.started']],
    [null, 'failed', ['sync.triggered', 'sync.failed']],
    ['queued', 'running', ['sync.started']],
    ['paused', 'running', ['sync.resumed']],
    ['cancelled', 'running', ['sync.resumed']],
    ['running', 'awaiting_approval', ['approval.needed']],
    ['awaiting_approval', 'running', ['sync.resumed']],
    ['running', 'completed', ['sync.completed']],
    ['running', 'completed_with_errors', ['sync.completed']],
    ['running', 'timed_out', ['sync.timed_out']],
  ] as const)('%s to %s', (from, to, types) => {
    const events = eventsOf({ kind: 'execution', facts: executionFact('a', { from, to }) });
    expect(events.map(({ type }) => type)).toEqual(types);
  });

  it('is one event for each move', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        expect(eventsOf({ kind: 'execution', facts: executionFact('a', { from, to }) })).toHaveLength(1);
      }),
    );
  });

  it('says how long it took and what became of its records, of which each counts once', () => {
    const [ended] = eventsOf({
      kind: 'execution',
      facts: executionFact('a', {
        from: 'running',
        to: 'completed_with_errors',
        startedAt: '2026-11-01T12:00:00.000Z',
        finishedAt: '2026-11-01T12:00:01.500Z',
        receipt: {
          fetched: 4,
          replayed: 1,
          balanced: true,
          outcomes: { ...NO_OUTCOMES, created: 2, unchanged: 1, retried: 1, errored: 1 },
        },
      }),
    });
    expect(ended?.data).toMatchObject({
      durationMs: 1_500,
      ...{ fetched: 4, processed: 4, created: 2, skipped: 1, retried: 1, succeeded: 3, failed: 1 },
    });
  });
});

describe('conflicts', () => {
  const conflict = {
    conflictId: 'c',
    jobId: 'j',
    job: 'customers',
    executionId: 'a',
    recordId: '1',
    conflictKind: 'data',
    fields: ['email'],
    decidedBy: null,
  } as const;
  it.each([
    [null, 'open', ['conflict.opened']],
    ['open', 'proposing', []],
    ['proposing', 'resolved', ['conflict.resolved']],
    ['resolved', 'open', ['conflict.opened']],
    ['resolved', 'expired', []],
    [null, 'resolved', ['conflict.resolved']],
  ] as const)('from %s to %s are told as %j', (from, to, types) => {
    const events = eventsOf({ kind: 'conflict', facts: { ...conflict, from, to } });
    expect(events.map(({ type }) => type)).toEqual(types);
  });
});
