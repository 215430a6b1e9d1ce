import type { Stage } from './database/stage.js';
import type { Mechanism } from './mechanisms/mechanisms.js';
import { ReplayingScheduler, SeededScheduler } from './scheduler/scheduler.js';
import { SeedRun } from './scheduler/seed-run.js';
import { SeededRandom } from './world/seeded-random.js';
import { World } from './world/world.js';
import type { ExternalEvent } from './world/world-profile.js';

export interface SimulationOptions {
  readonly stage: Stage;
  readonly seed: number;
  /** The engine as it would be without this. */
  readonly without?: Mechanism | undefined;
  /** In a world of joined records. */
  readonly isJoined?: boolean | undefined;
  /** A recorded schedule to play in place of the choices of the seed. */
  readonly choices?: readonly string[] | undefined;
  /** After so many steps it rejects with an {@link OutOfSteps}; absent: it is played to its end. */
  readonly mostSteps?: number | undefined;
}

export interface Simulation {
  readonly seed: number;
  readonly without: Mechanism | null;
  readonly isJoined: boolean;
  /** The invariant that did not hold, in words; null if all did. */
  readonly violation: string | null;
  /** What was let happen, one line a step: the schedule. */
  readonly choices: readonly string[];
  readonly events: Readonly<Partial<Record<ExternalEvent, number>>>;
  /** How many commits of each handler and sweep wrote rows. */
  readonly worked: Readonly<Record<string, number>>;
  /** Faults with the invariants that were tested after them. */
  readonly covered: ReadonlySet<string>;
  /** How often all invariants were checked. */
  readonly checks: number;
}

/**
 * Plays one seed, or the schedule that was recorded of it. Rejects with {@link StoodStill} if a step does not end: then the stage is
 * good for nothing more.
 */
export async function simulate({
  stage,
  seed,
  without,
  isJoined,
  choices,
  mostSteps,
}: SimulationOptions): Promise<Simulation> {
  const world = await World.create({ stage, seed, without, isJoined });
  const scheduler =
    choices === undefined
      ? new SeededScheduler(new SeededRandom(seed).fork('choices'))
      : new ReplayingScheduler(choices);
  const run = new SeedRun(world, scheduler, seed, { steps: mostSteps });
  try {
    const violation = (await run.perform()) ?? null;
    const { trace, checks, events, worked, covered } = run;
    return {
      seed,
      without: without ?? null,
      isJoined: isJoined ?? false,
      violation,
      choices: trace,
      events: events.done,
      worked,
      covered,
      checks,
    };
  } finally {
    await world.close();
  }
}
