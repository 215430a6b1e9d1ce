import { RECORD_STATES, type RecordQuery, type RecordView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

interface RecordFilterOptions {
  readonly externalId?: string;
  readonly state?: RecordQuery['state'];
}

export function addRecordCommands(program: Command, surroundings: CliSurroundings): void {
  const records = program
    .command('records')
    .summary('See records')
    .description('See the records that were synced');
  addListOptions(records.command('list').description('List the records of a type'))
    .argument('<type>', 'the record type')
    .option('--external-id <id>', 'only those that a provider knows by this id')
    .addOption(
      new Option(
        '--state <state>',
        'default all: also those that are gone at their provider; merged: those that became part of another one',
      ).choices(RECORD_STATES),
    )
    .action(action(surroundings, listRecords));
  records
    .command('show')
    .description('Show a record and where it came from')
    .argument('<id>', 'id of the record')
    .action(action(surroundings, (context: CommandContext, id: string) => showRecord(context, id)));
}

const COLUMNS: readonly Column<RecordView>[] = [
  { title: 'id', value: ({ id }) => id, align: 'right' },
  {
    title: 'external id',
    value: ({ references }) => references.map(({ externalId }) => externalId).join(', '),
  },
  { title: 'version', value: ({ version }) => String(version), align: 'right' },
  { title: 'updated', value: ({ updatedAt }) => timeText(updatedAt) },
  { title: 'inactive', value: ({ inactiveAt }) => timeText(inactiveAt) },
  { title: 'data', value: ({ data }) => JSON.stringify(data), flexible: true },
];

async function listRecords(
  context: CommandContext,
  type: string,
  { limit, cursor, externalId, state }: ListOptions & RecordFilterOptions,
): Promise<void> {
  const records = await context.api.call('listRecords', { type, limit, cursor, externalId, state });
  show(context, records, ({ items, next }) =>
    items.length === 0
      ? [`No record of type ${type}${externalId === undefined ? '' : ` with the external id ${externalId}`}`]
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function showRecord(context: CommandContext, id: string): Promise<void> {
  const record = await follow(context, id);
  show(context, record, () => [
    ...(record.id === id
      ? []
      : [`Record ${id} was merged into record ${record.id}: evenkeel matches merges --record ${id}`]),
    ...renderFields([
      ['record', record.id],
      ['type', record.recordType],
      ['version', String(record.version)],
      ['created', timeText(record.createdAt)],
      ['updated', timeText(record.updatedAt)],
      ...(record.inactiveAt === null ? [] : [['inactive', `since ${timeText(record.inactiveAt)}`] as const]),
      ...record.references.map((reference) => ['known as', describeReference(reference)] as const),
    ]),
    ...JSON.stringify(record.data, null, 2).split('\n'),
  ]);
}

/** A record that was merged is shown as what it became. */
async function follow(context: CommandContext, id: string): Promise<RecordView> {
  let record = await context.api.call('showRecord', { record: id });
  // A chain of merges is as long as people and rules made it, and never comes back.
  while (record.mergedInto !== null) {
    record = await context.api.call('showRecord', { record: record.mergedInto });
  }
  return record;
}

function describeReference(reference: RecordView['references'][number]): string {
  const { connection, stream, externalId, observedAt, inactiveAt, inactiveCause, inactiveBy } = reference;
  const known = `${externalId} in ${connection}/${stream}`;
  return inactiveAt === null
    ? `${known}, read ${timeText(observedAt)}`
    : `${known}, gone (${inactiveCause ?? 'unknown'}), found by execution ${inactiveBy ?? '-'}`;
}
