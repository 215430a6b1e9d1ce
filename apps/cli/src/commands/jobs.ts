import type { AddJobRequest, JobView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { describeJob, describeSchedule } from '../show/job.js';
import { addNextRunsCommand } from './next-starts.js';
import { managedColumn } from '../show/managed.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addChangeJobCommands } from './change-jobs.js';
import { addJobOptions, readJobFields, type JobOptions } from './job-options.js';
import { addTestMappingCommand } from './test-mapping.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

interface AddJobOptions extends JobOptions {
  readonly connection: string;
  readonly stream: string;
  readonly recordType: string;
}

export function addJobCommands(program: Command, surroundings: CliSurroundings): void {
  const jobs = program
    .command('jobs')
    .summary('Add, show, change and remove jobs')
    .description('A job says which stream of a connection fills which record type');
  const add = jobs
    .command('add')
    .description('Add a job')
    .argument('<name>', 'a name of your choice')
    .requiredOption('--connection <connection>', 'name or id of the connection')
    .requiredOption('--stream <stream>', 'what to read at the provider')
    .requiredOption('--record-type <type>', 'what its records are called here');
  addJobOptions(add).action(action(surroundings, addJob));
  addListOptions(jobs.command('list').description('List jobs')).action(action(surroundings, listJobs));
  jobs
    .command('show')
    .description('Show what a job says, and how it went')
    .argument('<job>', 'name or id of the job')
    .action(
      action(surroundings, (context: CommandContext, reference: string) => showJob(context, reference)),
    );
  addNextRunsCommand(jobs, surroundings);
  addTestMappingCommand(jobs, surroundings);
  addChangeJobCommands(jobs, surroundings);
}

async function addJob(context: CommandContext, name: string, options: AddJobOptions): Promise<void> {
  const { connection, stream, recordType } = options;
  const fields = await readJobFields(context, options);
  const request: AddJobRequest = { name, connection, stream, recordType, ...fields };
  const added = await context.api.call('addJob', request);
  const note = context.json ? [] : await changesNote(context, added);
  show(context, added, () => [
    `Added job ${added.name} (${added.id})`,
    ...note,
    `  run it with \`evenkeel run ${added.name} --watch\``,
  ]);
}

/** A job that reads changes only, of a stream that cannot be asked for them, does not do what it says. */
async function changesNote(
  { api }: CommandContext,
  { connection, stream, mode, direction }: JobView,
): Promise<readonly string[]> {
  if (mode !== 'incremental' || direction === 'outbound') return [];
  const { items } = await api.call('listStreams', { connection: connection.id });
  const found = items.find(({ name }) => name === stream);
  return found === undefined || found.incremental
    ? []
    : [`  the stream ${stream} cannot be asked for changes: each run reads everything`];
}

const DIRECTION_WORDS = { inbound: 'in', outbound: 'out', bidirectional: 'both' } as const;

const COLUMNS: readonly Column<JobView>[] = [
  { title: 'name', value: ({ name }) => name, flexible: true },
  { title: 'connection', value: ({ connection }) => connection.name, flexible: true },
  { title: 'stream', value: ({ stream }) => stream, flexible: true },
  { title: 'record type', value: ({ recordType }) => recordType },
  { title: 'way', value: ({ direction }) => DIRECTION_WORDS[direction] },
  { title: 'mode', value: ({ mode }) => mode },
  { title: 'runs', value: describeSchedule },
  { title: 'last run', value: ({ lastRun }) => lastRun?.status ?? '-' },
  { title: 'at', value: ({ lastRunAt }) => timeText(lastRunAt) },
  { title: 'last success', value: ({ lastSuccessAt }) => timeText(lastSuccessAt) },
  { title: 'next run', value: ({ nextRunAt }) => timeText(nextRunAt) },
];

/** Runs to come that are shown with the job. */
const SHOWN_RUNS = 3;

async function showJob(context: CommandContext, reference: string): Promise<void> {
  const job = await context.api.call('showJob', { job: reference });
  const isOn = !context.json && job.schedule !== null && job.removedAt === null;
  const runs = isOn ? await context.api.call('listNextRuns', { job: job.id, count: SHOWN_RUNS }) : undefined;
  show(context, job, () => describeJob(job, runs));
}

async function listJobs(context: CommandContext, { limit, cursor }: ListOptions): Promise<void> {
  const jobs = await context.api.call('listJobs', { limit, cursor });
  show(context, jobs, ({ items, next }) =>
    items.length === 0
      ? ['No job yet: add one with `evenkeel jobs add NAME --connection C --stream S --record-type T`']
      : [
          ...renderTable([...COLUMNS, ...managedColumn(items)], items, context.terminal.columns),
          ...moreLine(next),
        ],
  );
}
