import type { Stage } from '../database/stage.js';
import type { Mechanism } from '../mechanisms/mechanisms.js';
import { withStages } from './with-stages.js';

/** Looks at one mechanism after the other, so many at the same time, each on a database of its own. */
export async function shareMechanisms(
  names: readonly Mechanism[],
  lanes: number,
  look: (stage: Stage, name: Mechanism) => Promise<void>,
): Promise<void> {
  const left = names[Symbol.iterator]();
  const lookOn = async (): Promise<void> => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const name = next.value;
      await withStages(1, name, ([stage]) => look(stage!, name));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lookOn));
}
