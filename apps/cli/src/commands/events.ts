import { EVENT_TYPES, type EventView } from '@evenkeel/contracts-admin';
import type { StreamedEvent } from '@evenkeel/client-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { describeEvent, eventOf } from '../show/event.js';
import { followOn } from '../watch/follow-on.js';

interface EventOptions {
  readonly follow?: boolean;
  readonly job?: string;
  readonly execution?: string;
  readonly type?: readonly string[];
  readonly after?: string;
  readonly limit?: string;
}

export function addEventCommands(program: Command, surroundings: CliSurroundings): void {
  program
    .command('events')
    .summary('See what happened, or what happens')
    .description(
      'List the latest events, or with --follow tell each as it happens, until Ctrl-C: a line each, with --json a CloudEvent each. ' +
        'When the server is away it waits, and misses nothing.',
    )
    .option('-f, --follow', 'stay, and tell what happens from now on')
    .option('--job <job>', 'only those of this job (name or id)')
    .option('--execution <execution>', 'only those of this run, from its first on')
    .option('--type <type...>', `only of these types, or what they begin with: ${EVENT_TYPES.join(', ')}`)
    .option('--after <position>', 'those behind this position; 0: all that are kept')
    .option('--limit <number>', 'how many are listed at most')
    .action(action(surroundings, events));
}

async function events(context: CommandContext, options: EventOptions): Promise<void> {
  const { follow, job, execution, type, after, limit } = options;
  const asked = { after, type: type?.join(',') };
  if (follow === true) {
    const stream =
      execution === undefined
        ? followOn(context, 'listEvents', { ...asked, job })
        : followOn(context, 'listExecutionEvents', { ...asked, execution });
    for await (const told of stream) tell(context, told);
    return;
  }
  const listed =
    execution === undefined
      ? await context.api.call('listEvents', { ...asked, job, limit })
      : await context.api.call('listExecutionEvents', { ...asked, execution, limit });
  show(context, listed, ({ items }) =>
    items.length === 0 ? ['No event is like that'] : items.map((event: EventView) => describeEvent(event)),
  );
}

function tell({ terminal, json }: CommandContext, told: StreamedEvent): void {
  if (told.event === 'progress' || told.event === 'begin') return;
  if (told.event === 'gap') terminal.note('Events are missing here: they are no longer kept');
  else if (json) terminal.print(JSON.stringify(told.data));
  else terminal.print(describeEvent(eventOf(told.data)));
}
