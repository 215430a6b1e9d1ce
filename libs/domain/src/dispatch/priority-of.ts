import type { Job } from '../job/job.js';
import type { TriggerKind } from '../trigger/trigger-kind.js';
import type { Priority } from './priority.js';

const IS_AWAITED: readonly TriggerKind[] = ['webhook', 'event', 'change'];

/** What was asked for goes first. A person or a system waits for what a webhook or an event announced, or was changed here; everything else is as urgent as its job. */
export function priorityOf(
  { kind, priority = null }: { readonly kind: TriggerKind; readonly priority?: Priority | null },
  { definition }: { readonly definition: Pick<Job['definition'], 'priority'> },
): Priority {
  return priority ?? (IS_AWAITED.includes(kind) ? 'high' : definition.priority);
}
