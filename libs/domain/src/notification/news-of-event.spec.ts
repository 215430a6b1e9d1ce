import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { newsOfEvent, type EventInContext } from './news-of-event.js';
import type { NotificationKind } from './notification-kind.js';
import type { Conditions } from './conditions.js';

const AT = '2026-11-30T12:00:00.000Z';
const about = { jobId: 'j', job: 'orders', connectionId: 'c', connection: 'shop' };
const RUN = {
  ...{ executionId: 'e', lane: 'bulk', mode: 'incremental', status: 'completed', durationMs: 42_000 },
  ...{ fetched: 100, processed: 100, created: 3, updated: 12, failed: 0, reason: null },
} as const satisfies JsonObject;

function told(
  type: EventInContext['event']['type'],
  data: JsonObject,
  context: Partial<EventInContext> = {},
) {
  return newsOfEvent({
    ...{ event: { type, at: AT, data: { ...RUN, ...data } }, about, conditions: {}, errors: null, paces: [] },
    ...context,
  });
}
const kindsOf = ({ news }: ReturnType<typeof told>): NotificationKind[] => news.map(({ kind }) => kind);
const FAILED = { status: 'failed', reason: { kind: 'auth', code: 'provider.unauthorized' } };

it('a run that completed is told, with its counts', () => {
  const { news, conditions } = told('sync.completed', {});
  expect(news).toEqual([
    {
      ...{ kind: 'completed', at: AT, about },
      facts: {
        ...{ executionId: 'e', mode: 'incremental', status: 'completed', durationMs: 42_000 },
        counts: { fetched: 100, created: 3, updated: 12, failed: 0 },
      },
    },
  ]);
  expect(conditions).toEqual({});
});

it('a run that is tried again by itself is no news, and its job does not fail yet', () => {
  const { news, conditions } = told('sync.failed', { ...FAILED, nextAttemptAt: AT });
  expect({ news, conditions }).toEqual({ news: [], conditions: {} });
});

it('a run that is not tried again failed, and the next that succeeds says since when', () => {
  const failed = told('sync.timed_out', { ...FAILED, nextAttemptAt: null });
  expect(kindsOf(failed)).toEqual(['failed']);
  expect(failed.news[0]?.facts.code).toBe('provider.unauthorized');
  const again = told('sync.completed', {}, { conditions: failed.conditions });
  expect(kindsOf(again)).toEqual(['completed', 'recovered']);
  expect(again.news[1]?.facts.since).toBe(AT);
  expect(again.conditions).toEqual({});
});

it('a run of few records proves nothing of a run of all that failed', () => {
  const failed = told('sync.failed', FAILED);
  expect(kindsOf(told('sync.completed', { lane: 'single' }, { conditions: failed.conditions }))).toEqual([
    'completed',
  ]);
});

it('a rate of errors is told when it becomes high, and again after it was low', () => {
  const bad = { status: 'completed_with_errors', failed: 10 };
  const first = told('sync.completed', bad);
  expect(kindsOf(first)).toEqual(['completed_with_errors', 'high_error_rate']);
  const second = told('sync.completed', bad, { conditions: first.conditions });
  expect(kindsOf(second)).toEqual(['completed_with_errors']);
  const good = told('sync.completed', {}, { conditions: second.conditions });
  expect(good.conditions).toEqual({});
  expect(kindsOf(told('sync.completed', { ...bad, processed: 19, failed: 19 }))).toEqual([
    'completed_with_errors',
  ]);
  expect(kindsOf(told('sync.completed', { ...bad, failed: 9 }))).toEqual(['completed_with_errors']);
});

it('a run that takes twice as long as usual for a record is told once', () => {
  const paces = Array.from({ length: 5 }, () => ({ durationMs: 60_000, fetched: 1_000 }));
  const slow = { durationMs: 150_000, fetched: 1_000, processed: 1_000 };
  const first = told('sync.completed', slow, { paces });
  expect(kindsOf(first)).toEqual(['completed', 'degradation']);
  expect(first.news[1]?.facts.timesSlower).toBe(2.5);
  expect(kindsOf(told('sync.completed', slow, { paces, conditions: first.conditions }))).toEqual([
    'completed',
  ]);
  expect(kindsOf(told('sync.completed', { ...slow, lane: 'single' }, { paces }))).toEqual(['completed']);
  expect(kindsOf(told('sync.completed', slow, { paces: paces.slice(1) }))).toEqual(['completed']);
});

it.each([
  ['approval.needed', { what: 'plan', planId: 'p' }, 'approval_needed', { approval: { what: 'plan' } }],
  [
    'approval.needed',
    { what: 'inactivation', candidates: 400 },
    'approval_needed',
    { approval: { what: 'inactivation', candidates: 400 } },
  ],
  ['conflict.opened', { conflictId: 'k', fields: ['email'] }, 'conflict_waiting', { conflictId: 'k' }],
  ['connection.needs_attention', {}, 'connection_needs_attention', {}],
] as const)('%s is told', (type, data, kind, facts) => {
  expect(told(type, data).news).toMatchObject([{ kind, facts }]);
});

it.each(['sync.started', 'batch.processed', 'sync.cancelled', 'connection.recovered'] as const)(
  '%s is no news',
  (type) => {
    expect(told(type, {}).news).toEqual([]);
  },
);

it('however runs end: it recovers once for each time it was told to fail, and never otherwise', () => {
  const end = fc.constantFrom('completed', 'failed', 'tried again');
  fc.assert(
    fc.property(fc.array(end, { maxLength: 30 }), (ends) => {
      let conditions: Conditions = {};
      let failing = false;
      for (const each of ends) {
        const found =
          each === 'completed'
            ? told('sync.completed', {}, { conditions })
            : told(
                'sync.failed',
                { ...FAILED, nextAttemptAt: each === 'failed' ? null : AT },
                { conditions },
              );
        expect(kindsOf(found).includes('recovered')).toBe(failing && each === 'completed');
        failing = each === 'failed' || (failing && each !== 'completed');
        ({ conditions } = found);
      }
    }),
  );
});
