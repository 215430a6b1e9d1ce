import type { JobView } from '@evenkeel/contracts-admin';
import {
  nextStarts,
  type Connection,
  type Execution,
  type FullHistory,
  type Job,
  type MappingRule,
  type Schedule,
  type TopicListening,
} from '@evenkeel/domain';
import type { SkippedSlot } from '@evenkeel/ports';
import { fullRunsToView } from './full-runs-view.js';

/** All that is read to show one job. */
export interface JobFacts {
  readonly job: Job;
  readonly connection: Pick<Connection, 'id' | 'name' | 'status'>;
  /** Those that it depends on. */
  readonly needed: readonly Pick<Job, 'id' | 'name'>[];
  /** The newest execution. */
  readonly lastRun: Execution | undefined;
  /** The newest execution that completed without errors. */
  readonly lastSuccess: Execution | undefined;
  readonly skipped: SkippedSlot | undefined;
  readonly fullRuns: FullHistory;
  readonly managedBy: string | null;
  readonly now: Date;
}

export function jobToView({
  job,
  connection,
  needed,
  lastRun,
  lastSuccess,
  skipped,
  fullRuns,
  managedBy,
  now,
}: JobFacts): JobView {
  const { schedule, mapping, derive, links, fields, pairBy, listen, ...definition } = job.definition;
  return {
    id: job.id,
    name: job.name,
    connection: { id: connection.id, name: connection.name },
    revision: job.revision,
    ...definition,
    schedule: schedule && scheduleToView(schedule),
    listen: listen && listeningToView(listen),
    fields: [...fields],
    pairBy: [...pairBy],
    dependsOn: needed.map(({ id, name }) => ({ id, name })),
    mapping: mapping.map(ruleToView),
    derive: derive.map(({ mapping: rules, ...rule }) => ({
      ...rule,
      ...(rules && { mapping: rules.map(ruleToView) }),
    })),
    links: [...links],
    lastRun: lastRun === undefined ? null : lastRunToView(lastRun),
    lastRunAt: (lastRun?.startedAt ?? lastRun?.requestedAt)?.toISOString() ?? null,
    lastStatus: lastRun?.status ?? null,
    lastSuccessAt: lastSuccess?.finishedAt?.toISOString() ?? null,
    nextRunAt: nextRunAt(job, connection, now)?.toISOString() ?? null,
    fullRuns: fullRunsToView(job, fullRuns, now),
    skippedSlot:
      skipped === undefined ? null : { dueAt: skipped.dueAt.toISOString(), reason: skipped.reason },
    ...{ removedAt: job.removedAt?.toISOString() ?? null, managedBy },
  };
}

function scheduleToView({ blackouts, ...schedule }: Schedule): NonNullable<JobView['schedule']> {
  if (blackouts === undefined) return schedule;
  return {
    ...schedule,
    blackouts: blackouts.map(({ days, ...rest }) => ({ ...rest, ...(days && { days: [...days] }) })),
  };
}

function listeningToView({ idPath, kinds, ...listening }: TopicListening): NonNullable<JobView['listen']> {
  return {
    ...listening,
    idPath: idPath === null || typeof idPath === 'string' ? idPath : [...idPath],
    kinds: [...kinds],
  };
}

function ruleToView({ transforms, outTransforms, ...rule }: MappingRule): JobView['mapping'][number] {
  return {
    ...rule,
    ...(transforms && { transforms: [...transforms] }),
    ...(outTransforms && { outTransforms: [...outTransforms] }),
  };
}

/** While its connection needs attention its slots wait: there is no telling when. */
function nextRunAt(
  { id, definition: { schedule, misfirePolicy }, removedAt }: Job,
  { status }: JobFacts['connection'],
  now: Date,
): Date | null {
  if (schedule === null || removedAt !== undefined || status === 'needs_attention') return null;
  return nextStarts({ schedule, misfirePolicy }, id, { after: now, count: 1 })[0]?.startsAt ?? null;
}

function lastRunToView({ id, status, startedAt, finishedAt }: Execution): JobView['lastRun'] {
  return {
    executionId: id,
    status,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
