import type { TriggerView } from '@evenkeel/contracts-http';
import type { StoredTrigger } from '@evenkeel/ports';

export function triggerToView(trigger: StoredTrigger): TriggerView {
  const { id, jobId, kind, actor, mode, externalIds, state, executionId, acceptedAt } = trigger;
  return {
    id,
    jobId,
    kind,
    actor,
    mode,
    externalIds: externalIds === null ? null : [...externalIds],
    state,
    executionId,
    acceptedAt: acceptedAt.toISOString(),
  };
}
