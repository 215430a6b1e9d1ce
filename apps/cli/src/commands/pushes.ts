import type { PushQuery, PushSummary, PushView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

const STATES = [
  'planned',
  'sent',
  'in_doubt',
  'uncertain',
  'answered',
  'applied',
  'open',
  'all',
] as const satisfies PushQuery['state'][];

export function addPushCommands(program: Command, surroundings: CliSurroundings): void {
  const pushes = program
    .command('pushes')
    .summary('Look at writes to providers, and settle those whose answer was lost')
    .description('Each record that a job writes to a provider is kept here before it is sent');
  addListOptions(pushes.command('list').description('List writes, oldest first'))
    .option('--job <job>', 'only those of this job (name or id)')
    .option('--record <record>', 'only those of this record (its id)')
    .addOption(new Option('--state <state>', 'default open: all that are not applied').choices(STATES))
    .action(action(surroundings, listPushes));
  pushes
    .command('show')
    .description('Show a write with what was sent and answered')
    .argument('<push>', 'id of the push')
    .action(action(surroundings, (context: CommandContext, push: string) => showPush(context, push)));
  pushes
    .command('settle')
    .description('Say what became of a write that is in doubt or uncertain')
    .argument('<push>', 'id of the push')
    .addOption(
      new Option('--outcome <outcome>', 'what you found at the provider')
        .choices(['applied', 'not-applied'])
        .makeOptionMandatory(),
    )
    .option('--external-id <id>', "the provider's id of what was created")
    .option('--reason <text>', 'how you know')
    .action(action(surroundings, settle));
}

const COLUMNS: readonly Column<PushSummary>[] = [
  { title: 'push', value: ({ id }) => id },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'record', value: ({ recordId }) => recordId },
  { title: 'kind', value: ({ kind }) => kind },
  { title: 'external id', value: ({ externalId }) => externalId ?? '-', flexible: true },
  { title: 'state', value: ({ state }) => state },
  { title: 'sent', value: ({ sentAt }) => timeText(sentAt) },
];

async function listPushes(
  context: CommandContext,
  { limit, cursor, job, record, state }: ListOptions & Pick<PushQuery, 'job' | 'record' | 'state'>,
): Promise<void> {
  const pushes = await context.api.call('listPushes', { limit, cursor, job, record, state });
  show(context, pushes, ({ items, next }) =>
    items.length === 0
      ? [state === undefined ? 'Every write is answered and applied' : `No write is ${state}`]
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function showPush(context: CommandContext, push: string): Promise<void> {
  show(context, await context.api.call('showPush', { push }), describePush);
}

interface SettleOptions {
  readonly outcome: 'applied' | 'not-applied';
  readonly externalId?: string;
  readonly reason?: string;
}

async function settle(context: CommandContext, push: string, options: SettleOptions): Promise<void> {
  const settled = await context.api.call('settlePush', {
    push,
    outcome: options.outcome === 'applied' ? 'applied' : 'not_applied',
    externalId: options.externalId,
    reason: options.reason,
  });
  show(context, settled, describePush);
}

function describePush(push: PushView): readonly string[] {
  const { id, job, executionId, recordId, recordVersion, kind, externalId, state } = push;
  return [
    ...renderFields([
      ['push', id],
      ['job', job.name],
      ['record', `${recordId}, version ${recordVersion}`],
      ['what', externalId === null ? kind : `${kind} ${externalId}`],
      ['state', state],
      ['planned', `${timeText(push.plannedAt)}, execution ${executionId}`],
      ['sent', timeText(push.sentAt)],
      ['answered', timeText(push.answeredAt)],
      ...(push.settledBy === null
        ? []
        : [['settled', [`by ${push.settledBy}`, push.settledFor].filter(Boolean).join(': ')] as const]),
      ['data', JSON.stringify(push.data)],
      ['answer', push.result === null ? '-' : JSON.stringify(push.result)],
    ]),
    ...(state === 'uncertain' ? ADVICE : []),
  ];
}

const ADVICE = [
  'Look for it at the provider. If it is there: `evenkeel pushes settle ID --outcome applied --external-id X`; if it is not:',
  '`evenkeel pushes settle ID --outcome not-applied`, and the next run of the job sends it again.',
];
