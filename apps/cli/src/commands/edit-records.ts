import { type CallOf, type RecordView } from '@evenkeel/contracts-admin';
import { InvalidArgumentError, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { readJsonObject } from '../read-json.js';
import { readField, type FieldValue } from './read-field.js';

interface IfVersion {
  readonly ifVersion?: number;
}

interface EditOptions extends IfVersion {
  readonly unset?: readonly string[];
  readonly restore?: boolean;
}

interface CreateOptions {
  readonly data?: string;
}

const FIELDS =
  'what is to be there: `name=Ada` is text, `age:=7` is JSON; `address.city=Ulm` leads into an object';
const ID = 'id of the record, or the one by which a provider knows it';

export function addEditCommands(records: Command, surroundings: CliSurroundings): void {
  const type = ['<type>', 'the record type'] as const;
  records
    .command('set')
    .description('Change fields of a record, or restore one that was deleted')
    .argument(...type)
    .argument('<id>', ID)
    .argument('[fields...]', FIELDS)
    .option('--unset <fields...>', 'fields that are to go')
    .option('--restore', 'have it here again')
    .option('--if-version <version>', 'only if the record is at this version', readVersion)
    .action(action(surroundings, setRecord));
  records
    .command('create')
    .description('Add a record')
    .argument(...type)
    .argument('[fields...]', FIELDS)
    .option('--data <json>', 'the record as JSON, a file that holds it, or - for stdin')
    .action(action(surroundings, createRecord));
  records
    .command('delete')
    .description('Delete a record; it is kept as an inactive one')
    .argument(...type)
    .argument('<id>', ID)
    .option('--if-version <version>', 'only if the record is at this version', readVersion)
    .action(action(surroundings, deleteRecord));
}

function readVersion(text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number, as `evenkeel records show` tells it.');
}

async function setRecord(
  context: CommandContext,
  ...[type, id, fields, { unset = [], restore, ifVersion }]: [string, string, readonly string[], EditOptions]
): Promise<void> {
  const record = await locate(context, type, id);
  const edit = { record, set: readFields(fields), unset: [...unset], ...(restore ? { active: true } : {}) };
  show(context, await context.api.call('changeRecord', edit, { revision: ifVersion }), describeEdited);
}

async function createRecord(
  context: CommandContext,
  type: string,
  fields: readonly string[],
  { data }: CreateOptions,
): Promise<void> {
  const given =
    data === undefined
      ? {}
      : await readJsonObject<NonNullable<CallOf<'createRecord'>['data']>>('--data', data, context.terminal);
  const created = await context.api.call('createRecord', { type, data: given, set: readFields(fields) });
  show(context, created, ({ id }) => [`Created: record ${id}`]);
}

async function deleteRecord(
  context: CommandContext,
  type: string,
  id: string,
  { ifVersion }: IfVersion,
): Promise<void> {
  const record = await locate(context, type, id);
  const deleted = await context.api.call('deleteRecord', { record }, { revision: ifVersion });
  show(context, deleted, () => [
    `Deleted: record ${record}`,
    `  it is kept as an inactive one; to have it back: evenkeel records set ${type} ${record} --restore`,
  ]);
}

function describeEdited({ id, version, inactiveAt }: RecordView): readonly string[] {
  return [`Changed: record ${id}, version ${version}${inactiveAt === null ? '' : ' (inactive)'}`];
}

/** `name=Ada` is text, `age:=7` is JSON. */
function readFields(fields: readonly string[]): Readonly<Record<string, FieldValue>> {
  return Object.fromEntries(fields.map(readField));
}

/** By an id of ours or of a provider, within one type. Where both mean something else it is asked back. */
async function locate(context: CommandContext, type: string, id: string): Promise<string> {
  const { items } = await context.api.call('listRecords', { type, externalId: id });
  const found = new Set(items.map((record) => record.id));
  if (/^[1-9][0-9]{0,17}$/.test(id)) {
    const record = await context.api.call('showRecord', { record: id }).catch(() => undefined);
    if (record?.recordType === type) found.add(record.id);
  }
  const [one, ...others] = found;
  if (one === undefined)
    throw new UsageFailure(
      `There is no record of type ${type} with the id ${id}`,
      `\`evenkeel records list ${type}\` lists those there are.`,
    );
  if (others.length > 0)
    throw new UsageFailure(
      `${found.size} records of type ${type} are meant by ${id}: ${[...found].join(', ')}`,
      'Give an id of ours that no provider uses for another record, or ask over HTTP: PATCH /api/v1/records/ID.',
    );
  return one;
}
