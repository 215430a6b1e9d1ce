import type {
  InactivationApprovalQuery,
  InactivationApprovalSummary,
  InactivationApprovalView,
} from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { describeAccepted } from '../show/accepted.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { countText, timeText } from '../show/text.js';
import { watchTrigger } from '../watch/watch-execution.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

const STATES = [
  'waiting',
  'granted',
  'rejected',
  'superseded',
  'all',
] as const satisfies InactivationApprovalQuery['state'][];

export function addInactivationApprovalCommands(program: Command, surroundings: CliSurroundings): void {
  const approvals = program
    .command('approvals')
    .summary('Decide on many records that are gone')
    .description(
      'More records are gone, here or at their provider, than a run may take over to the other side by itself',
    );
  addListOptions(approvals.command('list').description('List approvals, newest first'))
    .option('--job <job>', 'only those of this job (name or id)')
    .addOption(new Option('--state <state>', 'default waiting').choices(STATES))
    .action(action(surroundings, listInactivationApprovals));
  approvals
    .command('show')
    .description('Show an approval with some of its records')
    .argument('<approval>', 'id of the approval')
    .action(
      action(surroundings, (context: CommandContext, id: string) => showInactivationApproval(context, id)),
    );
  approvals
    .command('grant')
    .description(
      'Take it over, as far as they are still gone: they become inactive here, or are deleted at the provider',
    )
    .argument('<approval>', 'id of the approval')
    .option('-w, --watch', 'stay until the run has ended')
    .action(action(surroundings, grant));
  approvals
    .command('reject')
    .description('Keep these records as they are')
    .argument('<approval>', 'id of the approval')
    .requiredOption('--reason <text>', 'why, for those who find it later')
    .action(action(surroundings, reject));
}

const COLUMNS: readonly Column<InactivationApprovalSummary>[] = [
  { title: 'approval', value: ({ id }) => id },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'state', value: ({ state }) => state },
  { title: 'why', value: ({ cause }) => CAUSES[cause].found, flexible: true },
  { title: 'gone', value: ({ candidates }) => countText(candidates), align: 'right' },
  { title: 'of', value: ({ active }) => countText(active), align: 'right' },
  { title: 'ceiling', value: ({ ceiling }) => countText(ceiling), align: 'right' },
  { title: 'found', value: ({ requestedAt }) => timeText(requestedAt) },
];

async function listInactivationApprovals(
  context: CommandContext,
  {
    limit,
    cursor,
    job,
    state,
  }: ListOptions & { readonly job?: string; readonly state?: InactivationApprovalQuery['state'] },
): Promise<void> {
  const approvals = await context.api.call('listInactivationApprovals', { limit, cursor, job, state });
  show(context, approvals, ({ items, next }) =>
    items.length === 0
      ? [state === undefined ? 'Nothing waits for approval' : `No approval is ${state}`]
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function showInactivationApproval(context: CommandContext, id: string): Promise<void> {
  show(
    context,
    await context.api.call('showInactivationApproval', { approval: id }),
    describeInactivationApproval,
  );
}

type Cause = InactivationApprovalView['cause'];

/** What each cause means to the person who decides. */
const CAUSES: Readonly<
  Record<Cause, { readonly found: string; readonly hasCeiling: boolean; readonly advice: readonly string[] }>
> = {
  not_listed: {
    found: 'no longer listed',
    hasCeiling: true,
    advice: [
      'If that many records are really gone: `evenkeel approvals grant ID --watch`. If the provider gave too few:',
      '`evenkeel approvals reject ID --reason TEXT`, or run the job again: a later complete listing decides anew.',
    ],
  },
  endless_listing: {
    found: 'created by a listing that did not end',
    hasCeiling: false,
    advice: [
      'If these records are made up: `evenkeel approvals grant ID --watch` inactivates them. If they are real:',
      '`evenkeel approvals reject ID --reason TEXT`, say how many may come (`--max-records`), and run the job again, or resume the',
      'execution where its time was over.',
    ],
  },
  deleted_there: {
    found: 'deleted here, and at the provider not yet',
    hasCeiling: true,
    advice: [
      'If these records are to be deleted at the provider, too: `evenkeel approvals grant ID --watch`. If not:',
      '`evenkeel approvals reject ID --reason TEXT`; they stay there until they are changed here again. What was deleted by mistake is best restored here.',
    ],
  },
  announced: {
    found: 'announced as gone',
    hasCeiling: true,
    advice: [
      'If these records are really gone: `evenkeel approvals grant ID --watch`. If the provider said so by mistake:',
      '`evenkeel approvals reject ID --reason TEXT`; they stay as they are until the provider says so again.',
    ],
  },
};

function describeInactivationApproval(approval: InactivationApprovalView): readonly string[] {
  const { id, job, executionId, state, candidates, active, ceiling, examples } = approval;
  const { cause, decidedAt, decidedBy, reason, carriedOutBy } = approval;
  const more = candidates > examples.length ? ', ...' : '';
  return [
    ...renderFields([
      ['approval', id],
      ['job', job.name],
      ['state', state],
      [CAUSES[cause].found, `${countText(candidates)} of ${countText(active)} active records`],
      ...(CAUSES[cause].hasCeiling ? [['ceiling', `${countText(ceiling)} without asking`] as const] : []),
      ['found', `${timeText(approval.requestedAt)}, execution ${executionId}`],
      ...(decidedBy === null ? [] : [['decided', `${timeText(decidedAt)} by ${decidedBy}`] as const]),
      ...(reason === null ? [] : [['reason', reason] as const]),
      ...(carriedOutBy === null ? [] : [['carried out', `execution ${carriedOutBy}`] as const]),
      ['records', examples.length === 0 ? '-' : `${examples.join(', ')}${more}`],
    ]),
    ...(state === 'waiting' ? CAUSES[cause].advice : []),
  ];
}

async function grant(
  context: CommandContext,
  id: string,
  { watch }: { readonly watch?: boolean },
): Promise<ExitCode> {
  const granted = await context.api.call('grantInactivationApproval', { approval: id });
  const { approval, trigger } = granted;
  if (watch === true && trigger !== null) {
    const { executionId } = await watchTrigger(context, trigger);
    if (executionId !== null) return watchToEnd(context, executionId);
  }
  show(context, granted, () => [
    `Granted: ${countText(approval.candidates)} records of ${approval.job.name}, as far as they are still gone`,
    ...(trigger === null ? [] : describeAccepted(trigger)),
  ]);
  return EXIT.ok;
}

async function reject(
  context: CommandContext,
  id: string,
  { reason }: { readonly reason: string },
): Promise<void> {
  const approval = await context.api.call('rejectInactivationApproval', { approval: id, reason });
  show(context, approval, ({ candidates, job }) => [
    `Rejected: ${countText(candidates)} records of ${job.name} stay as they are`,
  ]);
}
