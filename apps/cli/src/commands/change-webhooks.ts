import type { ChangedEndpointView, OpenEndpointView, WebhookEndpointView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { readJsonObject } from '../read-json.js';
import { renderFields } from '../show/table.js';
import { timeText } from '../show/text.js';
import { wholeNumber } from './list-options.js';

/** What is said of an address, when it is opened and later. */
export interface RuleOptions {
  readonly stream?: string;
  readonly idPath?: readonly string[];
  readonly scheme?: WebhookEndpointView['scheme'];
  readonly rules?: string;
}

interface ChangeOptions extends RuleOptions {
  readonly revision?: number;
}

export const ID_PATH =
  "where the body has the record's id, for example data.id; several for an id of several parts";

export function addWebhookChanges(
  naming: (name: string, says: string) => Command,
  surroundings: CliSurroundings,
): void {
  naming('show', 'Show an address, without its secret').action(action(surroundings, showWebhook));
  addRules(naming('change', 'Change what an address takes; what is left out stays, and so does the secret'))
    .option('--stream <stream>', 'the stream whose records are sent')
    .option('--id-path <path...>', ID_PATH)
    .option('--revision <n>', 'refuse if it was changed since this revision', wholeNumber)
    .action(action(surroundings, changeWebhook));
}

export function addRules(command: Command): Command {
  return command
    .option(
      '--scheme <scheme>',
      'how deliveries are signed: stripe, github, shopify, slack, standard_webhooks ...',
    )
    .option(
      '--rules <file|json>',
      'what else is to be known of the deliveries: kinds of events, how they are signed',
    );
}

/** What options say of an address; what they leave out is not there. */
export async function readWebhook(
  { terminal }: CommandContext,
  { stream, idPath, scheme, rules }: RuleOptions,
): Promise<object> {
  const given = rules === undefined ? {} : await readJsonObject<object>('--rules', rules, terminal);
  return {
    ...given,
    ...(stream !== undefined && { stream }),
    ...(idPath !== undefined && { idPath: idPath.length === 1 ? idPath[0] : idPath }),
    ...(scheme !== undefined && { scheme }),
  };
}

async function changeWebhook(
  context: CommandContext,
  endpoint: string,
  { revision, ...options }: ChangeOptions,
): Promise<void> {
  const wanted = await readWebhook(context, options);
  if (Object.keys(wanted).length === 0)
    throw new UsageFailure('Nothing is said of the webhook', 'Give what is to change: --help lists it.');
  const changed = await context.api.call('changeWebhookEndpoint', { endpoint, ...wanted }, { revision });
  show(context, changed, (after) => [
    `Changed webhook ${after.id}`,
    ...describeWebhook(after),
    '  what came before is read anew by: evenkeel webhooks redeliver ' + after.id,
  ]);
}

async function showWebhook(context: CommandContext, endpoint: string): Promise<void> {
  show(context, await context.api.call('showWebhookEndpoint', { endpoint }), describeWebhook);
}

function describeWebhook(webhook: OpenEndpointView | ChangedEndpointView): readonly string[] {
  const { path, stream, idPath, scheme, kinds, useBody, trustDeletes, refusedFor, revision } = webhook;
  const token = 'verifyToken' in webhook ? webhook.verifyToken : null;
  return renderFields([
    ['path', path],
    ['stream', stream],
    ['id path', [idPath].flat().join(', ')],
    ['scheme', scheme],
    ['kinds', kinds.map(({ when, then }) => `${when}: ${then}`).join('; ') || 'all are changes'],
    [
      'believed',
      [useBody ? 'records' : '', trustDeletes ? 'deletions' : ''].filter(Boolean).join(', ') || 'nothing',
    ],
    ...(token === null ? [] : [['verify token', `${token}   (shown this once)`] as const]),
    ['last delivery', timeText(webhook.deliveredAt)],
    ...(refusedFor === null
      ? []
      : [['refused', `since ${timeText(webhook.refusedSince)}: ${refusedFor}`] as const]),
    ['revision', String(revision)],
  ]);
}
