import type { ExecutionStatus } from '@evenkeel/domain';
import { ConnectionLost } from '../database/transactions.js';
import { EVENTS, THINGS } from '../provider/scripted-provider.js';
import type { Snapshot } from '../invariants/snapshot.js';
import { PLACES } from '../world/places.js';
import type { SeededRandom } from '../world/seeded-random.js';
import { OVERLAP_SECONDS, type Mishap } from '../world/temper.js';
import type { World } from '../world/world.js';
import type { Kind, Option } from './chooser.js';
import { nameOf } from './things-that-go-on.js';

const LEASE_MS = 15_000;
const RESUMABLE: readonly ExecutionStatus[] = ['cancelled', 'failed', 'timed_out', 'completed_with_errors'];

/** What people and fate do, and how often each of it was done. */
export class Mishaps {
  readonly done: Partial<Record<Mishap, number>> = {};

  constructor(
    private readonly world: World,
    private readonly random: SeededRandom,
    /** What people see on their screens. */
    private readonly seen: () => Snapshot,
  ) {}

  kinds(): readonly Kind[] {
    const { provider } = this.world;
    const { weights } = this.world.temper;
    const asking = (ask: () => readonly Option[]) => () => (this.world.isBusy ? [] : ask());
    const options: Record<Mishap, () => readonly Option[]> = {
      crash: () => this.crashes(),
      pause: () => this.pauses(),
      'lost answer': () => [
        this.option('lost answer', 'an answer to a commit gets lost', () =>
          this.world.transactions.loseNextAnswer(),
        ),
      ],
      'failed statement': () => this.failedStatements(),
      edit: () => [this.option('edit', 'the source changes', () => this.edit())],
      poison: () => [this.option('poison', 'the source breaks', () => provider.anyStream().poison())],
      run: asking(() => [THINGS, EVENTS].map((job) => this.bulkRun(job))),
      'single run': asking(() => this.singleRuns()),
      cancel: asking(() => [this.act('cancel', 'cancel', () => this.cancelRunning())]),
      resume: asking(() => [this.act('resume', 'resume', () => this.resumeEnded())]),
      leap: () => [this.option('leap', 'time leaps', () => this.leap())],
      outage: () => [
        this.option('outage', 'the provider is down', () => provider.goDown(this.random.below(30_000))),
      ],
      'rate limit': () => [
        this.option('rate limit', 'the provider holds everybody off', () =>
          provider.holdOff(this.random.below(40_000)),
        ),
      ],
      retry: asking(() => this.retries()),
    };
    return Object.entries(options).map(([name, of]) => ({ weight: weights[name as Mishap], options: of }));
  }

  private crashes(): readonly Option[] {
    return PLACES.flatMap((place) => {
      const { owner } = this.world.process(place);
      const crash = (keepsName: boolean) => () => this.world.crash(place, keepsName);
      return [
        this.option('crash', `${owner} crashes and comes back`, crash(true)),
        this.option('crash', `${owner} crashes and another takes its place`, crash(false)),
      ];
    });
  }

  private pauses(): readonly Option[] {
    return PLACES.map((place) => this.world.process(place))
      .filter(({ owner }) => this.world.isAwake(owner))
      .map(({ place, owner }) =>
        this.option('pause', `${owner} stands still`, () =>
          this.world.pause(place, LEASE_MS + this.random.below(LEASE_MS)),
        ),
      );
  }

  private failedStatements(): readonly Option[] {
    return this.world.transactions
      .parked()
      .filter(({ sql }) => sql !== 'commit')
      .map((statement) =>
        this.option('failed statement', `no connection for ${nameOf(statement)}`, () =>
          statement.release(new ConnectionLost('the connection is gone')),
        ),
      );
  }

  /** The provider tells of it, or not. */
  private edit(): void {
    const delayMs = this.random.chance(0.5) ? 0 : this.random.below((OVERLAP_SECONDS - 10) * 1000);
    const stream = this.world.provider.anyStream();
    const id = stream.edit(delayMs);
    if (this.isCrowded || this.random.chance(0.4)) return;
    void this.world.run(stream.options.name, 'full', [id]).catch(() => undefined);
  }

  /** Whatever is drawn is drawn when it happens: a replay looks at options that it does not choose. */
  private bulkRun(job: string): Option {
    return this.act('run', `run of ${job} requested`, () => {
      const isFull = this.random.chance(0.2) || job === THINGS;
      return this.world.run(job, isFull ? 'full' : 'incremental');
    });
  }

  private get isCrowded(): boolean {
    const asked = this.seen().triggers.filter(({ state }) => state === 'accepted').length;
    return this.world.isBusy || asked + this.executions(['running']).length > this.world.temper.mostRuns;
  }

  private singleRuns(): readonly Option[] {
    if (this.isCrowded) return [];
    return [THINGS, EVENTS].map((job) => this.singleRun(job));
  }

  private singleRun(job: string): Option {
    return this.act('single run', `run of some ${job} requested`, () => {
      const stream = this.world.provider.stream(job);
      const named = [stream.someId(), stream.someId()];
      if (this.random.chance(0.1)) named.push('unknown');
      return this.world.run(job, 'full', named);
    });
  }

  private retries(): readonly Option[] {
    if (this.seen().failing.length === 0) return [];
    return [THINGS, EVENTS].map((job) =>
      this.act('retry', `retry of what failed in ${job}`, () => this.world.retryFailures(job)),
    );
  }

  private async cancelRunning(): Promise<void> {
    const running = this.executions(['running', 'queued']);
    if (running.length > 0) await this.world.cancel(this.random.pick(running));
  }

  private async resumeEnded(): Promise<void> {
    const ended = this.executions(RESUMABLE);
    if (ended.length > 0) await this.world.resume(this.random.pick(ended));
  }

  private executions(statuses: readonly ExecutionStatus[]): readonly string[] {
    return this.seen()
      .executions.filter(({ status }) => statuses.includes(status))
      .map(({ id }) => id);
  }

  /** Long enough that leases end, or deadlines come near. */
  private leap(): void {
    this.world.time.advance(2_000 + this.random.below(20_000));
  }

  /** Something that goes on over many steps. What it fails with is its own affair: rows and invariants tell. */
  private act(mishap: Mishap, name: string, work: () => Promise<void>): Option {
    return this.option(mishap, name, () => void work().catch(() => undefined));
  }

  private option(mishap: Mishap, name: string, happen: () => void): Option {
    return {
      name,
      happen: () => {
        this.done[mishap] = (this.done[mishap] ?? 0) + 1;
        happen();
      },
    };
  }
}
