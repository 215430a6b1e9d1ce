import { SyncError } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  type ConnectorContext,
  type PageRequest,
  type SourcePage,
  type StreamDescription,
  type Timers,
} from '@evenkeel/ports';
import type { SeededRandom } from '../world/seeded-random.js';
import type { Temper } from '../world/temper.js';
import { SourceStream } from './source-stream.js';

/** Records with versions, read as a whole. */
export const THINGS = 'things';
/** Records with times only, of which those changed since can be asked for. */
export const EVENTS = 'events';

const USUAL_MS = 200;
const SLOW_MS = 4_000;
/** Longer than a lease. */
const VERY_SLOW_MS = 25_000;
/** What a caller is told to wait, at most; then it may be told again. */
const LONGEST_WAIT_MS = 5_000;

/** The other side of a simulated world. Its clock is not ours. */
export class ScriptedProvider {
  readonly streams: ReadonlyMap<string, SourceStream>;
  private isFlaky = true;
  private downUntilMs = -Infinity;
  private limitedUntilMs = -Infinity;

  constructor(
    private readonly random: SeededRandom,
    readonly now: () => number,
    private readonly temper: Pick<Temper, 'providerErrors' | 'slowAnswers' | 'crowding'>,
  ) {
    const { crowding } = temper;
    const pageSize = () => (crowding > 0 ? 1 : 1 + random.below(3));
    // Many short pages: some are always on their way.
    const more = crowding > 0 ? 6 : 0;
    const streams = [
      {
        name: THINGS,
        records: 2 + random.below(4) + more,
        pageSize: pageSize(),
        hasVersions: true,
        incremental: false,
      },
      {
        name: EVENTS,
        records: 3 + random.below(8) + more,
        pageSize: pageSize(),
        hasVersions: false,
        incremental: true,
      },
    ];
    this.streams = new Map(
      streams.map((options) => [
        options.name,
        new SourceStream({ ...options, crowding }, random.fork(options.name), now),
      ]),
    );
  }

  /** From now on every call succeeds and nothing hides. */
  calmDown(): void {
    this.isFlaky = false;
    for (const stream of this.streams.values()) stream.calmDown();
  }

  anyStream(): SourceStream {
    return this.stream(this.random.chance(0.5) ? THINGS : EVENTS);
  }

  stream(name: string): SourceStream {
    const stream = this.streams.get(name);
    if (stream === undefined) throw new Error(`The provider has no ${name}`);
    return stream;
  }

  /** Nobody reaches it for so long. */
  goDown(forMs: number): void {
    this.downUntilMs = this.now() + forMs;
  }

  /** It asks everybody to come back later for so long. */
  holdOff(forMs: number): void {
    this.limitedUntilMs = this.now() + forMs;
  }

  /** How long the next answer takes. */
  latencyMs(random: SeededRandom): number {
    if (this.isFlaky && random.chance(this.temper.slowAnswers)) return VERY_SLOW_MS;
    return 1 + random.below(random.chance(0.3) ? SLOW_MS : USUAL_MS);
  }

  /** How long the caller is told to wait; 0: it gets an answer. */
  waitMs(random: SeededRandom): number {
    const isLimited = this.isFlaky && this.now() < this.limitedUntilMs;
    return isLimited ? 1 + random.below(LONGEST_WAIT_MS) : 0;
  }

  /** Throws as a line does that is down now and then. */
  answer(): void {
    const isDown = this.now() < this.downUntilMs || this.random.chance(this.temper.providerErrors);
    if (this.isFlaky && isDown) throw new SyncError('provider.unreachable', 'The line is down');
  }
}

/** Asks the provider over a line whose latency the scheduler decides. */
class ScriptedConnector extends Connector {
  readonly name = 'scripted';

  constructor(
    private readonly provider: ScriptedProvider,
    private readonly timers: Timers,
    private readonly random: SeededRandom,
  ) {
    super();
  }

  validate(): void {}

  check(): Promise<void> {
    return Promise.resolve();
  }

  discover(): Promise<readonly StreamDescription[]> {
    const described = [...this.provider.streams.values()].map(({ options }) => ({
      name: options.name,
      pageSize: options.pageSize,
      incremental: options.incremental,
      readOne: true,
    }));
    return Promise.resolve(described);
  }

  async readPage(_: ConnectorContext, request: PageRequest): Promise<SourcePage> {
    const askedAtMs = this.provider.now();
    await this.line();
    return this.provider.stream(request.stream).page(request, askedAtMs);
  }

  async readOne(_: ConnectorContext, stream: string, externalId: string) {
    await this.line();
    return this.provider.stream(stream).find(externalId);
  }

  private async line(): Promise<void> {
    const { provider, random, timers } = this;
    await timers.sleep(provider.latencyMs(random));
    // As the guarded caller does: it waits out whatever it is told, and asks again.
    for (let ms = provider.waitMs(random); ms > 0; ms = provider.waitMs(random)) await timers.sleep(ms);
    provider.answer();
  }
}

/** The only connector a simulated process knows. */
export class ScriptedConnectors extends Connectors {
  private readonly connector: Connector;

  constructor(provider: ScriptedProvider, timers: Timers, random: SeededRandom) {
    super();
    this.connector = new ScriptedConnector(provider, timers, random);
  }

  named(): Connector {
    return this.connector;
  }
}
