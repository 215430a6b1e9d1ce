import { hasEnded } from '@evenkeel/domain';
import { NeverWaited } from '../database/server-process.js';
import { StoodStill, withinTime } from '../database/watchdog.js';
import { findFinalViolation, isAtRest, streamsWithGone } from '../invariants/in-the-end.js';
import { findViolation } from '../invariants/invariants.js';
import { NOTHING_YET, takeSnapshot, type Snapshot } from '../invariants/snapshot.js';
import { EVENTS, THINGS } from '../provider/scripted-provider.js';
import { SeededRandom } from '../world/seeded-random.js';
import type { World } from '../world/world.js';
import type { Chooser, Kind, Option } from './chooser.js';
import { Mishaps } from './mishaps.js';
import { thingsThatGoOn, type GoingOn } from './things-that-go-on.js';

/** A calm world that is still at work after so many steps, or so much of its time, is not coming to rest. */
const MOST_CALM_STEPS = 8_000;
const MOST_CALM_MS = 240_000;
const REST_LOOKED_FOR_EVERY = 5;
const COMPLETE_RUNS = 2;
/** What is held goes on after a hundred steps, about. */
const LETTING_GO_ON = 0.4;
/** A step that takes longer, in real time, never ends. */
const STEP_LIMIT_MS = 60_000;

/** One seed: first everything happens in any order, then all calms down and every sync has to come out right. */
export class Play {
  /** What was let happen, one line a step. */
  readonly trace: string[] = [];
  readonly mishaps: Mishaps;
  checks = 0;
  private seen: Snapshot = NOTHING_YET;
  private readonly wantedRelays = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly chooser: Chooser,
    private readonly seed: number,
    private readonly stepLimitMs = STEP_LIMIT_MS,
  ) {
    this.mishaps = new Mishaps(world, new SeededRandom(seed).fork('mishaps'), () => this.seen);
  }

  /** The violation in words; undefined if there was none. */
  async perform(): Promise<string | undefined> {
    return (
      (await this.beWild()) ??
      (await this.calmDown()) ??
      (await this.runOnHintsAlone()) ??
      (await this.tellWhatIsGone())
    );
  }

  private async beWild(): Promise<string | undefined> {
    const { world } = this;
    for (const job of [THINGS, EVENTS]) void world.people.run(job, 'full').catch(() => undefined);
    const { wildSteps, wildness } = world.temper;
    const goingOn: GoingOn = { wantedRelays: this.wantedRelays, restlessness: 1, sweeps: 'all' };
    for (let step = 0; step < wildSteps; step += 1) {
      const usual = [...thingsThatGoOn(world, goingOn), this.mishaps.lettingGoOn(LETTING_GO_ON)];
      const wild = this.mishaps.kinds();
      const violation = await this.step([...scaled(usual, 1 - wildness), ...scaled(wild, wildness)]);
      if (violation !== undefined) return violation;
    }
    return undefined;
  }

  private async calmDown(): Promise<string | undefined> {
    const { world } = this;
    world.bus.behave();
    world.provider.calmDown();
    for (const { owner } of world.sleepers) world.goOn(owner);
    const { wantedRelays } = this;
    const goingOn: GoingOn = { wantedRelays, restlessness: 0.2, sweeps: 'all but asking' };
    return this.comeToRest(goingOn, this.mishaps.lettingGoOn(1));
  }

  /** In a world where nothing gets lost a run needs no sweep; and what it leaves behind equals the source. */
  private async runOnHintsAlone(): Promise<string | undefined> {
    const { world } = this;
    const over = new Set(this.seen.executions.flatMap(({ id, status }) => (hasEnded(status) ? [id] : [])));
    void world.people.run(THINGS, 'full').catch(() => undefined);
    void world.people.run(EVENTS, 'incremental').catch(() => undefined);
    const goingOn: GoingOn = { wantedRelays: this.wantedRelays, restlessness: 0, sweeps: 'none' };
    const violation = await this.comeToRest(goingOn, this.mishaps.lettingGoOn(1));
    if (violation !== undefined) return `with hints alone ${violation}`;
    const last = this.seen.executions.filter(({ id, lane }) => lane === 'bulk' && !over.has(id));
    // What could not be applied earlier, and cannot be now, is tried again by every run until it is a dead letter.
    const incomplete = last.find(({ status }) => !status.startsWith('completed'));
    if (last.length !== 2) return `the two last requests led to ${last.length} runs`;
    if (incomplete !== undefined) return `the last run of ${incomplete.job} ended ${incomplete.status}`;
    return findFinalViolation(this.seen, world.provider);
  }

  /** What the source has lost is inactive after two complete runs at the latest, if people let it. */
  private async tellWhatIsGone(): Promise<string | undefined> {
    const { world, wantedRelays } = this;
    const left = () => streamsWithGone(this.seen, world.provider);
    for (let round = 0; round < COMPLETE_RUNS && left().length > 0; round += 1) {
      for (const stream of left()) void world.people.run(stream, 'full').catch(() => undefined);
      const goingOn: GoingOn = { wantedRelays, restlessness: 0, sweeps: 'none' };
      const violation = await this.comeToRest(goingOn, this.mishaps.granting());
      if (violation !== undefined) return `while it is told what is gone ${violation}`;
    }
    const [stream] = left();
    return (
      stream &&
      `some ${stream} are active although the source no longer has them, after ${COMPLETE_RUNS} complete runs`
    );
  }

  private async comeToRest(goingOn: GoingOn, people: Kind): Promise<string | undefined> {
    const { world } = this;
    const [firstStep, firstMs] = [this.trace.length, world.time.monotonicMs()];
    for (;;) {
      const violation = await this.step([...thingsThatGoOn(world, goingOn), people]);
      if (violation !== undefined) return violation;
      const steps = this.trace.length - firstStep;
      if (steps % REST_LOOKED_FOR_EVERY === 0 && this.isAtRest() && people.options().length === 0)
        return undefined;
      if (steps > MOST_CALM_STEPS || world.time.monotonicMs() - firstMs > MOST_CALM_MS)
        return 'the world did not come to rest';
    }
  }

  private async step(kinds: readonly Kind[]): Promise<string | undefined> {
    const { world } = this;
    const option = this.chooser.choose(kinds);
    if (option === undefined) throw new Error('Nothing can happen any more');
    this.trace.push(option.name);
    await this.settle(option);
    const commits = world.transactions.takeCommits();
    for (const { owner, added } of commits) if (added) this.wantedRelays.add(world.relayFor(owner));
    return commits.some(({ wrote }) => wrote) ? this.check() : undefined;
  }

  private async settle({ name, happen }: Option): Promise<void> {
    const { transactions } = this.world;
    try {
      happen();
      await withinTime(transactions.settle(), this.stepLimitMs, () => transactions.describe());
    } catch (error) {
      if (!(error instanceof StoodStill || error instanceof NeverWaited)) throw error;
      const { message } = error;
      transactions.giveUp();
      throw new StoodStill(
        `Seed ${this.seed} stands still at step ${this.trace.length}, "${name}":\n  ${message}`,
      );
    }
  }

  private async check(): Promise<string | undefined> {
    const before = this.seen;
    this.seen = await takeSnapshot(this.world.stage.monitor, this.world.time.now(), before);
    this.checks += 1;
    const { provider, temper } = this.world;
    return findViolation({ before, now: this.seen, provider, perConnection: temper.perConnection });
  }

  private isAtRest(): boolean {
    const { transactions, bus } = this.world;
    return transactions.count === 0 && bus.isEmpty && isAtRest(this.seen);
  }
}

function scaled(kinds: readonly Kind[], share: number): readonly Kind[] {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  return kinds.map(({ weight, options }) => ({
    weight: total === 0 ? 0 : (weight / total) * share,
    options,
  }));
}
