import { hasEnded, hasSucceeded } from '../execution/status.js';
import { endOfBlackouts } from '../schedule/blackout.js';
import { INACTIVATION_APPROVAL_CAUSE_TABLE } from '../inactivation/inactivation-approval.js';
import { nextDueAt } from '../schedule/due-slots.js';
import { CONCERN_KINDS, type Concern, type FoundConcern } from './concern.js';
import type {
  ConcernFacts,
  ConnectionOutlook,
  DeadExecutions,
  EngineOutlook,
  JobOutlook,
} from './concern-facts.js';
import { concernsOfDeliveries } from './concerns-of-deliveries.js';
import { concernsOfDedupe } from './concerns-of-dedupe.js';
import { concernsOfTopics } from './concerns-of-topics.js';
import { concernOfOutbox, concernsOfDatabase, concernsOfSigns } from './concerns-of-database.js';
import { concernsOfStorage } from './concerns-of-storage.js';
import type { DatabaseSigns } from './database-outlook.js';

/** Shorter pauses are the ordinary spacing of calls. */
const PAUSE_WORTH_TELLING_MS = 60_000;
/** A job is not stale before, where its slots follow each other quickly. */
const LEAST_STALE_MS = 5 * 60_000;
/** The last moment that a date can name. */
const NEVER = new Date(8.64e15);

/** The engine, and what the process knows of its database without asking it. */
type Outlook = EngineOutlook & { readonly signs: DatabaseSigns };

/** What asks for a person, the most pressing kind first and within it the oldest. */
export function decideConcerns(engine: Outlook, facts: ConcernFacts, now: Date): readonly Concern[] {
  const ofConnections = facts.connections.flatMap((connection) => aboutConnection(connection, now));
  // What keeps a connection keeps its jobs: it is told once.
  const kept = new Set(ofConnections.map(({ about }) => about));
  const found = [
    ...aboutEngine(engine),
    ...concernsOfDatabase(engine.database, now),
    ...concernsOfStorage(engine.storage),
    ...concernsOfSigns(engine.signs),
    // Where the bus is away that is why they wait.
    ...(engine.busAwaySince === null ? concernOfOutbox(engine.database, now) : []),
    ...ofConnections,
    ...concernsOfDeliveries(facts, now),
    ...aboutChannels(facts),
    ...concernsOfTopics(facts),
    ...aboutDecisions(facts),
    ...concernsOfDedupe(facts),
    ...facts.jobs.flatMap((job) => aboutJob(job, { isKept: kept.has(job.connection), now })),
    ...aboutDead(facts),
  ];
  return found.map((concern) => ({ count: 1, ...concern })).sort(byUrgency);
}

function byUrgency(one: Concern, other: Concern): number {
  const kinds = CONCERN_KINDS.indexOf(one.kind) - CONCERN_KINDS.indexOf(other.kind);
  return kinds || Number(one.since) - Number(other.since);
}

function aboutEngine({ control, busAwaySince, stuckMessages }: EngineOutlook): FoundConcern[] {
  const found: FoundConcern[] = [];
  const whole = { about: null, id: null };
  if (busAwaySince !== null) {
    const message = 'The message bus takes no messages; runs wait until it does';
    found.push({ kind: 'bus_away', ...whole, since: busAwaySince, message });
  }
  if (stuckMessages > 0) {
    const message = 'No handler could take these messages; they are kept in the table stuck_message';
    found.push({ kind: 'messages_stuck', ...whole, count: stuckMessages, since: null, message });
  }
  if (control.state !== 'running') {
    const message = `The engine is ${control.state} by ${control.actor}`;
    found.push({ kind: 'engine_held', ...whole, since: control.changedAt, message });
  }
  return found;
}

function aboutConnection(connection: ConnectionOutlook, now: Date): FoundConcern[] {
  const found: FoundConcern[] = [];
  const ofIt = { about: connection.name, id: null };
  const { status, statusReason, control, heldBy, heldSince, pausedUntil } = connection;
  if (status === 'needs_attention') {
    const message = statusReason ?? 'Its credentials are refused';
    found.push({ kind: 'connection_needs_attention', ...ofIt, since: null, message });
  }
  if (control !== 'running') {
    const message = `It is ${control} by ${heldBy}`;
    found.push({ kind: 'connection_held', ...ofIt, since: heldSince, message });
  }
  if (pausedUntil !== null && pausedUntil.getTime() - now.getTime() > PAUSE_WORTH_TELLING_MS) {
    const message = connection.pausedFor ?? `It is not called before ${pausedUntil.toISOString()}`;
    found.push({ kind: 'provider_paused', ...ofIt, since: null, message });
  }
  if (connection.isBreakerOpen) {
    const message = 'Its provider fails so often that it is left alone for a while';
    found.push({ kind: 'provider_failing', ...ofIt, since: null, message });
  }
  return found;
}

function aboutChannels({ failingChannels }: ConcernFacts): FoundConcern[] {
  return failingChannels.map(({ channel, count, since, why }) => {
    const message = `Notifications do not reach their channel: ${why}`;
    return { kind: 'channel_failing', about: channel, id: null, count, since, message };
  });
}

function aboutDecisions(facts: ConcernFacts): FoundConcern[] {
  const { approvals, plans, matches, pushes, conflicts, quarantined, models } = facts;
  return [
    ...approvals.map(({ id, job, cause, candidates, requestedAt }): FoundConcern => {
      const message = WOULD_BE_GONE[INACTIVATION_APPROVAL_CAUSE_TABLE[cause].side];
      return { kind: 'approval_waiting', about: job, id, count: candidates, since: requestedAt, message };
    }),
    ...plans.map(({ executionId, job, madeAt, expiresAt }): FoundConcern => {
      const message = `A plan waits to be approved until ${expiresAt.toISOString()}`;
      return { kind: 'plan_waiting', about: job, id: executionId, since: madeAt, message };
    }),
    ...pushes.map(({ job, count, since }): FoundConcern => {
      const message = 'Whether the provider took these writes cannot be found out: a person says';
      return { kind: 'pushes_uncertain', about: job, id: null, count, since, message };
    }),
    ...quarantined.map(({ job, count, since }): FoundConcern => {
      const message =
        'These records go back and forth between two values, and are left alone until a person releases them';
      return { kind: 'records_quarantined', about: job, id: null, count, since, message };
    }),
    ...models.map(({ model, count, since, why }): FoundConcern => {
      const message = `The model gives no answers, and its conflicts go to people: ${why}`;
      return { kind: 'model_failing', about: model, id: null, count, since, message };
    }),
    ...conflicts.map(({ job, count, since }): FoundConcern => {
      const message =
        'Both sides changed these records, and a person decides: until then each side keeps its own';
      return { kind: 'conflicts_open', about: job, id: null, count, since, message };
    }),
    ...matches.map(({ recordType, count, since }): FoundConcern => {
      const message = 'Records of this type may be one: a person decides';
      return { kind: 'matches_waiting', about: recordType, id: null, count, since, message };
    }),
  ];
}

const WOULD_BE_GONE = {
  here: 'These records would become inactive, more than may without asking',
  there: 'These records would be deleted at the provider, more than may without asking',
} as const;

function aboutJob(job: JobOutlook, how: { isKept: boolean; now: Date }): FoundConcern[] {
  const paused: FoundConcern = {
    ...{ kind: 'schedule_paused', about: job.name, id: null, since: null },
    message: 'Its schedule is paused: it runs on demand only',
  };
  return [...(job.schedule?.paused === true ? [paused] : []), ...aboutRuns(job, how)];
}

function aboutRuns(job: JobOutlook, { isKept, now }: { isKept: boolean; now: Date }): FoundConcern[] {
  const { name, latest } = job;
  if (latest !== null && hasEnded(latest.status) && !hasSucceeded(latest.status)) {
    // A person who cancelled a run knows.
    if (latest.status === 'cancelled') return [];
    if (latest.reason?.kind === 'schema_changed') return [aboutShape(job, latest)];
    const then = latest.nextAttemptAt && `; it is tried again at ${latest.nextAttemptAt.toISOString()}`;
    const message = `${latest.reason?.message ?? `Its last run ended ${latest.status}`}${then ?? ''}`;
    return [{ kind: 'job_failing', about: name, id: latest.id, since: latest.finishedAt, message }];
  }
  if (isKept || !isStale(job, now)) return [];
  const last = job.succeededAt;
  const message = last === null ? 'It has never succeeded' : `It last succeeded at ${last.toISOString()}`;
  return [{ kind: 'job_stale', about: name, id: latest?.id ?? null, since: last ?? job.createdAt, message }];
}

/** A person accepts what the stream of the job has become. */
function aboutShape(
  { name, connection, stream }: JobOutlook,
  { id, finishedAt, reason }: NonNullable<JobOutlook['latest']>,
): FoundConcern {
  const message = `Job ${name} has stopped: ${reason?.message}`;
  return { kind: 'schema_changed', about: connection, stream, id, since: finishedAt, message };
}

/** Whether its last success is longer ago than it may be; where that is not said, whether two slots have passed since: one may be late, or wait for its turn. */
function isStale(job: JobOutlook, now: Date): boolean {
  const { schedule, succeededAt, createdAt, freshnessTargetMinutes } = job;
  const since = succeededAt ?? createdAt;
  if (freshnessTargetMinutes !== null)
    return now.getTime() - since.getTime() > freshnessTargetMinutes * 60_000;
  if (schedule === null || schedule.paused === true) return false;
  const second = nextDueAt(schedule, nextDueAt(schedule, since) ?? now) ?? NEVER;
  const { blackouts, jitterSeconds = 0 } = schedule;
  const begun = endOfBlackouts(
    blackouts,
    new Date(Math.min(second.getTime() + jitterSeconds * 1000, NEVER.getTime())),
  );
  return begun !== null && begun <= now && now.getTime() - since.getTime() >= LEAST_STALE_MS;
}

function aboutDead({ jobs, deadExecutions, deadRecords }: ConcernFacts): FoundConcern[] {
  // The one that ended last is told as the job that fails.
  const told = new Set(jobs.map(({ latest }) => latest?.id));
  const isOlder = ({ id, count }: DeadExecutions) => count > 1 || !told.has(id);
  return [
    ...deadExecutions.filter(isOlder).map(({ job, count, id, finishedAt }): FoundConcern => {
      const message = 'Runs that failed as often as their job allows, and are not tried again';
      return { kind: 'execution_dead', about: job, id, count, since: finishedAt, message };
    }),
    ...deadRecords.map(({ job, count, example, since }): FoundConcern => {
      return { kind: 'records_dead', about: job, id: null, count, since, message: example };
    }),
  ];
}
