import type { ControlView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { countText } from '../show/text.js';
import { watchToEnd } from '../watch/watch-to-end.js';

interface ControlOptions {
  readonly connection?: string;
  readonly engine?: boolean;
}

type StopOptions = ControlOptions & { readonly cancelRuns?: boolean };
type ResumeOptions = ControlOptions & { readonly watch?: boolean };

function targeting(command: Command): Command {
  return command
    .option('--connection <connection>', 'everything of this connection (name or id)')
    .option('--engine', 'everything there is');
}

/** Where a connection or the engine is controlled, and what people call it. */
export function addControlCommands(program: Command, surroundings: CliSurroundings): void {
  const ofExecution = (name: string, summary: string) =>
    targeting(program.command(name).description(summary).argument('[execution]', 'id of the execution'));
  ofExecution(
    'pause',
    'Hold an execution, a connection or the engine; pages under way are still applied',
  ).action(
    action(surroundings, (context: CommandContext, id: string | undefined, target: ControlOptions) =>
      pause(context, id, target),
    ),
  );
  ofExecution(
    'resume',
    'Let go on what was paused or stopped, or an ended execution from its last applied page',
  )
    .option('-w, --watch', 'stay until the execution has ended')
    .action(
      action(surroundings, (context: CommandContext, id: string | undefined, options: ResumeOptions) =>
        resume(context, id, options),
      ),
    );
  addStopCommands(program, surroundings);
}

function addStopCommands(program: Command, surroundings: CliSurroundings): void {
  targeting(program.command('stop'))
    .description('Hold a connection or the engine and open no new run; what asks for one is answered later')
    .option('--cancel-runs', 'disable the connection: its runs end as cancelled instead of being held')
    .action(
      action(surroundings, (context: CommandContext, { cancelRuns = false, ...target }: StopOptions) =>
        set(context, target, { state: 'stopped', cancelRuns }),
      ),
    );
  targeting(program.command('start'))
    .description('Let a connection or the engine go on')
    .action(
      action(surroundings, (context: CommandContext, target: ControlOptions) =>
        set(context, target, { state: 'running' }),
      ),
    );
}

async function pause(context: CommandContext, id: string | undefined, target: ControlOptions): Promise<void> {
  if (!isOne(id, target)) return set(context, target, { state: 'paused' });
  const execution = await context.api.call('pauseExecution', { execution: id });
  show(context, execution, ({ job, progress }) => [
    `Paused: ${job.name} after ${countText(progress.processed)} records; its timeout stands still`,
    `  go on with \`evenkeel resume ${id}\``,
  ]);
}

async function resume(
  context: CommandContext,
  id: string | undefined,
  { watch, ...target }: ResumeOptions,
): Promise<ExitCode> {
  if (!isOne(id, target)) {
    await set(context, target, { state: 'running' });
    return EXIT.ok;
  }
  const execution = await context.api.call('resumeExecution', { execution: id });
  if (watch === true) return watchToEnd(context, execution.id);
  show(context, execution, (resumed) => [
    `Resumed: ${resumed.job.name} goes on after ${resumed.progress.processed} records`,
    `  see it with \`evenkeel executions show ${resumed.id}\``,
  ]);
  return EXIT.ok;
}

/** An execution, or else a connection or the engine: exactly one of them is meant. */
function isOne(id: string | undefined, { connection, engine }: ControlOptions): id is string {
  const given = [id, connection, engine].filter((what) => what !== undefined);
  if (given.length === 1) return id !== undefined;
  throw new UsageFailure(
    given.length === 0 ? 'Nothing was named' : 'Only one thing can be named',
    'Give the id of an execution, --connection NAME or --engine.',
  );
}

interface Wanted extends Pick<ControlView, 'state'> {
  readonly cancelRuns?: boolean;
}

async function set(context: CommandContext, target: ControlOptions, wanted: Wanted): Promise<void> {
  const connection = controlled(target);
  const { state, cancelRuns = false } = wanted;
  if (connection === undefined && cancelRuns)
    throw new UsageFailure('--cancel-runs disables one connection', 'Name it with --connection NAME.');
  const control =
    connection === undefined
      ? await context.api.call('controlEngine', { state })
      : await context.api.call('controlConnection', { connection, state, cancelRuns });
  const name = connection ?? 'the engine';
  show(context, control, ({ executions }) => describeControl(name, { state, cancelRuns }, executions));
}

/** The connection that is meant, or undefined for the engine. */
function controlled({ connection, engine }: ControlOptions): string | undefined {
  if ((engine === true) !== (connection !== undefined)) return connection;
  throw new UsageFailure('Exactly one thing is to be named', 'Give --connection NAME or --engine.');
}

function describeControl(
  name: string,
  { state, cancelRuns = false }: Wanted,
  executions: number,
): readonly string[] {
  const runs = `${countText(executions)} ${executions === 1 ? 'run' : 'runs'}`;
  const flag = name === 'the engine' ? '--engine' : `--connection ${name}`;
  switch (state) {
    case 'running':
      return [`Running: ${name}; ${runs} under way`];
    case 'paused':
      return [`Paused: ${name}; ${runs} held`, `  go on with \`evenkeel resume ${flag}\``];
    case 'stopped':
      return [
        `Stopped: ${name}; ${runs} ${cancelRuns ? 'cancelled' : 'held'}, no new one is opened, and what asks for one is answered later`,
        `  go on with \`evenkeel start ${flag}\``,
      ];
  }
}
