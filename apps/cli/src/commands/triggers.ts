import type { TriggerMessageQuery, TriggerMessageView, TriggerTopicView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { countText, timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

type Filter = Pick<TriggerMessageQuery, 'state' | 'topic'>;

export function addTriggerCommands(program: Command, surroundings: CliSurroundings): void {
  const triggers = program
    .command('triggers')
    .summary('Look at what other systems asked for over Kafka')
    .description(
      'Other systems ask for runs, or tell what has changed, by messages on Kafka: docs/triggers.md shows how',
    );
  addListOptions(triggers.command('list').description('List messages, the newest first'))
    .addOption(new Option('--state <state>', 'only those').choices(['accepted', 'ignored', 'rejected']))
    .option('--topic <topic>', 'only those of this topic')
    .action(action(surroundings, listMessages));
  addListOptions(triggers.command('rejected').description('List messages that could not be taken, and why'))
    .option('--topic <topic>', 'only those of this topic')
    .action(action(surroundings, listRejected));
  triggers
    .command('show')
    .description('Show a request for a run, and what became of it')
    .argument('<trigger>', 'its id')
    .action(action(surroundings, showTrigger));
  triggers
    .command('topics')
    .description('List the topics that are listened to, and how that goes')
    .action(action(surroundings, listTopics));
}

const MESSAGES: readonly Column<TriggerMessageView>[] = [
  { title: 'received', value: ({ receivedAt }) => timeText(receivedAt) },
  { title: 'state', value: ({ state }) => state },
  { title: 'event', value: eventText, flexible: true },
  { title: 'place', value: placeText, flexible: true },
  { title: 'became', value: ({ triggerIds }) => becameText(triggerIds) },
];

async function listMessages(
  context: CommandContext,
  { limit, cursor, state, topic }: ListOptions & Filter,
): Promise<void> {
  const found = await context.api.call('listTriggerMessages', { limit, cursor, state, topic });
  show(context, found, ({ items, next }) =>
    items.length === 0
      ? ['No message of another system came: docs/triggers.md shows how one is sent']
      : [...renderTable(MESSAGES, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function listRejected(
  context: CommandContext,
  { limit, cursor, topic }: ListOptions & Pick<Filter, 'topic'>,
): Promise<void> {
  const found = await context.api.call('listTriggerMessages', { limit, cursor, state: 'rejected', topic });
  show(context, found, ({ items, next }) =>
    items.length === 0
      ? ['No message was rejected']
      : [...items.flatMap(describeRejected), ...moreLine(next)],
  );
}

function describeRejected(message: TriggerMessageView): readonly string[] {
  const { job, problem, receivedAt } = message;
  return [
    `${timeText(receivedAt)}  ${placeText(message)}${job === null ? '' : `, for ${job.name}`}`,
    `  ${eventText(message)}: ${problem?.message ?? ''} (${problem?.code ?? ''})`,
    `  remedy: ${problem?.remedy ?? ''}`,
  ];
}

function eventText({ source, eventId, type }: TriggerMessageView): string {
  return eventId === null ? 'no event' : `${type} ${eventId} of ${source}`;
}

function placeText({ topic, partition, offset }: TriggerMessageView): string {
  return `${topic} ${partition} @ ${offset}`;
}

function becameText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '-';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

async function showTrigger(context: CommandContext, trigger: string): Promise<void> {
  const found = await context.api.call('showTrigger', { trigger });
  show(context, found, ({ id, kind, actor, state, executionId, acceptedAt, externalIds, waitsFor }) =>
    renderFields([
      ['trigger', id],
      ['asked by', `${actor} (${kind})`],
      ['accepted', timeText(acceptedAt)],
      ['state', waitsFor === null ? state : `${state}, waits for ${waitsFor}`],
      ...(externalIds === null ? [] : [['records', externalIds.join(', ')] as const]),
      ['execution', executionId ?? '-'],
    ]),
  );
}

const TOPICS: readonly Column<TriggerTopicView>[] = [
  { title: 'topic', value: ({ topic }) => topic, flexible: true },
  { title: 'state', value: ({ state }) => state },
  { title: 'since', value: ({ since }) => timeText(since) },
  { title: 'accepted', value: ({ accepted }) => countText(accepted) },
  { title: 'ignored', value: ({ ignored }) => countText(ignored) },
  { title: 'repeated', value: ({ repeated }) => countText(repeated) },
  { title: 'rejected', value: ({ rejected }) => countText(rejected) },
  { title: 'jobs', value: ({ jobs }) => jobs.join(', ') || 'those that are named', flexible: true },
];

async function listTopics(context: CommandContext): Promise<void> {
  const found = await context.api.call('listTriggerTopics', {});
  show(context, found, ({ items }) =>
    items.length === 0
      ? ['No topic is listened to: without Kafka there is none']
      : [
          ...renderTable(TOPICS, items, context.terminal.columns),
          ...items.flatMap(({ topic, why }) => (why === null ? [] : [`${topic}: ${why}`])),
        ],
  );
}
