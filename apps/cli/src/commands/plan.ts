import type { PlanChangeView, PlanSummaryView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { describeChanges, describePlan, PLAN_COLUMNS } from '../show/plan.js';
import { renderTable } from '../show/table.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

const MOST_AT_ONCE = 500;

export function addPlanCommands(program: Command, surroundings: CliSurroundings): void {
  const plan = program
    .command('plan')
    .summary('See and decide plans')
    .description('A plan is what a run would do, frozen: each record, and the first 1,000 changes in full');
  addListOptions(plan.command('list').description('List plans, newest first'))
    .option('--job <job>', 'only those of this job (name or id)')
    .action(action(surroundings, listPlans));
  plan
    .command('show')
    .description('Show a plan: how many records are new or changed, what it takes, what to look at')
    .argument('<plan>', 'id of the plan')
    .option('--diffs', 'with the first 1,000 changes, field by field')
    .action(action(surroundings, showPlan));
  plan
    .command('approve')
    .description('Approve a plan; a run that waits for it goes on')
    .argument('<plan>', 'id of the plan')
    .action(
      action(surroundings, (context: CommandContext, id: string) => decide(context, id, 'approvePlan')),
    );
  plan
    .command('reject')
    .description('Reject a plan; a run that waits for it is cancelled')
    .argument('<plan>', 'id of the plan')
    .action(action(surroundings, (context: CommandContext, id: string) => decide(context, id, 'rejectPlan')));
}

async function listPlans(
  context: CommandContext,
  { job, limit, cursor }: ListOptions & { readonly job?: string },
): Promise<void> {
  const plans = await context.api.call('listPlans', { job, limit, cursor });
  show(context, plans, ({ items, next }: { items: PlanSummaryView[]; next: string | null }) =>
    items.length === 0
      ? ['No plan yet: make one with `evenkeel preview JOB --watch`']
      : [...renderTable(PLAN_COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function showPlan(
  context: CommandContext,
  id: string,
  { diffs }: { readonly diffs?: boolean },
): Promise<void> {
  const plan = await context.api.call('showPlan', { plan: id });
  if (diffs !== true) return show(context, plan, describePlan);
  const changes = await readChanges(context, id);
  show(context, { ...plan, changes }, () => [...describePlan(plan), '', ...describeChanges(changes)]);
}

async function readChanges({ api }: CommandContext, id: string): Promise<readonly PlanChangeView[]> {
  const changes: PlanChangeView[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call('listPlanChanges', { plan: id, limit: MOST_AT_ONCE, cursor });
    changes.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return changes;
}

async function decide(
  context: CommandContext,
  id: string,
  decision: 'approvePlan' | 'rejectPlan',
): Promise<void> {
  const plan = await context.api.call(decision, { plan: id });
  show(context, plan, describePlan);
}
