import type { DedupePairView, DedupeRunView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliFailure } from '../failure.js';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { describeDedupe, describePairs, DEDUPE_COLUMNS } from '../show/dedupe.js';
import { renderTable } from '../show/table.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

/** Pairs that are shown; the sums are of all. */
const MOST_SHOWN = 100;
const POLL_MS = 250;

export function addDedupeCommand(program: Command, surroundings: CliSurroundings): void {
  program
    .command('dedupe')
    .summary('Hold stored records against the match rules of their type')
    .description('Merge the stored records that match, and leave those that may match to a person')
    .argument('<name>', 'a record type, or a job: then only its records, held against all of its type')
    .option('--preview', 'only tell which records match, how much and why')
    .option('--confirm <run>', 'merge what this preview showed, and nothing else')
    .action(action(surroundings, dedupe));
  const runs = program
    .command('dedupe-runs')
    .summary('See, pause and end runs over stored records')
    .description('What `evenkeel dedupe` has begun, and its receipts');
  addListOptions(runs.command('list').description('List them, newest first'))
    .option('--type <type>', 'only of this record type')
    .action(action(surroundings, listRuns));
  runs
    .command('show')
    .description('Show one, with what its preview showed')
    .argument('<run>', 'id of the run')
    .action(action(surroundings, showRun));
  const verbs = [
    ['pause', 'pauseDedupe', 'Let it stand still; what it has merged stays'],
    ['resume', 'resumeDedupe', 'Let it go on where it stood'],
    ['cancel', 'cancelDedupe', 'End it; what it has merged stays'],
  ] as const;
  for (const [verb, operation, description] of verbs) {
    runs
      .command(verb)
      .description(description)
      .argument('<run>', 'id of the run')
      .action(
        action(surroundings, async (context: CommandContext, id: string) =>
          show(context, await context.api.call(operation, { dedupeRun: id }), describeDedupe),
        ),
      );
  }
}

interface DedupeOptions {
  readonly preview?: boolean;
  readonly confirm?: string;
}

async function dedupe(
  context: CommandContext,
  name: string,
  { preview = false, confirm }: DedupeOptions,
): Promise<ExitCode> {
  const shown =
    confirm === undefined
      ? await settled(context, await start(context, name))
      : await context.api.call('showDedupeRun', { dedupeRun: confirm });
  if (preview) {
    await showWithPairs(context, shown);
    return EXIT.ok;
  }
  const { id, revision } = shown;
  // What was shown is what is confirmed: by the revision that was looked at.
  const confirmed =
    shown.state === 'failed'
      ? shown
      : await context.api.call('confirmDedupe', { dedupeRun: id }, { revision });
  const run = await settled(context, confirmed);
  await showWithPairs(context, run);
  return run.state === 'failed' ? EXIT.failed : EXIT.ok;
}

/** A name is that of a record type before it is that of a job. */
async function start({ api }: CommandContext, name: string): Promise<DedupeRunView> {
  try {
    return await api.call('startDedupe', { recordType: name });
  } catch (error) {
    if (!(error instanceof CliFailure) || error.code !== 'request.not_found') throw error;
    return api.call('startDedupe', { job: name }).catch((again: unknown) => {
      throw again instanceof CliFailure && again.code === 'request.not_found' ? error : again;
    });
  }
}

async function settled({ api, terminal }: CommandContext, run: DedupeRunView): Promise<DedupeRunView> {
  let now = run;
  while (now.state === 'running') {
    await sleep(POLL_MS, undefined, { signal: terminal.interrupted });
    now = await api.call('showDedupeRun', { dedupeRun: run.id });
  }
  return now;
}

async function showWithPairs(context: CommandContext, run: DedupeRunView): Promise<void> {
  const { items } = await context.api.call('listDedupePairs', { dedupeRun: run.id, limit: MOST_SHOWN });
  show(context, { ...run, pairs: items }, (all: DedupeRunView & { readonly pairs: DedupePairView[] }) => [
    ...describePairs(all.pairs),
    ...describeDedupe(all),
  ]);
}

async function showRun(context: CommandContext, id: string): Promise<void> {
  await showWithPairs(context, await context.api.call('showDedupeRun', { dedupeRun: id }));
}

async function listRuns(
  context: CommandContext,
  { type, limit, cursor }: ListOptions & { readonly type?: string },
): Promise<void> {
  const runs = await context.api.call('listDedupeRuns', { type, limit, cursor });
  show(context, runs, ({ items, next }: { items: DedupeRunView[]; next: string | null }) =>
    items.length === 0
      ? ['No run over stored records yet: begin with `evenkeel dedupe TYPE --preview`']
      : [...renderTable(DEDUPE_COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}
