import { NeverWaited } from '../database/server-process.js';
import type { Commit } from '../database/transactions.js';
import { StoodStill, withinTime } from '../database/watchdog.js';
import type { ProcessWorld } from '../world/process-world.js';
import type { Action, ActionKind, Scheduler } from './scheduler.js';

/** What ends a seed before it is played to its end. */
export interface SeedLimits {
  /** A step that takes longer, in real time, never ends. */
  readonly stepMs?: number;
  /** After so many steps it is given up with an {@link OutOfSteps}; absent: never. */
  readonly steps?: number | undefined;
}

const STEP_LIMIT_MS = 60_000;

/** A seed was given up before its end: nothing is known of it. */
export class OutOfSteps extends Error {}

/** Lets one thing happen at a time, and keeps what did. */
export class Stepping {
  /** What was let happen, one line a step. */
  readonly trace: string[] = [];
  /** How many commits of each handler and sweep wrote rows. */
  readonly worked: Record<string, number> = {};
  /** Processes whose commits added messages that were not relayed since. */
  readonly wantedRelays = new Set<string>();

  constructor(
    private readonly world: ProcessWorld,
    private readonly scheduler: Scheduler,
    private readonly seed: number,
    private readonly limits: SeedLimits,
  ) {}

  /** Gives whether rows were written, and whether only those of messages that were relayed. */
  async step(kinds: readonly ActionKind[]): Promise<'nothing' | 'relayed' | 'written'> {
    const { world, limits } = this;
    if (this.trace.length >= (limits.steps ?? Infinity)) throw new OutOfSteps(`Seed ${this.seed}`);
    const option = this.scheduler.choose(kinds);
    if (option === undefined) throw new Error('Nothing can happen any more');
    this.trace.push(option.name);
    await this.settle(option);
    const commits = world.transactions.takeCommits();
    for (const commit of commits) this.note(commit);
    if (commits.some(({ didMore }) => didMore)) return 'written';
    return commits.some(({ wrote }) => wrote) ? 'relayed' : 'nothing';
  }

  private note({ owner, wrote, added, by }: Commit): void {
    if (added) this.wantedRelays.add(this.world.relayFor(owner));
    if (wrote && by !== undefined) this.worked[by] = (this.worked[by] ?? 0) + 1;
  }

  private async settle({ name, happen }: Action): Promise<void> {
    const { transactions } = this.world;
    try {
      happen();
      await withinTime(transactions.settle(), this.limits.stepMs ?? STEP_LIMIT_MS, () =>
        transactions.describe(),
      );
    } catch (error) {
      if (!(error instanceof StoodStill || error instanceof NeverWaited)) throw error;
      const { message } = error;
      transactions.giveUp();
      throw new StoodStill(
        `Seed ${this.seed} stands still at step ${this.trace.length}, "${name}":\n  ${message}`,
      );
    }
  }
}

/** Weights that have this sum together. */
export function scaled(kinds: readonly ActionKind[], share: number): readonly ActionKind[] {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  return kinds.map(({ weight, actions }) => ({
    weight: total === 0 ? 0 : (weight / total) * share,
    actions,
  }));
}
