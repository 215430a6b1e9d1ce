import type { ExecutionStatus } from '@evenkeel/domain';
import { settle } from './quiescence.js';
import type { Role } from './simulated-process.js';
import { World, type WorldOptions } from './world.js';

const WILD_STEPS = 500;
const MOST_STEPS = 8_000;
const CHECK_EVERY = 10;
const ROLES: readonly Role[] = ['control', 'executor', 'ingestion'];

export interface Simulation {
  readonly seed: number;
  readonly steps: number;
  /** The invariant that did not hold, in words; null if all did. */
  readonly violation: string | null;
  /** What was let happen, one line a step. */
  readonly trace: readonly string[];
  readonly crashes: number;
  readonly cancels: number;
}

/** Plays one seed: first everything happens in any order, then all calms down and the sync has to come out right. */
export async function simulate(options: WorldOptions): Promise<Simulation> {
  const world = await World.create(options);
  const play = new Play(world);
  try {
    const violation = await play.perform();
    const { trace, crashes, cancels } = play;
    return { seed: options.seed, steps: trace.length, violation: violation ?? null, trace, crashes, cancels };
  } finally {
    await world.close();
  }
}

class Play {
  readonly trace: string[] = [];
  crashes = 0;
  cancels = 0;

  constructor(private readonly world: World) {}

  async perform(): Promise<string | undefined> {
    const { world } = this;
    this.act('run requested', () => world.run());
    while (this.trace.length < WILD_STEPS) {
      const violation = await this.step(() => this.misbehave() || this.goOn());
      if (violation !== undefined) return violation;
    }
    world.bus.behave();
    world.provider.calmDown();
    return (await this.calmUntilQuiet(1)) ?? (await this.runOnceMore());
  }

  /** All wild things are over: `runs` executions must come to an end, and every trigger to an answer. */
  private async calmUntilQuiet(runs: number): Promise<string | undefined> {
    for (;;) {
      const violation = await this.step(() => this.goOn());
      if (violation !== undefined) return violation;
      if (this.trace.length > MOST_STEPS) return 'the world did not become quiet';
      if (this.trace.length % CHECK_EVERY === 0 && (await this.isQuiet(runs))) return undefined;
    }
  }

  private async runOnceMore(): Promise<string | undefined> {
    const { world } = this;
    const before = (await world.executions()).length;
    this.act('last run requested', () => world.run());
    const violation = await this.calmUntilQuiet(before + 1);
    if (violation !== undefined) return violation;
    const last = (await world.executions()).slice(before);
    if (!last.some(({ status }) => status === 'completed')) return 'the last run did not complete';
    return (
      (await world.invariants.findViolation()) ?? world.invariants.findFinalViolation(world.provider.rows())
    );
  }

  private async step(move: () => void): Promise<string | undefined> {
    const { world } = this;
    move();
    await settle(world.gates, world.monitor);
    return this.trace.length % CHECK_EVERY === 0 ? world.invariants.findViolation() : undefined;
  }

  /** Now and then something happens that nobody wants. */
  private misbehave(): boolean {
    const { world } = this;
    const { random } = world;
    if (random.chance(0.015)) return this.crash(random.pick(ROLES));
    if (random.chance(0.01))
      return this.note('an answer to a commit gets lost', () => world.gates.loseNextCommitAnswer());
    if (random.chance(0.03)) return this.note('the source changes', () => world.provider.edit());
    if (random.chance(0.01)) return this.act('run requested', () => world.run());
    if (random.chance(0.012)) return this.act('cancel', () => this.cancelRunning());
    if (random.chance(0.02)) return this.act('resume', () => this.resumeEnded());
    return false;
  }

  /** Any of the things that can happen next, each a few times as likely as the rarer ones. */
  private goOn(): boolean {
    const { world } = this;
    const { random } = world;
    const statements = world.gates.waiting;
    if (statements.length > 0 && random.chance(0.8)) {
      const statement = random.pick(statements);
      return this.note(`${statement.owner}: ${statement.sql.slice(0, 60)}`, () =>
        world.gates.release(statement),
      );
    }
    if (!world.bus.isEmpty && random.chance(0.7)) return this.deliver();
    if (random.chance(0.7) && this.relay()) return true;
    if (random.chance(0.1)) return this.sweep();
    return this.note('time passes', () => world.time.wakeNext() || world.time.advance(100));
  }

  private deliver(): boolean {
    const taken = this.world.bus.takeAny();
    return taken !== undefined && this.act(`${taken.owner} gets ${taken.message.topic}`, taken.deliver);
  }

  /** A commit that added messages wakes the relay of its process; the relay of a crashed one is found by the others. */
  private relay(): boolean {
    const { world } = this;
    const role = world.takeWantedRelay() ?? (world.random.chance(0.1) ? world.random.pick(ROLES) : undefined);
    return role !== undefined && this.act(`${role} relays`, () => world.process(role).relay());
  }

  private sweep(): boolean {
    const { sweeps } = this.world.process('control');
    if (sweeps.length === 0) return false;
    const sweep = this.world.random.pick(sweeps);
    return this.act(sweep.constructor.name, () => sweep.run());
  }

  private crash(role: Role): boolean {
    this.crashes += 1;
    return this.note(`${role} crashes`, () => this.world.crash(role));
  }

  private async cancelRunning(): Promise<void> {
    const running = (await this.world.executions()).find(({ status }) => status === 'running');
    if (running === undefined) return;
    this.cancels += 1;
    await this.world.cancel(running.id);
  }

  private async resumeEnded(): Promise<void> {
    const resumable: readonly ExecutionStatus[] = ['cancelled', 'failed', 'timed_out'];
    const ended = (await this.world.executions()).find(({ status }) => resumable.includes(status));
    if (ended !== undefined) await this.world.resume(ended.id);
  }

  private async isQuiet(runs: number): Promise<boolean> {
    const executions = await this.world.executions();
    if (executions.length < runs) return false;
    const open = executions.some(({ status }) => status === 'running' || status === 'queued');
    return (
      !open && this.world.gates.waiting.length === 0 && this.world.bus.isEmpty && (await this.isAnswered())
    );
  }

  private async isAnswered(): Promise<boolean> {
    const [row] = await this.world.monitor.rows<{ open: boolean }>(
      `select exists (select from trigger where state = 'accepted') or exists (select from outbox) as open`,
    );
    return row?.open === false;
  }

  /** Something that goes on over many steps. What it fails with is its own affair: rows and invariants tell. */
  private act(what: string, work: () => Promise<void>): boolean {
    return this.note(what, () => void work().catch(() => undefined));
  }

  private note(what: string, happen: () => void): boolean {
    this.trace.push(what);
    happen();
    return true;
  }
}
