import {
  printable,
  type RecordEventView,
  type RecordPageView,
  type RecordView,
} from '@evenkeel/contracts-admin';
import { fieldLine } from './field-change.js';
import { renderFields } from './table.js';
import { timeText } from './text.js';

/** A record, where it came from, why its newest state is not here, and what happened to it. */
export function describeRecordPage(record: RecordPageView): readonly string[] {
  return [
    ...renderFields([
      ['record', record.id],
      ['type', record.recordType],
      ['version', String(record.version)],
      ['created', timeText(record.createdAt)],
      ['updated', timeText(record.updatedAt)],
      ...(record.inactiveAt === null ? [] : [['inactive', `since ${timeText(record.inactiveAt)}`] as const]),
      ...record.references.map((reference) => ['known as', describeReference(reference)] as const),
      ...record.links.from.map((link) => ['links to', describeLink(link)] as const),
      ...record.links.to.map(
        (link) => [link.isDerived ? 'derived from' : 'linked from', describeLink(link)] as const,
      ),
    ]),
    ...JSON.stringify(record.data, null, 2).split('\n').map(printable),
    ...record.conflicts.flatMap(describeOpenConflict),
    ...record.failures.flatMap(describeOpenFailure),
    ...record.writtenBetween.flatMap(describeWrittenBetween),
    'what happened, the newest first',
    ...record.events.flatMap(describeEvent),
  ];
}

function describeLink(link: RecordPageView['links']['from'][number]): string {
  const { name, recordType, recordId } = link;
  const id = recordId === null ? 'not here yet' : `record ${recordId}`;
  return `${printable(`${name}: ${recordType}`)} ${nameReference(link)} (${id})`;
}

function describeReference(reference: RecordView['references'][number]): string {
  const { observedAt, inactiveAt, inactiveCause, inactiveBy, rule, syncStatus } = reference;
  const known = `${nameReference(reference)}${rule === null ? '' : `, rule ${printable(rule)}`}`;
  if (syncStatus !== null && inactiveAt === null)
    return `${known}, written ${timeText(observedAt)}: ${syncStatus.replace('_', ' ')}`;
  return inactiveAt === null
    ? `${known}, read ${timeText(observedAt)}`
    : `${known}, gone (${inactiveCause ?? 'unknown'}), found by execution ${inactiveBy ?? '-'}`;
}

function nameReference({
  connection,
  stream,
  externalId,
}: NonNullable<RecordEventView['reference']>): string {
  return printable(`${externalId} in ${connection}/${stream}`);
}

function describeOpenFailure({ id, job, state, problem }: RecordPageView['failures'][number]): string[] {
  return [
    `not up to date: job ${job.name} cannot apply its newest state (${state}): ${printable(problem.message)}`,
    `  evenkeel dlq show ${id}`,
  ];
}

function describeWrittenBetween({
  pushId,
  job,
  fields,
  at,
}: RecordPageView['writtenBetween'][number]): string[] {
  const when = at === null ? '' : ` at ${timeText(at)}`;
  return [
    `perhaps overwritten: while job ${job.name} wrote it${when}, another writer changed ${printable(fields.join(', '))} at the provider`,
    `  evenkeel pushes show ${pushId}`,
  ];
}

function describeOpenConflict({ id, job, paths }: RecordPageView['conflicts'][number]): string[] {
  const what = paths[0] === '$' ? 'the record' : paths.join(', ');
  return [
    `waits for a decision: job ${job.name} found ${printable(what)} changed on both sides`,
    `  evenkeel conflicts show ${id}`,
  ];
}

function describeEvent({ kind, at, version, fields, ...event }: RecordEventView): string[] {
  const what = version === null ? kind : `${kind}, version ${version}`;
  const by = [
    event.detail === null ? '' : `: ${printable(event.detail)}`,
    event.reference === null ? '' : `, read as ${nameReference(event.reference)}`,
    event.job === null ? '' : `, job ${event.job.name}${revisionText(event.job.revision)}`,
    event.executionId === null ? '' : `, execution ${event.executionId}`,
  ];
  return [
    `  ${timeText(at)}  ${what}${by.join('')}`,
    ...fields.map((field) => printable(`  ${' '.repeat(timeText(at).length)}${fieldLine(field)}`)),
  ];
}

function revisionText(revision: number | null): string {
  return revision === null ? '' : ` (revision ${revision})`;
}
