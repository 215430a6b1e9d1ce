import { isMechanism, MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';
import { NOTICED_BY } from '../mechanisms/noticed-by.js';
import { OutOfSteps } from '../scheduler/stepping.js';
import { seedsFrom } from '../share-out.js';
import { simulate } from '../simulate.js';
import type { Stage } from '../database/stage.js';
import type { CommandLine } from './command-line.js';
import { shareMechanisms } from './share-mechanisms.js';

interface Soonest {
  readonly seed: number;
  readonly steps: number;
}

/**
 * Says for each mechanism which of the seeds notices its absence in the fewest steps, beside the one that is kept in `NOTICED_BY`.
 * Gives the exit code: 0 where each is noticed by one of them.
 */
export async function findSoonest({
  without,
  from,
  seeds,
  lanes,
}: Pick<CommandLine, 'without' | 'from' | 'seeds' | 'lanes'>): Promise<number> {
  const names = without === undefined ? Object.keys(MECHANISMS).filter(isMechanism) : [without];
  let unnoticed = 0;
  await shareMechanisms(names, lanes, async (stage, name) => {
    const kept = NOTICED_BY[name];
    const soonest = await soonestOf(stage, name, [kept, ...seedsFrom(from, seeds)]);
    if (soonest === undefined) unnoticed += 1;
    const found = soonest === undefined ? 'by none' : `by ${soonest.seed} after ${soonest.steps} steps`;
    process.stdout.write(`${name} ${found}, kept: ${kept}\n`);
  });
  return unnoticed === 0 ? 0 : 1;
}

/** Each seed is played no further than the best one before it. */
async function soonestOf(
  stage: Stage,
  without: Mechanism,
  seeds: readonly number[],
): Promise<Soonest | undefined> {
  let best: Soonest | undefined;
  for (const seed of seeds) {
    const steps = await stepsToNotice(stage, { seed, without, mostSteps: best && best.steps - 1 });
    if (steps !== undefined) best = { seed, steps };
  }
  return best;
}

/** Undefined: it is not noticed within so many steps. */
async function stepsToNotice(
  stage: Stage,
  options: { readonly seed: number; readonly without: Mechanism; readonly mostSteps: number | undefined },
): Promise<number | undefined> {
  try {
    const { violation, choices } = await simulate({ stage, ...options });
    return violation === null ? undefined : choices.length;
  } catch (error) {
    if (error instanceof OutOfSteps) return undefined;
    throw error;
  }
}
