import type { JobView } from '@evenkeel/contracts-admin';
import type { NextStarts } from './next-starts.js';
import { managedField } from './managed.js';
import { renderFields } from './table.js';
import { countText, spanText, timeText } from './text.js';

export function describeSchedule({
  schedule,
  webhook,
  event,
  listen,
}: Pick<JobView, 'schedule' | 'webhook' | 'event' | 'listen'>): string {
  return [
    schedule === null ? 'on demand' : timesText(schedule),
    ...(webhook ? ['webhook'] : []),
    ...(event ? ['event'] : []),
    ...(listen === null ? [] : [`topic ${listen.topic}`]),
  ].join(', ');
}

function timesText(schedule: NonNullable<JobView['schedule']>): string {
  const times =
    schedule.kind === 'cron'
      ? `${schedule.expression} ${schedule.timeZone}`
      : `every ${schedule.everySeconds} s${schedule.anchor === undefined ? '' : ` from ${schedule.anchor}`}`;
  return schedule.paused === true ? `${times}, paused` : times;
}

type JobField = readonly [string, string];

/** All that a job says, and how it went. */
export function describeJob(job: JobView, runs?: NextStarts): readonly string[] {
  const removed: readonly JobField[] = job.removedAt === null ? [] : [['removed', timeText(job.removedAt)]];
  return renderFields([
    ['job', job.name],
    ['id', `${job.id}, revision ${job.revision}`],
    ...managedField(job),
    ...removed,
    ...routeFields(job),
    ['runs', describeSchedule(job)],
    ...scheduleFields(job, runs),
    ...(job.skippedSlot === null
      ? []
      : [['skipped', `${timeText(job.skippedSlot.dueAt)}: ${job.skippedSlot.reason}`] as const]),
    ['last run', job.lastStatus === null ? '-' : `${timeText(job.lastRunAt)} ${job.lastStatus}`],
    ['last success', timeText(job.lastSuccessAt)],
    ...(job.direction !== 'outbound' ? fullRunFields(job) : []),
    ...selectionFields(job),
    ...paceFields(job),
  ]);
}

function scheduleFields({ schedule, nextRunAt }: JobView, runs: NextStarts | undefined): readonly JobField[] {
  const planned = nextRunAt === null ? [] : (runs?.items ?? []);
  const zone = runs?.timeZone ?? 'UTC';
  const next: readonly JobField[] =
    planned.length === 0
      ? [['next run', timeText(nextRunAt)]]
      : planned.map(({ startsAt, localTime }, nth) => [
          nth === 0 ? 'next runs' : '',
          zone === 'UTC' ? timeText(startsAt) : `${timeText(startsAt)}, ${localTime} in ${zone}`,
        ]);
  const blackouts = schedule?.blackouts ?? [];
  return [
    ...next,
    ...(runs?.notes ?? []).map((note): JobField => ['', note]),
    ...blackouts.map((each, nth): JobField => [nth === 0 ? 'not within' : '', blackoutText(each)]),
  ];
}

type Blackout = NonNullable<NonNullable<JobView['schedule']>['blackouts']>[number];

/** As the command line takes it. */
function blackoutText({ from, to, days, timeZone }: Blackout): string {
  return `${days === undefined ? '' : `${days.join(',')} `}${from}-${to} ${timeZone}`;
}

/** From where to where it takes records. */
function routeFields({
  direction,
  stream,
  connection,
  mode,
  recordType,
  writePolicy,
  ...job
}: JobView): JobField[] {
  const provider = `${stream} of ${connection.name}`;
  if (direction === 'inbound')
    return [
      ['reads', `${provider}, ${mode}`],
      ['into', `${recordType}, ${writePolicy}`],
    ];
  if (direction === 'bidirectional')
    return [
      ['in step', `${provider} and ${recordType}, ${mode}`],
      ['conflicts', describePolicy(job.conflictPolicy)],
      ...pairedBy(job),
      ...notHere(job),
    ];
  return [['pushes', `${recordType}, ${mode}`], ['into', `${provider}, ${writePolicy}`], ...notHere(job)];
}

function notHere({ deletePolicy }: Pick<JobView, 'deletePolicy'>): readonly JobField[] {
  return [['not here', NOT_HERE[deletePolicy]]];
}

const NOT_HERE = {
  ignore: 'left at the provider',
  delete: 'deleted at the provider',
  deactivate: 'put out of use at the provider',
} as const satisfies Record<JobView['deletePolicy'], string>;

function pairedBy({ pairBy }: Pick<JobView, 'pairBy'>): readonly JobField[] {
  return pairBy.length === 0 ? [] : [['one by', pairBy.join(' and ')]];
}

function describePolicy(policy: JobView['conflictPolicy']): string {
  return policy === null ? 'the newest change wins' : JSON.stringify(policy);
}

/** When deletions were looked for, and when they are next. */
function fullRunFields({ mode, fullRuns }: Pick<JobView, 'mode' | 'fullRuns'>): readonly JobField[] {
  const { deletionsLookedForAt, everySeconds, nextDueAt, note } = fullRuns;
  const looked: JobField = [
    'deletions',
    deletionsLookedForAt === null ? 'not looked for yet' : `looked for at ${timeText(deletionsLookedForAt)}`,
  ];
  if (mode === 'full') return [looked];
  const planned = everySeconds === null ? 'never by itself' : `every ${spanText(everySeconds)}`;
  const due = nextDueAt === null ? '' : `, due at ${timeText(nextDueAt)}`;
  return [looked, ['full run', planned + due], ...(note === null ? [] : [['', note] as const])];
}

function selectionFields(job: JobView): readonly JobField[] {
  const { filter, fields, mapping, schemaPolicy, dependsOn, requiresApproval, deleteCeiling } = job;
  return [
    ...(filter === null ? [] : [['filter', JSON.stringify(filter)] as const]),
    ...(fields.length === 0 ? [] : [['fields', fields.join(', ')] as const]),
    [
      'mapping',
      mapping.length === 0
        ? 'none: the record is kept as it is'
        : `${mapping.length} ${mapping.length === 1 ? 'rule' : 'rules'}`,
    ],
    ...job.derive.map((rule, nth) => [nth === 0 ? 'derives' : '', describeDeriveRule(rule)] as const),
    ...job.links.map((rule, nth) => [nth === 0 ? 'links' : '', describeLinkRule(rule)] as const),
    ...(dependsOn.length === 0
      ? []
      : [['depends on', dependsOn.map(({ name }) => name).join(', ')] as const]),
    ...(schemaPolicy === 'evolve' ? [] : [['new shapes', schemaPolicy] as const]),
    ...(requiresApproval ? [['approval', 'each run waits for it'] as const] : []),
    ...contractFields(job),
    [
      'delete ceiling',
      `the larger of ${deleteCeiling.percent} % and ${countText(deleteCeiling.records)} records`,
    ],
  ];
}

function describeDeriveRule({ name, at, each, key, shared, recordType, when }: JobView['derive'][number]) {
  const found = each === undefined ? `${recordType} at ${at ?? '$'}` : `a ${recordType} for each of ${each}`;
  const known = key === undefined ? '' : `, by ${key}${shared === true ? ', shared' : ''}`;
  return `${name}: ${found}${known}${when === undefined ? '' : `, when ${JSON.stringify(when)}`}`;
}

function describeLinkRule({ name, at, stream, recordType, required }: JobView['links'][number]): string {
  return `${name}: ${recordType} of ${stream}, by ${at}${required === true ? ', waits for it' : ''}`;
}

function contractFields({ contract }: JobView): readonly JobField[] {
  const { minRecords, maxRecords, maxRejectedPercent } = contract;
  const limits = [
    ...(minRecords === null ? [] : [`at least ${countText(minRecords)} records in full`]),
    ...(maxRecords === null ? [] : [`at most ${countText(maxRecords)} records`]),
    ...(maxRejectedPercent === null ? [] : [`at most ${maxRejectedPercent} % rejected`]),
  ];
  return limits.length === 0 ? [] : [['contract', limits.join(', ')]];
}

function paceFields(job: JobView): readonly JobField[] {
  const { delayBetweenBatchesMs: delay, pageSize, retryOnFailure, maxRetries } = job;
  return [
    [
      'pace',
      `${job.priority} priority, ${job.path} path${delay === null ? '' : `, ${delay} ms between pages`}`,
    ],
    [
      'sizes',
      `${pageSize === null ? 'pages as the connector says' : `${countText(pageSize)} a page`}, ${countText(job.chunkSize)} a slice`,
    ],
    ['timeout', `${job.timeoutMinutes} min`],
    ...(job.freshnessTargetMinutes === null
      ? []
      : [['freshness target', `a success every ${job.freshnessTargetMinutes} min`] as const]),
    ...(job.recordEvents === 'off' ? [] : [['record events', `with ${job.recordEvents}`] as const]),
    ['retries', retryOnFailure ? `up to ${maxRetries}` : 'none'],
    ['dead letter', `after ${job.deadLetterAfter} executions`],
    ['while one runs', job.overlapPolicy.replaceAll('_', ' ')],
    ['missed times', job.misfirePolicy.replaceAll('_', ' ')],
    ...(job.direction === 'outbound'
      ? []
      : [['reads again', `${spanText(job.overlapSeconds)} before the last change`] as const]),
  ];
}
