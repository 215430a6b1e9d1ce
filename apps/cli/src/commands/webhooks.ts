import type { CallOf, OpenEndpointView, WebhookEndpointView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { quoted } from '../show/quoted.js';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { readText } from '../read-json.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addRules, addWebhookChanges, ID_PATH, readWebhook, type RuleOptions } from './change-webhooks.js';
import { addDeliveryCommands } from './deliveries.js';
import { wholeNumber } from './list-options.js';

interface WebhookOptions extends RuleOptions {
  readonly secretFile?: string;
}

interface RotateOptions {
  readonly secretFile?: string;
  readonly validFor?: number;
}

const SECRET_FILE = [
  '--secret-file <file>',
  'a file that holds the secret, or - for stdin, where the provider makes it; else one is made',
] as const;

export function addWebhookCommands(program: Command, surroundings: CliSurroundings): void {
  const webhooks = program
    .command('webhooks')
    .summary('Open, list and close addresses for deliveries, and look at what came')
    .description(
      'A webhook is an address to which the provider of a connection may send what changed: docs/webhooks.md has a recipe for each sender',
    );
  addAdding(webhooks, surroundings);
  webhooks
    .command('list')
    .description('List the open addresses of a connection')
    .argument('<connection>', 'name or id of the connection')
    .action(action(surroundings, listWebhooks));
  const naming = (name: string, says: string) =>
    webhooks.command(name).description(says).argument('<webhook>', 'id of the webhook, as the list shows it');
  addWebhookChanges(naming, surroundings);
  naming('rotate', 'Give an address another secret; the old one counts as well for a while')
    .option(
      '--valid-for <seconds>',
      'how long the old secret counts; 0: it was stolen (default: a day)',
      wholeNumber,
    )
    .option(...SECRET_FILE)
    .action(action(surroundings, rotateSecret));
  addDeliveryCommands(naming, surroundings);
  naming('remove', 'Close an address: what is sent to it from now on is refused').action(
    action(surroundings, removeWebhook),
  );
}

function addAdding(webhooks: Command, surroundings: CliSurroundings): void {
  addRules(webhooks.command('add').description('Open an address for the deliveries of one stream'))
    .argument('<connection>', 'name or id of the connection')
    .requiredOption('--stream <stream>', 'the stream whose records are sent')
    .requiredOption('--id-path <path...>', ID_PATH)
    .option(...SECRET_FILE)
    .action(action(surroundings, addWebhook));
}

async function addWebhook(
  context: CommandContext,
  connection: string,
  { secretFile, ...options }: WebhookOptions,
): Promise<void> {
  const secret = await readSecret(context, secretFile);
  const endpoint = await context.api.call('addWebhookEndpoint', {
    ...(await readWebhook(context, options)),
    connection,
    ...(secret !== undefined && { secret }),
  } as CallOf<'addWebhookEndpoint'>);
  show(context, endpoint, () => [
    ...secretLines(endpoint, secret !== undefined),
    '  a delivery starts a run of each job of this stream that was added with --webhook',
    `  what comes is told by: evenkeel webhooks deliveries ${endpoint.id}`,
  ]);
}

function secretLines({ path, secret, verifyToken, scheme }: WebhookEndpointView, isTheirs: boolean) {
  return renderFields([
    ['path', `${path}   (below the address of the webhook gateway)`],
    ['scheme', scheme],
    ...(isTheirs || scheme === 'none' ? [] : [['secret', `${secret}   (shown this once)`] as const]),
    ...(verifyToken === null ? [] : [['verify token', `${verifyToken}   (shown this once)`] as const]),
  ]);
}

async function readSecret({ terminal }: CommandContext, file?: string): Promise<string | undefined> {
  return file === undefined ? undefined : (await readText('--secret-file', file, terminal)).trim();
}

async function rotateSecret(
  context: CommandContext,
  endpoint: string,
  { secretFile, validFor }: RotateOptions,
): Promise<void> {
  const secret = await readSecret(context, secretFile);
  const rotated = await context.api.call('rotateWebhookSecret', {
    endpoint,
    ...(secret !== undefined && { secret }),
    ...(validFor !== undefined && { validForSeconds: validFor }),
  });
  show(context, rotated, () => [
    ...secretLines(rotated, secret !== undefined),
    validFor === 0
      ? '  the old secret counts no more'
      : `  the old secret counts until ${timeText(rotated.previousUntil)}: give the new one to the provider before`,
  ]);
}

const COLUMNS: readonly Column<OpenEndpointView>[] = [
  { title: 'stream', value: ({ stream }) => stream, flexible: true },
  { title: 'scheme', value: ({ scheme }) => scheme },
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

/** A secret is shown once: where it is lost, or another one is used, only another secret helps. */
function refusalLines(
  connection: string,
  { id, stream, idPath, refusedSince, refusedFor }: OpenEndpointView,
): readonly string[] {
  if (refusedFor === null) return [];
  return [
    `${stream}: deliveries to ${id} are refused since ${timeText(refusedSince)}: ${refusedFor}`,
    '  remedy: See that the provider signs with the secret that was shown when it was opened, and that its clock is right.',
    '  Where that secret is lost, make another and give it to the provider; where both cannot be read, open another webhook and close this one:',
    `  evenkeel webhooks rotate ${id}`,
    `  evenkeel webhooks add ${quoted(connection)} --stream ${quoted(stream)} --id-path ${[idPath].flat().map(quoted).join(' ')}`,
    `  evenkeel webhooks remove ${id}`,
  ];
}

async function removeWebhook(context: CommandContext, endpoint: string): Promise<void> {
  const closed = await context.api.call('closeWebhookEndpoint', { endpoint });
  show(context, closed, ({ stream, id }) => [`Closed the webhook of ${stream} (${id})`]);
}
