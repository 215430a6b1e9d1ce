import {
  RECORD_STATES,
  type RecordPageView,
  type RecordQuery,
  type RecordView,
} from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { describeFieldHistory } from '../show/field-history.js';
import { describeRecordPage } from '../show/record-page.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addEditCommands } from './edit-records.js';
import { addEraseCommands } from './erase-records.js';
import { findRecord } from './find-record.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

interface RecordFilterOptions {
  readonly externalId?: string;
  readonly state?: RecordQuery['state'];
}

type ShowOptions = ListOptions & { readonly history?: string };

export function addRecordCommands(program: Command, surroundings: CliSurroundings): void {
  const records = program
    .command('records')
    .summary('See and edit records')
    .description('See the records that were synced, and edit them');
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
  addListOptions(
    records.command('show').description('Show a record, where it came from and what happened to it'),
  )
    .option('--history <field>', 'list the values that a field had and what made it so, the newest first')
    .argument('<id>', 'id of the record, or its type before an external id')
    .argument('[external-id]', 'by which a provider knows it')
    .action(action(surroundings, showRecord));
  addEditCommands(records, surroundings);
  addEraseCommands(records, surroundings);
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

/** One word: its id. Two: its type, and an id by which a provider knows it. */
async function showRecord(
  context: CommandContext,
  word: string,
  externalId: string | undefined,
  { history, limit, cursor }: ShowOptions,
): Promise<void> {
  const id = externalId === undefined ? word : await findRecord(context, word, externalId);
  if (history !== undefined) {
    const values = await context.api.call('listFieldValues', { record: id, field: history, limit, cursor });
    show(context, values, ({ items, next }) => [
      ...describeFieldHistory({ record: id, field: history }, items),
      ...moreLine(next),
    ]);
    return;
  }
  const page = await follow(context, id);
  show(context, page, () => [...mergedLine(id, page), ...describeRecordPage(page)]);
}

/** A record that was merged is shown as what it became. */
async function follow(context: CommandContext, id: string): Promise<RecordPageView> {
  let record = await context.api.call('showRecord', { record: id });
  while (record.mergedInto !== null) {
    record = await context.api.call('showRecord', { record: record.mergedInto });
  }
  return record;
}

function mergedLine(id: string, record: RecordPageView): readonly string[] {
  return record.id === id
    ? []
    : [`Record ${id} was merged into record ${record.id}: evenkeel matches merges --record ${id}`];
}
