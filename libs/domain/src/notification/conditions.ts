/** What is the case with a job until it is over: it is told when it begins, not as long as it lasts. */
export const JOB_CONDITIONS = [
  'failing_bulk',
  'failing_single',
  'error_rate',
  'degraded',
  'stale',
  'backlog',
] as const;
export type JobCondition = (typeof JOB_CONDITIONS)[number];

/** The same of a webhook. */
export const WEBHOOK_CONDITIONS = ['refused', 'silent'] as const;
export type WebhookCondition = (typeof WEBHOOK_CONDITIONS)[number];

/** Conditions of one job or webhook, and since when (ISO 8601). */
export type Conditions = Readonly<Partial<Record<JobCondition | WebhookCondition, string>>>;

/** The conditions after one of them was found to hold, or not to. `began` says whether it holds only now, `since` when one that is over began. */
export interface ConditionChange {
  readonly after: Conditions;
  readonly began: boolean;
  readonly endedSince: string | null;
}

export function settle(
  before: Conditions,
  condition: keyof Conditions,
  { holds, at }: { readonly holds: boolean; readonly at: string },
): ConditionChange {
  const since = before[condition];
  if (holds) {
    const after = since === undefined ? { ...before, [condition]: at } : before;
    return { after, began: since === undefined, endedSince: null };
  }
  if (since === undefined) return { after: before, began: false, endedSince: null };
  const { [condition]: _over, ...after } = before;
  return { after, began: false, endedSince: since };
}
