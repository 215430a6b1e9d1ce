import { hasEnded } from '@evenkeel/domain';
import type { ScriptedProvider } from '../provider/scripted-provider.js';
import { firstOf } from './pages.js';
import type { Snapshot } from './snapshot.js';

/** Once everything is quiet: rows equal the source, every trigger was answered, nothing waits to be published. */
export function findFinalViolation(now: Snapshot, provider: ScriptedProvider): string | undefined {
  return findDifference(now, provider) ?? findUnanswered(now) ?? findForgottenSlot(now);
}

/** Whether anything of the engine's own is still to be done. */
export function isAtRest({ executions, triggers, controls, unpublished }: Snapshot): boolean {
  return (
    unpublished === 0 &&
    controls.engine === 'running' &&
    controls.connection === 'running' &&
    triggers.every(({ state }) => state !== 'accepted') &&
    executions.every(({ status }) => hasEnded(status))
  );
}

function findDifference({ references }: Snapshot, provider: ScriptedProvider): string | undefined {
  return firstOf([...provider.streams.values()], ({ options: { name } }) => {
    const rows = provider.stream(name).rows();
    const stored = references.filter((reference) => reference.stream === name);
    if (rows.size !== stored.length)
      return `${rows.size} ${name} at the source, ${stored.length} in the store`;
    return firstOf(stored, ({ id, data }) => {
      const version = rows.get(id)?.['version'];
      return data?.version === version
        ? undefined
        : `${id} is at version ${JSON.stringify(version)} at the source, at ${data?.version} in the store`;
    });
  });
}

function findUnanswered({ triggers, unpublished }: Snapshot): string | undefined {
  const open = triggers.filter(({ state }) => state === 'accepted').length;
  if (open > 0) return `${open} triggers were never answered`;
  return unpublished === 0 ? undefined : `${unpublished} messages were never published`;
}

/** Slots of an interval follow each other at one distance. */
function findForgottenSlot({ slots }: Snapshot): string | undefined {
  const jobs = new Set(slots.map(({ job }) => job));
  return firstOf([...jobs], (job) => {
    const times = slots.filter((slot) => slot.job === job).map(({ dueAt }) => Date.parse(dueAt));
    const distances = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    return new Set(distances).size > 1 ? `slots of ${job} were passed over` : undefined;
  });
}
