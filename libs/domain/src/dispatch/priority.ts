import type { Job } from '../job/job.js';
import type { TriggerKind } from '../trigger/trigger.js';

/** Whose chunks go first among those of one tenant. */
export const PRIORITIES = ['high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * How much later than a high one the turn of a chunk comes that has waited as long: this is what lets high go before
 * low, and what ends it. A chunk that has waited so much longer goes first whatever its priority, so nothing waits for ever.
 */
const HANDICAP_MS: Readonly<Record<Priority, number>> = { high: 0, medium: 60_000, low: 120_000 };

/** When it is the turn of what waits since then; the earliest goes first. */
export function turnOf(priority: Priority, waitingSince: Date): Date {
  return new Date(waitingSince.getTime() + HANDICAP_MS[priority]);
}

/** A person or a system waits for what a webhook or an event announced; everything else is as urgent as its job. */
export function priorityOf(
  { kind }: { readonly kind: TriggerKind },
  { definition }: { readonly definition: Pick<Job['definition'], 'priority'> },
): Priority {
  return kind === 'webhook' || kind === 'event' ? 'high' : definition.priority;
}
