import type { RecordTypeView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { readJson } from '../read-json.js';
import { managedColumn, managedField } from '../show/managed.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { addForceOption, forced, forcedText, type ForceOptions } from './force-option.js';
import { addListOptions, wholeNumber, type ListOptions } from './list-options.js';

interface RevisionOptions {
  readonly revision?: number;
}
type SetOptions = RevisionOptions &
  ForceOptions & {
    readonly schema?: string;
    readonly open?: boolean;
    /** False: `--no-match`. */
    readonly match?: string | false;
    /** False: none. */
    readonly sensitive?: string | false;
  };

const REVISION = ['--revision <n>', 'refuse if somebody has changed the type since this revision'] as const;

export function addRecordTypeCommands(program: Command, surroundings: CliSurroundings): void {
  const types = program
    .command('record-types')
    .summary('What records have to be like, and where SQL finds them')
    .description('Kinds of records: their schemas, and the SQL views that show them');
  addListOptions(types.command('list').description('List record types')).action(
    action(surroundings, listTypes),
  );
  types
    .command('show')
    .description('Show a record type: its schema, its jobs and the columns of its SQL view')
    .argument('<type>', 'name of the record type')
    .action(action(surroundings, showType));
  addForceOption(types.command('set'))
    .description('Say what records of a type have to be like; the next run goes by it')
    .argument('<type>', 'name of the record type; added where there is none')
    .option('--schema <file>', 'JSON Schema (draft 2020-12): a file, the JSON itself, or - for stdin')
    .option('--open', 'take the schema away: any object is a record of this type')
    .option('--match <file>', 'match rules by which records are recognised as one, read as --schema is')
    .option('--no-match', 'take the match rules away: each external id is a record of its own')
    .option(
      '--sensitive <paths>',
      'fields whose values are shown only where the record itself is, as email,contacts.*.phone',
    )
    .option('--no-sensitive', 'no field is sensitive')
    .option(...REVISION, wholeNumber)
    .action(action(surroundings, setType));
  addForceOption(types.command('remove'))
    .description('Remove a record type that no job brings; its records stay')
    .argument('<type>', 'name of the record type')
    .option(...REVISION, wholeNumber)
    .action(action(surroundings, removeType));
}

async function listTypes(context: CommandContext, query: ListOptions): Promise<void> {
  const types = await context.api.call('listRecordTypes', query);
  show(context, types, ({ items }) =>
    items.length === 0
      ? ['No record type yet: adding a job adds the one that it names']
      : renderTable([...COLUMNS, ...managedColumn(items)], items, context.terminal.columns),
  );
}

async function showType(context: CommandContext, name: string): Promise<void> {
  const type = await context.api.call('showRecordType', { recordType: name });
  show(context, type, describeType);
}

async function setType(context: CommandContext, name: string, options: SetOptions): Promise<void> {
  const { revision } = options;
  const wanted = { recordType: name, ...(await readChanges(context, options)) };
  if (Object.keys(wanted).length === 1)
    throw new UsageFailure(
      'Nothing is said of the type',
      'Give --schema FILE or --open, --match FILE or --no-match, --sensitive PATHS or --no-sensitive; what is left out stays.',
    );
  const set = await context.api.call('setRecordType', { ...wanted, ...forced(options) }, { revision });
  show(context, set, () => [
    `Record type ${set.name} is at revision ${set.revision}${set.schema === null ? ', and open' : ''}`,
    '  the next run goes by it; records that are here stay until a run reads them again',
    ...MATCHING[set.matching].set.map((line) => `  ${line}`),
    ...(set.view === null ? [] : [`  SQL finds its records in ${set.view.address}`, ...problemOf(set.view)]),
  ]);
}

/** What is left out stays as it is. */
async function readChanges(
  { terminal }: CommandContext,
  { schema: given, open, match, sensitive }: SetOptions,
): Promise<Partial<Pick<RecordTypeView, 'schema' | 'match' | 'sensitive'>>> {
  if (given !== undefined && open !== undefined)
    throw new UsageFailure(
      'Give either --schema or --open',
      'Give --schema FILE with a JSON Schema, or --open to take any object.',
    );
  const schema = given === undefined ? null : await readJson('--schema', given, terminal);
  return {
    ...((given !== undefined || open !== undefined) && { schema: schema as RecordTypeView['schema'] }),
    ...(match === false && { match: null }),
    ...(typeof match === 'string' && {
      match: (await readJson('--match', match, terminal)) as RecordTypeView['match'],
    }),
    ...(sensitive !== undefined && { sensitive: sensitive === false ? [] : sensitive.split(',') }),
  };
}

async function removeType(
  context: CommandContext,
  name: string,
  { revision, ...options }: RevisionOptions & ForceOptions,
): Promise<void> {
  const asked = { recordType: name, ...forcedText(options) };
  const removed = await context.api.call('removeRecordType', asked, { revision });
  show(context, removed, ({ view }) => [
    `Removed record type ${removed.name}; its records stay`,
    ...(view === 'kept' ? ['  its SQL view stays: other views depend on it, or it is being read'] : []),
  ]);
}

/** What is told of match rules where they were set, and where the type is shown. */
const MATCHING: Readonly<
  Record<RecordTypeView['matching'], { readonly set: readonly string[]; readonly shown: string }>
> = {
  none: { set: [], shown: 'none: each external id is a record of its own' },
  waiting: {
    set: ['new records are matched once the runs that began under other rules have ended'],
    shown: 'waiting: runs that began under other rules have not ended; new records are not matched yet',
  },
  making_keys: {
    set: ['new records are matched once everything stored has its keys: evenkeel record-types show tells'],
    shown: 'making keys of what is stored; new records are not matched yet',
  },
  on: { set: ['records are matched; of those stored before: evenkeel dedupe TYPE --preview'], shown: 'on' },
};

function describeType(type: RecordTypeView): readonly string[] {
  const { name, revision, schema, match, matching, sensitive, jobs, view } = type;
  return [
    ...renderFields([
      ['record type', name],
      ['revision', String(revision)],
      ['schema', schema === null ? 'none: any object is a record of this type' : 'see below'],
      ['matching', MATCHING[matching].shown],
      ...(sensitive.length === 0 ? [] : [['sensitive', sensitive.join(', ')] as const]),
      ['jobs', jobs.length === 0 ? 'none' : jobs.map((job) => job.name).join(', ')],
      ['SQL view', view === null ? 'not made yet' : view.address],
      ...managedField(type),
    ]),
    ...(view === null ? [] : describeView(view)),
    ...(schema === null ? [] : ['', ...JSON.stringify(schema, null, 2).split('\n')]),
    ...(match === null ? [] : ['', 'match rules', ...JSON.stringify(match, null, 2).split('\n')]),
  ];
}

type SqlView = NonNullable<RecordTypeView['view']>;

function describeView(view: SqlView): readonly string[] {
  const { columns, withoutColumn } = view;
  return [
    ...problemOf(view),
    ...(columns.length === 0 ? [] : ['', ...renderTable(VIEW_COLUMNS, columns)]),
    ...(withoutColumn.length === 0 ? [] : ['', `without a column, in data: ${withoutColumn.join(', ')}`]),
  ];
}

function problemOf({ problem }: SqlView): readonly string[] {
  return problem === null ? [] : [`  the view is not as it should be, and is tried again: ${problem}`];
}

const VIEW_COLUMNS: readonly Column<SqlView['columns'][number]>[] = [
  { title: 'column', value: ({ name }) => name },
  { title: 'type', value: ({ type }) => type },
  { title: 'property', value: ({ name, property }) => (name === property ? '' : property) },
];

const COLUMNS: readonly Column<RecordTypeView>[] = [
  { title: 'record type', value: ({ name }) => name, flexible: true },
  { title: 'revision', value: ({ revision }) => String(revision), align: 'right' },
  { title: 'schema', value: ({ schema }) => (schema === null ? 'open' : 'yes') },
  { title: 'jobs', value: ({ jobs }) => jobs.map((job) => job.name).join(', ') || '-', flexible: true },
  { title: 'SQL view', value: ({ view }) => view?.address ?? '-', flexible: true },
];
