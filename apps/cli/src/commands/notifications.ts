import {
  printable,
  type CallOf,
  type NotificationChannelView,
  type NotificationView,
} from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { managedColumn, managedField } from '../show/managed.js';
import { quoted } from '../show/quoted.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addChannelOptions, readChannel, type ChannelOptions } from './channel-options.js';
import { addForceOption, forced, forcedText, type ForceOptions } from './force-option.js';
import { addListOptions, moreLine, wholeNumber, type ListOptions } from './list-options.js';

interface RevisionOptions {
  readonly revision?: number;
}

/** An attempt takes 15 seconds at most. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 250;

export function addNotificationCommands(program: Command, surroundings: CliSurroundings): void {
  const notifications = program
    .command('notifications')
    .summary('Say where people are told what happens, and of what')
    .description('Channels tell people what happens: by signed webhooks, Slack or e-mail');
  addChannelOptions(notifications.command('add').description('Add a channel; nothing is sent yet'))
    .argument('<name>', 'what it is called')
    .action(action(surroundings, addChannel));
  notifications
    .command('list')
    .description('List the channels, and whether they take what they are sent')
    .action(action(surroundings, listChannels));
  notifications
    .command('show')
    .description('Show a channel, without its secrets')
    .argument('<channel>', 'its name or id')
    .action(action(surroundings, showChannel));
  addForceOption(
    addChannelOptions(
      notifications.command('change').description('Change a channel; what is left out stays'),
    ),
  )
    .argument('<channel>', 'its name or id')
    .option('--name <name>', 'what it is called from now on')
    .option('--revision <n>', 'refuse if it was changed since this revision', wholeNumber)
    .action(action(surroundings, changeChannel));
  notifications
    .command('test')
    .description('Send a channel a test, and say whether it took it')
    .argument('<channel>', 'its name or id')
    .action(action(surroundings, testChannel));
  addListOptions(notifications.command('deliveries').description('List what people were told, newest first'))
    .argument('[channel]', 'only by this channel (name or id)')
    .action(action(surroundings, listDeliveries));
  addForceOption(notifications.command('remove'))
    .description('Forget a channel and its secrets: what waits for it is not sent')
    .argument('<channel>', 'its name or id')
    .option('--revision <n>', 'refuse if it was changed since this revision', wholeNumber)
    .action(action(surroundings, removeChannel));
}

async function addChannel(context: CommandContext, name: string, options: ChannelOptions): Promise<void> {
  const wanted = await readChannel(context, options);
  const channel = await context.api.call('addNotificationChannel', {
    name,
    ...wanted,
  } as CallOf<'addNotificationChannel'>);
  show(context, channel, () => [
    `Added ${channel.kind} channel ${name}, to ${channel.place}`,
    ...(channel.secret === null ? [] : renderFields([['secret', `${channel.secret}   (shown this once)`]])),
    `  try it: evenkeel notifications test ${quoted(name)}`,
  ]);
}

const CHANNELS: readonly Column<NotificationChannelView>[] = [
  { title: 'name', value: ({ name }) => name, flexible: true },
  { title: 'kind', value: ({ kind }) => kind },
  { title: 'to', value: ({ place }) => place, flexible: true },
  { title: 'told of', value: toldText, flexible: true },
  {
    title: 'state',
    value: ({ failingSince }) => (failingSince === null ? 'ok' : `fails since ${timeText(failingSince)}`),
  },
];

async function listChannels(context: CommandContext): Promise<void> {
  const channels = await context.api.call('listNotificationChannels', {});
  show(context, channels, ({ items }) =>
    items.length === 0
      ? [
          'No channel: `evenkeel notifications add NAME --slack URL` adds one; docs/notifications.md tells more',
        ]
      : renderTable([...CHANNELS, ...managedColumn(items)], items, context.terminal.columns),
  );
}

async function showChannel(context: CommandContext, channel: string): Promise<void> {
  show(context, await context.api.call('showNotificationChannel', { channel }), describeChannel);
}

async function changeChannel(
  context: CommandContext,
  channel: string,
  {
    revision,
    name,
    force,
    ...options
  }: ChannelOptions & RevisionOptions & ForceOptions & { readonly name?: string },
): Promise<void> {
  const wanted = { ...(name !== undefined && { name }), ...(await readChannel(context, options)) };
  if (Object.keys(wanted).length === 0)
    throw new UsageFailure('Nothing is said of the channel', 'Give what is to change: --help lists it.');
  const asked = { channel, ...wanted, ...forced({ force }) };
  const changed = await context.api.call('changeNotificationChannel', asked, { revision });
  show(context, changed, (after) => [`Changed channel ${after.name}`, ...describeChannel(after)]);
}

async function testChannel(context: CommandContext, channel: string): Promise<ExitCode> {
  let seen = await context.api.call('testNotificationChannel', { channel });
  const until = Date.now() + PATIENCE_MS;
  while (seen.state === 'waiting' && seen.problem === null && Date.now() < until) {
    await sleep(LOOK_EVERY_MS);
    seen = await context.api.call('showNotification', { notification: seen.id });
  }
  show(context, seen, describeTest);
  return seen.state === 'sent' ? EXIT.ok : EXIT.failed;
}

function describeTest({ channel, state, problem }: NotificationView): readonly string[] {
  if (state === 'sent') return [`Channel ${channel.name} took the test`];
  if (problem === null)
    return [`Channel ${channel.name} was not sent the test yet: is an executor-worker running?`];
  return [
    `Channel ${channel.name} did not take the test: ${printable(problem.message)} (${problem.code})`,
    `  remedy: ${problem.remedy}`,
  ];
}

const DELIVERIES: readonly Column<NotificationView>[] = [
  { title: 'decided', value: ({ createdAt }) => timeText(createdAt) },
  { title: 'channel', value: ({ channel }) => channel.name },
  { title: 'what', value: ({ title }) => printable(title), flexible: true },
  { title: 'state', value: stateText, flexible: true },
];

async function listDeliveries(
  context: CommandContext,
  channel: string | undefined,
  { limit, cursor }: ListOptions,
): Promise<void> {
  const found = await context.api.call('listNotifications', { limit, cursor, channel });
  show(context, found, ({ items, next }) =>
    items.length === 0
      ? ['Nothing was told yet']
      : [...renderTable(DELIVERIES, items, context.terminal.columns), ...moreLine(next)],
  );
}

function stateText({ state, attempts, dueAt, problem }: NotificationView): string {
  const why = problem === null ? '' : `: ${printable(problem.message)}`;
  if (state === 'sent') return 'sent';
  if (state === 'given_up') return `given up after ${attempts} attempts${why}`;
  return `${attempts === 0 ? 'waits' : `tried ${attempts} times, again`} ${timeText(dueAt)}${why}`;
}

async function removeChannel(
  context: CommandContext,
  channel: string,
  { revision, ...options }: RevisionOptions & ForceOptions,
): Promise<void> {
  const asked = { channel, ...forcedText(options) };
  const removed = await context.api.call('removeNotificationChannel', asked, { revision });
  show(context, removed, ({ name }) => [`Forgot channel ${name}, its secrets and what it was told`]);
}

function describeChannel(channel: NotificationChannelView): readonly string[] {
  const { name, kind, place, email, hasSecret, digestMinutes, failingSince, failedFor } = channel;
  return renderFields([
    ['channel', name],
    ['kind', kind],
    ['to', place],
    ...(email === null
      ? []
      : ([
          ['encryption', email.encryption],
          ['user', email.user ?? 'none'],
          ['from', email.from],
          ['mail to', email.to.join(', ')],
        ] as const)),
    ['secret', hasSecret ? 'set' : 'none'],
    ['told of', toldText(channel)],
    ['digest', digestMinutes === 0 ? 'each by itself' : `at most one in ${digestMinutes} min`],
    ...(failingSince === null ? [] : [['fails', `since ${timeText(failingSince)}: ${failedFor}`] as const]),
    ...managedField(channel),
    ['changed', `${timeText(channel.changedAt)}, revision ${channel.revision}`],
  ]);
}

function toldText({ subscriptions }: NotificationChannelView): string {
  return subscriptions
    .map(({ kinds, job, connection }) => {
      const about =
        job !== null ? `job ${job.name ?? job.id}` : connection && `${connection.name ?? connection.id}`;
      return `${kinds.join(', ')}${about === null ? '' : ` of ${about}`}`;
    })
    .join('; ');
}
