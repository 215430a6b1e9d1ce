import type { OpenEndpointView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { quoted } from '../show/quoted.js';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';

interface WebhookOptions {
  readonly stream: string;
  readonly idPath: readonly string[];
}

export function addWebhookCommands(program: Command, surroundings: CliSurroundings): void {
  const webhooks = program
    .command('webhooks')
    .summary('Open, list and close addresses for deliveries')
    .description('A webhook is an address to which the provider of a connection may send what changed');
  webhooks
    .command('add')
    .description('Open an address for the deliveries of one stream')
    .argument('<connection>', 'name or id of the connection')
    .requiredOption('--stream <stream>', 'the stream whose records are sent')
    .requiredOption(
      '--id-path <path...>',
      "where the body has the record's id, for example data.id; several for an id of several parts",
    )
    .action(action(surroundings, addWebhook));
  webhooks
    .command('list')
    .description('List the open addresses of a connection')
    .argument('<connection>', 'name or id of the connection')
    .action(action(surroundings, listWebhooks));
  webhooks
    .command('remove')
    .description('Close an address: what is sent to it from now on is refused')
    .argument('<webhook>', 'id of the webhook, as the list shows it')
    .action(action(surroundings, removeWebhook));
}

async function addWebhook(
  context: CommandContext,
  connection: string,
  { stream, idPath }: WebhookOptions,
): Promise<void> {
  const [first, ...others] = idPath;
  const paths = others.length === 0 && first !== undefined ? first : [...idPath];
  const endpoint = await context.api.call('addWebhookEndpoint', { connection, stream, idPath: paths });
  show(context, endpoint, () => [
    ...renderFields([
      ['path', `${endpoint.path}   (below the address of the webhook gateway)`],
      ['secret', `${endpoint.secret}   (shown this once)`],
    ]),
    '  a delivery starts a run of each job of this stream that was added with --webhook',
  ]);
}

const COLUMNS: readonly Column<OpenEndpointView>[] = [
  { title: 'stream', value: ({ stream }) => stream, flexible: true },
  { title: 'id path', value: ({ idPath }) => [idPath].flat().join(', '), flexible: true },
  { title: 'opened', value: ({ createdAt }) => timeText(createdAt) },
  { title: 'last delivery', value: ({ deliveredAt }) => timeText(deliveredAt) },
  { title: 'id', value: ({ id }) => id },
];

async function listWebhooks(context: CommandContext, connection: string): Promise<void> {
  const endpoints = await context.api.call('listWebhookEndpoints', { connection });
  show(context, endpoints, ({ items }) =>
    items.length === 0
      ? [
          `No open webhook: open one with \`evenkeel webhooks add ${connection} --stream STREAM --id-path PATH\``,
        ]
      : [
          ...renderTable(COLUMNS, items, context.terminal.columns),
          ...items.flatMap((endpoint) => refusalLines(connection, endpoint)),
        ],
  );
}

/** A secret is shown once: where it is lost, or another one is used, only a new webhook helps. */
function refusalLines(
  connection: string,
  { id, stream, idPath, refusedSince, refusedFor }: OpenEndpointView,
): readonly string[] {
  if (refusedFor === null) return [];
  return [
    `${stream}: deliveries to ${id} are refused since ${timeText(refusedSince)}: ${refusedFor}`,
    '  remedy: See that the provider signs with the secret that was shown when it was opened, and that its clock is right.',
    '  Where that secret is lost, open another webhook, give its address and secret to the provider, and close this one:',
    `  evenkeel webhooks add ${quoted(connection)} --stream ${quoted(stream)} --id-path ${[idPath].flat().map(quoted).join(' ')}`,
    `  evenkeel webhooks remove ${id}`,
  ];
}

async function removeWebhook(context: CommandContext, endpoint: string): Promise<void> {
  const closed = await context.api.call('closeWebhookEndpoint', { endpoint });
  show(context, closed, ({ stream, id }) => [`Closed the webhook of ${stream} (${id})`]);
}
