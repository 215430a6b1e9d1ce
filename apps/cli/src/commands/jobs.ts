import { jobList, jobView, type AddJobRequest, type JobView } from '@evenkeel/contracts-http';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { readJson } from '../read-json.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, wholeNumber, type ListOptions } from './list-options.js';

interface AddOptions {
  readonly connection: string;
  readonly stream: string;
  readonly recordType: string;
  readonly mode?: JobView['mode'];
  readonly mapping?: string;
  readonly cron?: string;
  readonly timeZone: string;
  readonly every?: number;
  readonly pageSize?: number;
  readonly chunkSize?: number;
  readonly priority?: JobView['priority'];
  readonly path?: JobView['path'];
  readonly delay?: number;
  readonly timeout?: number;
  readonly overlap?: JobView['overlapPolicy'];
  readonly webhook?: boolean;
  readonly dependsOn?: readonly string[];
  readonly deadLetterAfter?: number;
  readonly deletePercent?: number;
  readonly deleteRecords?: number;
  readonly filter?: string;
  readonly fields?: readonly string[];
  readonly writePolicy?: JobView['writePolicy'];
  readonly requiresApproval?: boolean;
  readonly retry: boolean;
  readonly maxRetries?: number;
}

export function addJobCommands(program: Command, surroundings: CliSurroundings): void {
  const jobs = program
    .command('jobs')
    .summary('Add and list jobs')
    .description('A job says which stream of a connection fills which record type');
  const add = jobs
    .command('add')
    .description('Add a job')
    .argument('<name>', 'a name of your choice')
    .requiredOption('--connection <connection>', 'name or id of the connection')
    .requiredOption('--stream <stream>', 'what to read at the provider')
    .requiredOption('--record-type <type>', 'what its records are called here')
    .addOption(new Option('--mode <mode>', 'default incremental').choices(['full', 'incremental']))
    .option('--mapping <file|json>', 'mapping rules as a JSON list; without any the record is kept as it is')
    .addOption(new Option('--cron <expression>', 'when to run, in cron fields').conflicts('every'))
    .option('--time-zone <zone>', 'IANA time zone of --cron', 'UTC')
    .addOption(new Option('--every <seconds>', 'run again and again').argParser(wholeNumber))
    .addOption(new Option('--page-size <n>', 'records a page').argParser(wholeNumber))
    .addOption(new Option('--timeout <minutes>', 'default 60').argParser(wholeNumber))
    .addOption(
      new Option('--overlap <policy>', 'while a run is active: default queue_one').choices([
        'queue_one',
        'skip',
      ]),
    )
    .addOption(
      new Option('--dead-letter-after <executions>', 'how often a record may fail: default 3').argParser(
        wholeNumber,
      ),
    )
    .option('--depends-on <job...>', 'jobs whose latest run must have completed first')
    .option('--requires-approval', 'a run makes its plan and waits until somebody approves it')
    .option('--webhook', "take the deliveries of the connection's webhooks");
  addChoiceOptions(add);
  addPaceOptions(add).action(action(surroundings, addJob));
  addListOptions(jobs.command('list').description('List jobs')).action(action(surroundings, listJobs));
}

/** Which of the provider's records, what of them, and what may be done with them here. */
function addChoiceOptions(add: Command): Command {
  return add
    .option('--filter <file|json>', 'which records: {"field":"status","equals":"active"}; default all')
    .option('--fields <path...>', 'which fields of a record the mapping sees; default all')
    .addOption(
      new Option('--write-policy <policy>', 'what may be written: default upsert').choices([
        'upsert',
        'create_only',
        'update_only',
      ]),
    )
    .addOption(
      new Option(
        '--delete-percent <n>',
        'how many of the records a run may inactivate unasked: default 10',
      ).argParser(wholeNumber),
    )
    .addOption(new Option('--delete-records <n>', 'so many in any case: default 100').argParser(wholeNumber));
}

/** How a run is cut, and how hard it presses. */
function addPaceOptions(add: Command): Command {
  return add
    .addOption(
      new Option('--chunk-size <n>', 'records a slice, where a stream is cut: default 5000').argParser(
        wholeNumber,
      ),
    )
    .addOption(new Option('--priority <priority>', 'default medium').choices(['high', 'medium', 'low']))
    .addOption(
      new Option('--path <path>', 'how hard a run presses: default auto').choices([
        'auto',
        'primary',
        'enterprise',
      ]),
    )
    .option('--no-retry', 'a run that failed or timed out is not tried again by itself')
    .addOption(new Option('--max-retries <n>', 'how often it is: default 3').argParser(wholeNumber))
    .addOption(
      new Option('--delay <ms>', 'between the pages of a slice: 0 primary, 500 enterprise').argParser(
        wholeNumber,
      ),
    );
}

async function addJob(context: CommandContext, name: string, options: AddOptions): Promise<void> {
  const { connection, stream, recordType, mode, pageSize, timeout, overlap, mapping, webhook } = options;
  const { deadLetterAfter, chunkSize, filter, fields, writePolicy, priority, path, delay } = options;
  const request: AddJobRequest = {
    name,
    connection,
    stream,
    recordType,
    schedule: scheduleOf(options),
    webhook: webhook === true,
    ...(mode === undefined ? {} : { mode }),
    ...(pageSize === undefined ? {} : { pageSize }),
    ...(chunkSize === undefined ? {} : { chunkSize }),
    ...(priority === undefined ? {} : { priority }),
    ...(path === undefined ? {} : { path }),
    ...(delay === undefined ? {} : { delayBetweenBatchesMs: delay }),
    ...(timeout === undefined ? {} : { timeoutMinutes: timeout }),
    ...(overlap === undefined ? {} : { overlapPolicy: overlap }),
    ...(deadLetterAfter === undefined ? {} : { deadLetterAfter }),
    retryOnFailure: options.retry,
    ...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
    ...ceilingOf(options),
    ...(fields === undefined ? {} : { fields: [...fields] }),
    ...(writePolicy === undefined ? {} : { writePolicy }),
    requiresApproval: options.requiresApproval === true,
    ...(options.dependsOn === undefined ? {} : { dependsOn: [...options.dependsOn] }),
    ...(filter === undefined
      ? {}
      : { filter: (await readJson('--filter', filter, context.terminal)) as AddJobRequest['filter'] & {} }),
    // Whatever the file holds: the API names every rule that does not fit.
    ...(mapping === undefined
      ? {}
      : { mapping: (await readJson('--mapping', mapping, context.terminal)) as AddJobRequest['mapping'] }),
  };
  const added = await context.api.post('jobs', jobView, request);
  show(context, added, () => [
    `Added job ${added.name} (${added.id})`,
    `  run it with \`evenkeel run ${added.name} --watch\``,
  ]);
}

function ceilingOf({
  deletePercent: percent,
  deleteRecords: records,
}: AddOptions): Pick<AddJobRequest, 'deleteCeiling'> {
  if (percent === undefined && records === undefined) return {};
  const given = {
    ...(percent === undefined ? {} : { percent }),
    ...(records === undefined ? {} : { records }),
  };
  return { deleteCeiling: given };
}

function scheduleOf({ cron, timeZone, every }: AddOptions): JobView['schedule'] {
  if (cron !== undefined) return { kind: 'cron', expression: cron, timeZone };
  return every === undefined ? null : { kind: 'interval', everySeconds: every };
}

const COLUMNS: readonly Column<JobView>[] = [
  { title: 'name', value: ({ name }) => name, flexible: true },
  { title: 'connection', value: ({ connection }) => connection.name, flexible: true },
  { title: 'stream', value: ({ stream }) => stream, flexible: true },
  { title: 'record type', value: ({ recordType }) => recordType },
  { title: 'mode', value: ({ mode }) => mode },
  { title: 'runs', value: describeSchedule },
  { title: 'last run', value: ({ lastRun }) => lastRun?.status ?? '-' },
  { title: 'at', value: ({ lastRunAt }) => timeText(lastRunAt) },
  { title: 'last success', value: ({ lastSuccessAt }) => timeText(lastSuccessAt) },
  { title: 'next run', value: ({ nextRunAt }) => timeText(nextRunAt) },
];

export function describeSchedule({ schedule, webhook }: Pick<JobView, 'schedule' | 'webhook'>): string {
  const planned =
    schedule === null
      ? 'on demand'
      : schedule.kind === 'cron'
        ? `${schedule.expression} ${schedule.timeZone}`
        : `every ${schedule.everySeconds} s`;
  return webhook ? `${planned}, webhook` : planned;
}

async function listJobs(context: CommandContext, { limit, cursor }: ListOptions): Promise<void> {
  const jobs = await context.api.get('jobs', jobList, { limit, cursor });
  show(context, jobs, ({ items, next }) =>
    items.length === 0
      ? ['No job yet: add one with `evenkeel jobs add NAME --connection C --stream S --record-type T`']
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}
