import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { describeNextRuns } from '../show/next-starts.js';
import { wholeNumber } from './list-options.js';

export function addNextRunsCommand(jobs: Command, surroundings: CliSurroundings): void {
  jobs
    .command('next')
    .description('List the next runs by the schedule, in its zone and in UTC')
    .argument('<job>', 'name or id of the job')
    .option('--count <n>', 'how many: default 5, at most 100', wholeNumber)
    .action(action(surroundings, listNextRuns));
}

async function listNextRuns(
  context: CommandContext,
  job: string,
  { count }: { readonly count?: number },
): Promise<void> {
  const runs = await context.api.call('listNextRuns', { job, count });
  show(context, runs, () => describeNextRuns(job, runs));
}
