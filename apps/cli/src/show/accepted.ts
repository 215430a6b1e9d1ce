import type { TriggerView } from '@evenkeel/contracts-admin';

/** What was accepted and is not done: by which name it is known, and how it is followed. */
export function describeAccepted({ id }: Pick<TriggerView, 'id'>): readonly string[] {
  return [
    `  trigger ${id}`,
    `  see how it goes with \`evenkeel executions watch ${id}\`, or stay with it by --watch`,
  ];
}
