import type { DeliveryQuery, DeliveryView, Redelivered } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderTable, type Column } from '../show/table.js';
import { countText, timeText } from '../show/text.js';
import { addListOptions, moreLine, wholeNumber, type ListOptions } from './list-options.js';

interface FilterOptions {
  readonly state?: DeliveryQuery['state'];
  readonly kind?: string;
  readonly record?: string;
  readonly since?: string;
}

export function addDeliveryCommands(
  naming: (name: string, says: string) => Command,
  surroundings: CliSurroundings,
): void {
  const filtering = (command: Command) =>
    command
      .addOption(
        new Option('--state <state>', 'only those').choices(['waiting', 'accepted', 'ignored', 'rejected']),
      )
      .option('--kind <kind>', 'only those of this kind of event')
      .option('--record <id>', 'only those that name this record')
      .option('--since <time>', 'only those that came since then, as 2026-11-30T12:00:00Z');
  filtering(addListOptions(naming('deliveries', 'List what was delivered, the newest first'))).action(
    action(surroundings, listDeliveries),
  );
  filtering(
    naming('redeliver', 'Take deliveries once more: those named, or those that the filter finds')
      .argument('[deliveries...]', 'their ids, as `webhooks deliveries` shows them')
      .option('--limit <n>', 'how many at most, the oldest first (default: all)', wholeNumber),
  ).action(action(surroundings, redeliver));
}

const COLUMNS: readonly Column<DeliveryView>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'received', value: ({ receivedAt }) => timeText(receivedAt) },
  { title: 'state', value: ({ state }) => state },
  { title: 'kind', value: ({ kind }) => kind ?? '-', flexible: true },
  { title: 'says', value: ({ change }) => change },
  { title: 'records', value: recordsText, flexible: true },
  { title: 'delivery', value: ({ deliveryId }) => deliveryId, flexible: true },
  { title: 'times', value: ({ times }) => countText(times) },
];

function recordsText({ externalIds: [first, ...others] }: DeliveryView): string {
  if (first === undefined) return '-';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

async function listDeliveries(
  context: CommandContext,
  endpoint: string,
  { limit, cursor, record, ...filter }: ListOptions & FilterOptions,
): Promise<void> {
  const query = { endpoint, limit, cursor, externalId: record, ...filter };
  const found = await context.api.call('listDeliveries', query);
  show(context, found, ({ items, next }) =>
    items.length === 0
      ? ['Nothing was delivered that is so; what is refused, `evenkeel webhooks list CONNECTION` tells']
      : [
          ...renderTable(COLUMNS, items, context.terminal.columns),
          ...items.flatMap(({ id, problem }) => (problem === null ? [] : [`${id}: ${problem}`])),
          ...moreLine(next),
        ],
  );
}

async function redeliver(
  context: CommandContext,
  endpoint: string,
  ids: readonly string[],
  { record, limit, ...filter }: FilterOptions & { readonly limit?: number },
): Promise<void> {
  const ask = (after?: string) =>
    context.api.call('redeliver', {
      endpoint,
      ...(ids.length > 0 && { ids: [...ids] }),
      ...(record !== undefined && { externalId: record }),
      ...(limit !== undefined && { limit }),
      ...(after !== undefined && { after }),
      ...filter,
    });
  let done = await ask();
  // A transaction takes so many; without a limit the others have their turn in the next ones.
  while (limit === undefined && done.more && done.last !== null) done = added(done, await ask(done.last));
  show(context, done, ({ delivered, ignored, rejected, more }) => [
    `${countText(delivered)} delivered again, ${countText(ignored)} ignored, ${countText(rejected)} cannot be read`,
    ...(more ? ['  there are more: give a higher --limit, or none'] : []),
  ]);
}

function added(before: Redelivered, { delivered, ignored, rejected, more, last }: Redelivered): Redelivered {
  return {
    delivered: before.delivered + delivered,
    ignored: before.ignored + ignored,
    rejected: before.rejected + rejected,
    ...{ more, last },
  };
}
