import type { Stage } from './database/stage.js';
import { MECHANISMS, type Mechanism } from './mechanisms/mechanisms.js';
import { ReplayingScheduler, SeededScheduler, type Scheduler } from './scheduler/scheduler.js';
import { SeedRun } from './scheduler/seed-run.js';
import { lacking, type Ability, type TwoWayEvent } from './two-way/two-way-profile.js';
import { TwoWayRun } from './two-way/two-way-run.js';
import { TwoWayWorld } from './two-way/two-way-world.js';
import type { ProcessWorld } from './world/process-world.js';
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
  /** In a world in which likeness decides who is one. */
  readonly isMatched?: boolean | undefined;
  /** In a world whose provider sends deliveries, and of which others are told. */
  readonly isTold?: boolean | undefined;
  /** In a world whose job writes to the provider; so are those in which only such worlds miss a mechanism. */
  readonly isTwoWay?: boolean | undefined;
  /** A recorded schedule to play in place of the choices of the seed. */
  readonly choices?: readonly string[] | undefined;
  /** After so many steps it rejects with an {@link OutOfSteps}; absent: it is played to its end. */
  readonly mostSteps?: number | undefined;
}

export interface Simulation {
  readonly seed: number;
  readonly without: Mechanism | null;
  readonly isJoined: boolean;
  readonly isMatched: boolean;
  readonly isTold: boolean;
  readonly isTwoWay: boolean;
  /** What the provider of a world that writes cannot do. */
  readonly lacks: readonly Ability[];
  /** The invariant that did not hold, in words; null if all did. */
  readonly violation: string | null;
  /** What was let happen, one line a step: the schedule. */
  readonly choices: readonly string[];
  readonly events: Readonly<Partial<Record<ExternalEvent | TwoWayEvent, number>>>;
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
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const { seed, without, isJoined = false, isMatched = false, isTold = false, choices } = options;
  const isTwoWay =
    options.isTwoWay === true || (without !== undefined && MECHANISMS[without].twoWay !== undefined);
  const scheduler =
    choices === undefined
      ? new SeededScheduler(new SeededRandom(seed).fork('choices'))
      : new ReplayingScheduler(choices);
  const { world, run, lacks } = await (isTwoWay ? openTwoWay : openReading)(options, scheduler);
  try {
    const violation = (await run.perform()) ?? null;
    const { trace, checks, events, worked, covered } = run;
    const played = { seed, without: without ?? null, isJoined, isMatched, isTold, isTwoWay, lacks };
    return { ...played, violation, choices: trace, events: events.done, worked, covered, checks };
  } finally {
    await world.close();
  }
}

interface Opened {
  readonly world: ProcessWorld;
  readonly run: SeedRun | TwoWayRun;
  readonly lacks: readonly Ability[];
}

async function openReading(options: SimulationOptions, scheduler: Scheduler): Promise<Opened> {
  const world = await World.create(options);
  return { world, run: new SeedRun(world, scheduler, options.seed, { steps: options.mostSteps }), lacks: [] };
}

async function openTwoWay(options: SimulationOptions, scheduler: Scheduler): Promise<Opened> {
  const { isMatched: isShared } = options;
  const world = await TwoWayWorld.create({ ...options, isShared });
  const run = new TwoWayRun(world, scheduler, options.seed, { steps: options.mostSteps });
  return { world, run, lacks: lacking(world.profile) };
}
