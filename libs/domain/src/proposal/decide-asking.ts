import type { ModelBudget } from './model.js';

/** What was used up, or is reserved for calls under way. */
export interface ModelUse {
  readonly calls: number;
  readonly tokens: number;
}

export interface UsesOfModel {
  readonly ofDay: ModelUse;
  /** About the conflicts of the same execution. */
  readonly ofRun: ModelUse;
}

/** `wait`: until the next day, UTC. */
export type AskingDecision =
  | { readonly kind: 'ask' }
  | { readonly kind: 'wait'; readonly cause: string }
  | { readonly kind: 'review'; readonly cause: string };

/** Whether one more call that takes so many tokens at most is within the budget. */
export function decideAsking(
  budget: ModelBudget,
  { ofDay, ofRun }: UsesOfModel,
  tokens: number,
): AskingDecision {
  const largest = Math.min(budget.tokensPerDay, budget.tokensPerRun);
  if (tokens > largest)
    return review(`the question may take ${tokens} tokens, and no more than ${largest} are allowed`);
  if (ofRun.calls + 1 > budget.callsPerRun)
    return review(`the run in which it was found has had its ${budget.callsPerRun} calls`);
  if (ofRun.tokens + tokens > budget.tokensPerRun)
    return review(`the run in which it was found has had its ${budget.tokensPerRun} tokens`);
  const day = { kind: 'wait', cause: 'The budget of the day is used up' } as const;
  const isWithin = ofDay.calls + 1 <= budget.callsPerDay && ofDay.tokens + tokens <= budget.tokensPerDay;
  return isWithin ? { kind: 'ask' } : day;
}

function review(why: string): AskingDecision {
  return { kind: 'review', cause: `No budget is left: ${why}` };
}
