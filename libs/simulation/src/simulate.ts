import type { Stage } from './database/stage.js';
import type { Mechanism } from './mechanisms/mechanisms.js';
import { ReplayingChooser, SeededChooser } from './play/chooser.js';
import { Play } from './play/play.js';
import { SeededRandom } from './world/seeded-random.js';
import { World } from './world/world.js';
import type { Mishap } from './world/temper.js';

export interface SimulationOptions {
  readonly stage: Stage;
  readonly seed: number;
  /** The engine as it would be without this. */
  readonly without?: Mechanism | undefined;
  /** A recorded schedule to play in place of the choices of the seed. */
  readonly choices?: readonly string[] | undefined;
}

export interface Simulation {
  readonly seed: number;
  readonly without: Mechanism | null;
  /** The invariant that did not hold, in words; null if all did. */
  readonly violation: string | null;
  /** What was let happen, one line a step: the schedule. */
  readonly choices: readonly string[];
  readonly mishaps: Readonly<Partial<Record<Mishap, number>>>;
  /** How often all invariants were checked. */
  readonly checks: number;
}

/**
 * Plays one seed, or the schedule that was recorded of it. Rejects with {@link StoodStill} if a step does not end: then the stage is
 * good for nothing more.
 */
export async function simulate({ stage, seed, without, choices }: SimulationOptions): Promise<Simulation> {
  const world = await World.create({ stage, seed, without });
  const chooser =
    choices === undefined
      ? new SeededChooser(new SeededRandom(seed).fork('choices'))
      : new ReplayingChooser(choices);
  const play = new Play(world, chooser, seed);
  try {
    const violation = (await play.perform()) ?? null;
    const { trace, checks, mishaps } = play;
    return { seed, without: without ?? null, violation, choices: trace, mishaps: mishaps.done, checks };
  } finally {
    await world.close();
  }
}
