import { intentStatesThat, type IntentState, type JobMode } from '@evenkeel/domain';
import { findUnrest } from '../checks/final-state.js';
import {
  afterRelay,
  NOTHING_YET,
  takeSnapshot,
  type SeenExecution,
  type Snapshot,
} from '../checks/snapshot.js';
import { engineActions, type Pace } from '../scheduler/engine-actions.js';
import { one, type ActionKind, type Scheduler } from '../scheduler/scheduler.js';
import { scaled, Stepping, type SeedLimits } from '../scheduler/stepping.js';
import { SeededRandom } from '../world/seeded-random.js';
import { findApart, isRefused } from './checks/both-sides.js';
import { findTwoWayViolation, TWO_WAY_INVARIANTS } from './checks/two-way-invariants.js';
import { findWrongValue } from './checks/values.js';
import { TwoWayEvents } from './two-way-events.js';
import { streamsOf } from './two-way-job.js';
import { NO_ROWS, readRows, type TwoWayRows } from './two-way-rows.js';
import type { TwoWayWorld } from './two-way-world.js';

const MOST_QUIET_STEPS = 8_000;
const MOST_QUIET_MS = 1_000_000;
const REST_LOOKED_FOR_EVERY = 5;
/** What is held goes on after approximately a hundred steps. */
const UNBLOCKING = 0.4;
/** After so many runs in the calm both sides are equal, at the latest. */
const ROUNDS = 3;
/** What was written can be read by then. */
const BETWEEN_ROUNDS_MS = 60_000;
const LEAP_MS = 5_000;
const WAITING: readonly IntentState[] = ['sent', 'in_doubt', 'uncertain'];
const UNRESOLVED = intentStatesThat(({ isUnresolved }) => isUnresolved);

/** One seed of a world that writes: anything may happen, then all calms down, both sides become equal, and nothing is written any more. */
export class TwoWayRun {
  readonly events: TwoWayEvents;
  readonly covered: ReadonlySet<string> = new Set<string>();
  checks = 0;
  private readonly stepping: Stepping;
  private seen: Snapshot = NOTHING_YET;
  private rows: TwoWayRows = NO_ROWS;

  constructor(
    private readonly world: TwoWayWorld,
    scheduler: Scheduler,
    seed: number,
    limits: SeedLimits = {},
  ) {
    this.stepping = new Stepping(world, scheduler, seed, limits);
    const screens = { seen: () => this.seen, rows: () => this.rows };
    this.events = new TwoWayEvents(world, new SeededRandom(seed).fork('events'), screens);
  }

  get trace(): readonly string[] {
    return this.stepping.trace;
  }

  get worked(): Readonly<Record<string, number>> {
    return this.stepping.worked;
  }

  /** The violation in words; undefined if there was none. */
  async perform(): Promise<string | undefined> {
    return (
      (await this.settleIn()) ??
      (await this.runWithFaults()) ??
      (await this.stopFaults()) ??
      (await this.becomeEqual()) ??
      (await this.stayQuiet())
    );
  }

  /** In some worlds both sides have been in step for a while when something goes wrong first. */
  private async settleIn(): Promise<string | undefined> {
    const { world } = this;
    if (!world.profile.isSettledIn) return undefined;
    const violation = await world.provider.calmly(() => this.runOnce('full'));
    return violation && `in the first run ${violation}`;
  }

  private async runWithFaults(): Promise<string | undefined> {
    const { world } = this;
    for (const stream of streamsOf(world.profile))
      void world.people.run(stream, 'full').catch(() => undefined);
    const { faultySteps, eventRate } = world.profile;
    const pace: Pace = { wantedRelays: this.stepping.wantedRelays, idleRate: 1, sweeps: 'all' };
    for (let step = 0; step < faultySteps; step += 1) {
      const usual = [...engineActions(world, pace), this.events.unblocking(UNBLOCKING)];
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
    return this.runUntilQuiet();
  }

  /** Runs take from each side what it has, and leave nothing that is not told. */
  private async becomeEqual(): Promise<string | undefined> {
    const { provider, profile } = this.world;
    const most = ROUNDS * streamsOf(profile).length;
    for (let round = 1; ; round += 1) {
      const violation = await this.runOnce('full');
      if (violation !== undefined) return `in calm run ${round} ${violation}`;
      const sides = { rows: this.rows, provider, profile };
      const apart = findApart(sides);
      if (apart === undefined) return findWrongValue(sides);
      if (round === most) return apart;
    }
  }

  /** Where nothing is edited nothing is written, on either side. */
  private async stayQuiet(): Promise<string | undefined> {
    const { desk } = this.world.provider;
    const [written, here] = [desk.carriedOut, this.heldHere()];
    const { mode } = this.world.profile;
    const violation = await this.runOnce(mode);
    if (violation !== undefined) return `in a quiet run ${violation}`;
    if (desk.carriedOut !== written) return `a ${mode} run wrote to the provider although nothing was edited`;
    return this.heldHere() === here ? undefined : `a ${mode} run wrote records although nothing was edited`;
  }

  private heldHere(): string {
    return JSON.stringify(this.rows.records);
  }

  private async runOnce(mode: JobMode): Promise<string | undefined> {
    for (const stream of streamsOf(this.world.profile)) {
      const violation = await this.runOf(stream, mode);
      if (violation !== undefined) return violation;
    }
    return undefined;
  }

  private async runOf(stream: string, mode: JobMode): Promise<string | undefined> {
    const { world } = this;
    world.time.advance(BETWEEN_ROUNDS_MS);
    const known = new Set(this.seen.executions.map(({ id }) => id));
    void world.people.run(stream, mode).catch(() => undefined);
    const violation = await this.runUntilQuiet();
    if (violation !== undefined) return violation;
    const runs = this.seen.executions.filter(({ id, lane }) => lane === 'bulk' && !known.has(id));
    if (runs.length === 0) return 'no run was begun';
    const isWell = ({ status }: SeenExecution) =>
      status.startsWith('completed') || (status === 'failed' && this.isBrokenByRefusals());
    const failed = runs.find((run) => !isWell(run));
    return failed && `the run ended ${failed.status}: ${this.rows.reason?.message ?? 'it does not say why'}`;
  }

  /** Where almost all that it has to send is refused, and by the provider alone, a run fails and says so. */
  private isBrokenByRefusals(): boolean {
    const { records, told, reason } = this.rows;
    const isRefusing = records.some((record) => isRefused(this.rows, record));
    const isOther = told.some(({ outcome }) => outcome === 'errored' || outcome === 'rejected');
    return isRefusing && !isOther && reason?.code === 'run.circuit_breaker';
  }

  private async runUntilQuiet(): Promise<string | undefined> {
    const { world } = this;
    const { wantedRelays } = this.stepping;
    const pace: Pace = { wantedRelays, idleRate: 0.2, sweeps: 'not asking' };
    const [firstStep, firstMs] = [this.trace.length, world.time.monotonicMs()];
    const people = this.events.settling();
    for (;;) {
      const violation = await this.step([...engineActions(world, pace), people, this.leaping()]);
      if (violation !== undefined) return violation;
      const steps = this.trace.length - firstStep;
      const unrest = steps % REST_LOOKED_FOR_EVERY === 0 ? this.unrest() : 'it was not looked';
      if (unrest === undefined && people.actions().length === 0) return undefined;
      if (steps > MOST_QUIET_STEPS || world.time.monotonicMs() - firstMs > MOST_QUIET_MS)
        return `the world did not come to rest: ${this.unrest() ?? 'people have something to say'}`;
    }
  }

  /** What is in doubt waits for time. */
  private leaping(): ActionKind {
    const isWaiting = () => this.isIdle() && this.rows.intents.some(({ state }) => WAITING.includes(state));
    return {
      weight: 0.3,
      actions: () => (isWaiting() ? one('time leaps', () => this.world.time.advance(LEAP_MS)) : []),
    };
  }

  private isIdle(): boolean {
    const { transactions, bus } = this.world;
    return transactions.count === 0 && bus.isEmpty && findUnrest(this.seen) === undefined;
  }

  private openIntent() {
    return this.rows.intents.find(({ state }) => UNRESOLVED.includes(state));
  }

  private unrest(): string | undefined {
    const { transactions, bus } = this.world;
    const intent = this.openIntent();
    if (transactions.count > 0 || !bus.isEmpty) return 'messages or transactions are under way';
    return findUnrest(this.seen) ?? (intent && `push ${intent.id} is ${intent.state}`);
  }

  private async step(kinds: readonly ActionKind[]): Promise<string | undefined> {
    const step = await this.stepping.step(kinds);
    const { stage, time } = this.world;
    // No invariant speaks of the outbox.
    if (step === 'relayed') this.seen = await afterRelay(stage.monitor, time.now(), this.seen);
    return step === 'written' ? this.check() : undefined;
  }

  private async check(): Promise<string | undefined> {
    const { world, seen: before } = this;
    this.seen = await takeSnapshot(world.stage.monitor, world.time.now(), before);
    this.rows = await readRows(world.stage.monitor);
    this.checks += TWO_WAY_INVARIANTS.length;
    const { provider, profile } = world;
    const { perConnection } = profile;
    return findTwoWayViolation({ before, now: this.seen, rows: this.rows, provider, profile, perConnection });
  }
}
