import type { EventContent } from '../event/events-of.js';
import type { EventType } from '../event/event-type.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { settle, type Conditions } from './conditions.js';
import type { News, NewsFacts, ToldErrors } from './news.js';
import type { NotificationKind } from './notification-kind.js';
import { timesSlower, type RunPace } from './pace.js';

/** An event with what is known of what it is about. */
export interface EventInContext {
  readonly event: Pick<EventContent, 'type' | 'data'> & { readonly at: string };
  readonly about: News['about'];
  /** Of its job, before it. */
  readonly conditions: Conditions;
  /** Of its run. */
  readonly errors: ToldErrors | null;
  /** Runs of the job of the same mode that were completed in the week before. */
  readonly paces: readonly RunPace[];
}

export interface NewsOfEvent {
  readonly news: readonly News[];
  readonly conditions: Conditions;
}

type Reading = (context: EventInContext) => NewsOfEvent;

/** Of which events people are told, and as what. */
const READINGS: Readonly<Partial<Record<EventType, Reading>>> = {
  'sync.completed': ofSuccess,
  'sync.failed': ofFailure,
  'sync.timed_out': ofFailure,
  'approval.needed': ofQuestion,
  'conflict.opened': (context) =>
    justTold(
      context,
      'conflict_waiting',
      textOf(context, 'conflictId', (conflictId) => ({ conflictId })),
    ),
  'connection.needs_attention': (context) => justTold(context, 'connection_needs_attention', {}),
};

export const TOLD_EVENTS = Object.keys(READINGS) as readonly EventType[];

/** Fewer records say nothing of a rate. */
const LEAST_PROCESSED = 20;
const HIGH_ERROR_RATE = 0.1;

/** What people are told of an event. A run that is going to be tried again by itself is no news. */
export function newsOfEvent(context: EventInContext): NewsOfEvent {
  return READINGS[context.event.type]?.(context) ?? { news: [], conditions: context.conditions };
}

function ofFailure(context: EventInContext): NewsOfEvent {
  const { data, at } = context.event;
  if (typeof data['nextAttemptAt'] === 'string') return { news: [], conditions: context.conditions };
  const { after } = settle(context.conditions, failingIn(data), { holds: true, at });
  return { news: [newsOf(context, 'failed', factsOfRun(context))], conditions: after };
}

function ofSuccess(context: EventInContext): NewsOfEvent {
  const { data, at } = context.event;
  const facts = factsOfRun(context);
  const news = [
    newsOf(context, data['status'] === 'completed' ? 'completed' : 'completed_with_errors', facts),
  ];
  const failing = settle(context.conditions, failingIn(data), { holds: false, at });
  if (failing.endedSince !== null)
    news.push(newsOf(context, 'recovered', { ...facts, since: failing.endedSince }));
  const rate = settle(failing.after, 'error_rate', { holds: hasHighErrorRate(data), at });
  if (rate.began) news.push(newsOf(context, 'high_error_rate', facts));
  if (data['lane'] !== 'bulk') return { news, conditions: rate.after };
  // A success within its target is looked for anew from now on.
  const { after: fresh } = settle(rate.after, 'stale', { holds: false, at });
  const slower = timesSlower(paceOf(data), context.paces);
  const pace = settle(fresh, 'degraded', { holds: slower !== null, at });
  if (pace.began && slower !== null)
    news.push(newsOf(context, 'degradation', { ...facts, timesSlower: slower }));
  return { news, conditions: pace.after };
}

function ofQuestion(context: EventInContext): NewsOfEvent {
  const { data } = context.event;
  const what = data['what'] === 'plan' ? 'plan' : 'inactivation';
  const candidates = data['candidates'];
  const approval = { what, ...(typeof candidates === 'number' && { candidates }) } as const;
  return justTold(context, 'approval_needed', { ...factsOfRun(context), approval });
}

function justTold(context: EventInContext, kind: NotificationKind, facts: NewsFacts): NewsOfEvent {
  return { news: [newsOf(context, kind, facts)], conditions: context.conditions };
}

function newsOf({ event, about }: EventInContext, kind: NotificationKind, facts: NewsFacts): News {
  return { kind, at: event.at, about, facts };
}

/** Runs of all records and runs of few fail for themselves: one of few that succeeds proves nothing of the others. */
function failingIn({ lane }: JsonObject): 'failing_bulk' | 'failing_single' {
  return lane === 'bulk' ? 'failing_bulk' : 'failing_single';
}

function hasHighErrorRate(data: JsonObject): boolean {
  const processed = numberOf(data['processed']);
  return processed >= LEAST_PROCESSED && numberOf(data['failed']) / processed >= HIGH_ERROR_RATE;
}

function paceOf(data: JsonObject): RunPace {
  return { durationMs: numberOf(data['durationMs']), fetched: numberOf(data['fetched']) };
}

function factsOfRun(context: EventInContext): NewsFacts {
  const { data } = context.event;
  const { reason } = data;
  const code = isJsonObject(reason) ? reason['code'] : null;
  return {
    ...textOf(context, 'executionId', (id) => ({ executionId: id })),
    ...textOf(context, 'mode', (mode) => ({ mode })),
    ...textOf(context, 'status', (status) => ({ status })),
    ...(typeof data['durationMs'] === 'number' && { durationMs: data['durationMs'] }),
    ...(typeof data['fetched'] === 'number' && { counts: countsOf(data) }),
    ...(typeof code === 'string' && { code }),
    ...(context.errors !== null && { errors: context.errors }),
  };
}

function countsOf(data: JsonObject): NonNullable<NewsFacts['counts']> {
  const [fetched, created, updated] = [data['fetched'], data['created'], data['updated']].map(numberOf);
  return {
    ...{ fetched: fetched ?? 0, created: created ?? 0, updated: updated ?? 0 },
    failed: numberOf(data['failed']),
  };
}

function textOf({ event }: EventInContext, name: string, factsOf: (text: string) => NewsFacts): NewsFacts {
  const value = event.data[name];
  return typeof value === 'string' ? factsOf(value) : {};
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}
