import { hasEnded } from '@evenkeel/domain';
import { findFinalViolation, findUnrest, streamsWithGone, stuckJobs } from '../checks/final-state.js';
import { findViolation, INVARIANTS } from '../checks/invariants.js';
import { afterRelay, NOTHING_YET, takeSnapshot, type Snapshot } from '../checks/snapshot.js';
import { findUndelivered, findUntold } from '../checks/deliveries.js';
import { findUntaken } from '../checks/messages.js';
import { EVENTS, THINGS } from '../workload/provider/scripted-provider.js';
import { SeededRandom } from '../world/seeded-random.js';
import { FAULTS } from '../world/world-profile.js';
import type { World } from '../world/world.js';
import type { Scheduler, ActionKind } from './scheduler.js';
import { scaled, Stepping, type SeedLimits } from './stepping.js';
import { ExternalEvents } from './external-events.js';
import { coverageOf } from './coverage.js';
import { engineActions, type Pace } from './engine-actions.js';
import { toldActions } from './told-actions.js';

/** A calm world that is still at work after so many steps, or so much of its time, is not coming to rest. */
const MOST_QUIET_STEPS = 8_000;
const MOST_QUIET_MS = 240_000;
/** Where deliveries ask for many runs more than one chunk may wait for the sweep that frees it, which comes by chance. */
const MOST_QUIET_MS_TOLD = 1_000_000;
const REST_LOOKED_FOR_EVERY = 5;
const COMPLETE_RUNS = 2;
/** What is held goes on after approximately a hundred steps. */
const UNBLOCKING = 0.4;

/** One seed: first everything happens in any order, then all calms down and every sync has to come out right. */
export class SeedRun {
  readonly events: ExternalEvents;
  checks = 0;
  /** Faults with the invariants that were tested after them. */
  readonly covered = new Set<string>();
  private seen: Snapshot = NOTHING_YET;
  private readonly stepping: Stepping;

  constructor(
    private readonly world: World,
    scheduler: Scheduler,
    seed: number,
    limits: SeedLimits = {},
  ) {
    this.stepping = new Stepping(world, scheduler, seed, limits);
    this.events = new ExternalEvents(world, new SeededRandom(seed).fork('events'), () => this.seen);
  }

  /** What was let happen, one line a step: the schedule. */
  get trace(): readonly string[] {
    return this.stepping.trace;
  }

  /** How many commits of each handler and sweep wrote rows. */
  get worked(): Readonly<Record<string, number>> {
    return this.stepping.worked;
  }

  /** The violation in words; undefined if there was none. */
  async perform(): Promise<string | undefined> {
    return (
      (await this.runWithFaults()) ??
      (await this.stopFaults()) ??
      (await this.partSome()) ??
      (await this.runOnHintsAlone()) ??
      (await this.inactivateWhatIsGone()) ??
      (await this.bringBack())
    );
  }

  private async runWithFaults(): Promise<string | undefined> {
    const { world } = this;
    for (const job of [THINGS, EVENTS]) void world.people.run(job, 'full').catch(() => undefined);
    const { faultySteps, eventRate } = world.profile;
    const pace: Pace = { wantedRelays: this.stepping.wantedRelays, idleRate: 1, sweeps: 'all' };
    for (let step = 0; step < faultySteps; step += 1) {
      const going = [...engineActions(world, pace), ...toldActions(world, this.seen)];
      const usual = [...going, this.events.unblocking(UNBLOCKING)];
      const outside = this.events.kinds();
      const violation = await this.step([...scaled(usual, 1 - eventRate), ...scaled(outside, eventRate)]);
      if (violation !== undefined) return violation;
    }
    return undefined;
  }

  private async stopFaults(): Promise<string | undefined> {
    const { world } = this;
    world.bus.stopFaults();
    world.provider.stopFaults();
    for (const { owner } of world.sleepers) world.goOn(owner);
    const { wantedRelays } = this.stepping;
    const pace: Pace = { wantedRelays, idleRate: 0.2, sweeps: 'not asking' };
    return this.runUntilQuiet(pace, this.events.unblocking(1));
  }

  /** People say of some records that they are not one: whatever is read from here on, they stay two. */
  private async partSome(): Promise<string | undefined> {
    const { world, stepping } = this;
    const { wantedRelays } = stepping;
    for (const merge of new Set([this.seen.merges.at(0), this.seen.merges.at(-1)])) {
      if (merge === undefined) continue;
      this.events.count('unmerge');
      void world.people.unmerge(merge).catch(() => undefined);
      const pace: Pace = { wantedRelays, idleRate: 0.2, sweeps: 'not asking' };
      const violation = await this.runUntilQuiet(pace, this.events.unblocking(1));
      if (violation !== undefined) return `once some are parted ${violation}`;
    }
    return undefined;
  }

  /** In a world where nothing gets lost a run needs no sweep; and what it leaves behind equals the source. */
  private async runOnHintsAlone(): Promise<string | undefined> {
    const { world } = this;
    const over = new Set(this.seen.executions.flatMap(({ id, status }) => (hasEnded(status) ? [id] : [])));
    void world.people.run(THINGS, 'full').catch(() => undefined);
    void world.people.run(EVENTS, 'incremental').catch(() => undefined);
    const pace = this.paceWithoutFaults();
    const violation = await this.runUntilQuiet(pace, this.events.unblocking(1));
    if (violation !== undefined) return `with hints alone ${violation}`;
    const last = this.seen.executions.filter(({ id, lane }) => lane === 'bulk' && !over.has(id));
    // What could not be applied earlier, and cannot be now, is tried again by every run until it is a dead letter.
    const stuck = stuckJobs(this.seen, world.provider);
    const incomplete = last.find(
      ({ job, status, hasOnlyReplayed }) =>
        !status.startsWith('completed') && !hasOnlyReplayed && !stuck.has(job),
    );
    if (last.length !== 2) return `the two last requests led to ${last.length} runs`;
    if (incomplete !== undefined) return `the last run of ${incomplete.job} ended ${incomplete.status}`;
    if (await world.observers.isGroupRunning()) return 'the run of the group goes on for ever';
    return (
      findFinalViolation(this.seen, world.provider) ??
      findUntaken(this.seen, world.topic) ??
      findUndelivered(this.seen, world.sender) ??
      (world.profile.isTold ? findUntold(this.seen, world.consumer) : undefined)
    );
  }

  /** What the source has lost is inactive after two complete runs at the latest, if people let it. */
  private async inactivateWhatIsGone(): Promise<string | undefined> {
    const { world } = this;
    const left = () => streamsWithGone(this.seen, world.provider);
    for (let round = 0; round < COMPLETE_RUNS && left().length > 0; round += 1) {
      for (const stream of left()) void world.people.run(stream, 'full').catch(() => undefined);
      const violation = await this.runUntilQuiet(this.paceWithoutFaults(), this.events.granting());
      if (violation !== undefined) return `while it is told what is gone ${violation}`;
    }
    const [stream] = left();
    return (
      stream &&
      `some ${stream} are active although the source no longer has them, after ${COMPLETE_RUNS} complete runs`
    );
  }

  /** What was taken for gone is there again as it was, and the next complete run sees that. */
  private async bringBack(): Promise<string | undefined> {
    const { world } = this;
    if (!world.profile.comesBack) return undefined;
    for (const name of [THINGS, EVENTS]) {
      if (world.provider.stream(name).restore() === undefined) continue;
      void world.people.run(name, 'full').catch(() => undefined);
    }
    const violation = await this.runUntilQuiet(this.paceWithoutFaults(), this.events.granting());
    if (violation !== undefined) return `while records come back ${violation}`;
    return findFinalViolation(this.seen, world.provider);
  }

  /** What waits for a record is released by a sweep alone; nothing else needs one. */
  private paceWithoutFaults(): Pace {
    const { wantedRelays } = this.stepping;
    return this.world.profile.isJoined
      ? { wantedRelays, idleRate: 0.2, sweeps: 'not asking' }
      : { wantedRelays, idleRate: 0, sweeps: 'none' };
  }

  private async runUntilQuiet(pace: Pace, people: ActionKind): Promise<string | undefined> {
    const { world } = this;
    const [firstStep, firstMs] = [this.trace.length, world.time.monotonicMs()];
    const mostMs = world.profile.isTold ? MOST_QUIET_MS_TOLD : MOST_QUIET_MS;
    for (;;) {
      const violation = await this.step([
        ...engineActions(world, pace),
        ...toldActions(world, this.seen),
        people,
      ]);
      if (violation !== undefined) return violation;
      const steps = this.trace.length - firstStep;
      if (steps % REST_LOOKED_FOR_EVERY === 0 && this.isAtRest() && people.actions().length === 0)
        return undefined;
      if (steps > MOST_QUIET_STEPS || world.time.monotonicMs() - firstMs > mostMs)
        return `the world did not come to rest: ${findUnrest(this.seen) ?? 'messages or transactions are under way'}`;
    }
  }

  private async step(kinds: readonly ActionKind[]): Promise<string | undefined> {
    const step = await this.stepping.step(kinds);
    const { stage, time } = this.world;
    // No invariant speaks of the outbox.
    if (step === 'relayed') this.seen = await afterRelay(stage.monitor, time.now(), this.seen);
    return step === 'written' ? this.check() : undefined;
  }

  private async check(): Promise<string | undefined> {
    const before = this.seen;
    this.seen = await takeSnapshot(this.world.stage.monitor, this.world.time.now(), before);
    this.checks += 1;
    const { provider, profile } = this.world;
    const { perConnection, maxRecords, deleteCeiling } = profile;
    const moments = { before, now: this.seen, provider, perConnection, maxRecords, deleteCeiling };
    const faults = FAULTS.filter((fault) => this.events.done[fault] !== undefined);
    for (const { says } of INVARIANTS.filter(({ isTested }) => isTested(moments)))
      for (const fault of faults) this.covered.add(coverageOf(fault, says));
    return findViolation(moments) ?? this.world.consumer.amiss;
  }

  private isAtRest(): boolean {
    const { transactions, bus, topic, profile } = this.world;
    const isIdle = transactions.count === 0 && bus.isEmpty && topic.isRead;
    const { facts, isUnpublished } = this.seen.untold;
    if (profile.isTold && (facts > 0 || isUnpublished)) return false;
    return isIdle && findUnrest(this.seen) === undefined;
  }
}
