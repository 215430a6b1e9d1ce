import {
  Connector,
  Connectors,
  type ConnectorContext,
  type PageRequest,
  type SliceRequest,
  type SourcePage,
  type StreamDescription,
  type StreamSlicing,
  type Timers,
} from '@evenkeel/ports';
import type { SeededRandom } from '../world/seeded-random.js';
import type { ScriptedProvider } from './scripted-provider.js';

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
      listing: options.listing,
      ...(options.isInventory ? ({ shape: 'inventory' } as const) : {}),
      ...(options.slices > 1 ? ({ sliceKey: 'immutable' } as const) : {}),
    }));
    return Promise.resolve(described);
  }

  override async sliceStream(_: ConnectorContext, { stream }: SliceRequest): Promise<StreamSlicing> {
    await this.line();
    return { slices: this.provider.stream(stream).slices(), records: null };
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
