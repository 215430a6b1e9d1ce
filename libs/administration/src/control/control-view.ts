import type { ControlView } from '@evenkeel/contracts-admin';
import type { Control } from '@evenkeel/domain';

/** @param executions how many runs it holds, or lets go on */
export function controlToView({ state, actor, changedAt }: Control, executions: number): ControlView {
  return { state, actor, changedAt: changedAt?.toISOString() ?? null, executions };
}
