import { CallPostponed, LONGEST_WAIT_IN_PLACE_MS, SyncError } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  type ConnectorSession,
  type ConnectorStream,
  type SourcePage,
  type Timers,
} from '@evenkeel/ports';
import type { SeededRandom } from '../../world/seeded-random.js';
import type { ScriptedProvider } from './scripted-provider.js';
import type { SourceStream } from './source-stream.js';

/** What becomes of what a connector gives before the engine has it. */
export interface Reading {
  readonly page: (page: SourcePage) => SourcePage;
  readonly stream: (stream: ConnectorStream) => ConnectorStream;
}
const AS_GIVEN: Reading = { page: (page) => page, stream: (stream) => stream };

/** Asks the provider over a line whose latency the scheduler decides. */
class ScriptedConnector extends Connector {
  readonly name = 'scripted';

  constructor(
    private readonly provider: ScriptedProvider,
    private readonly timers: Timers,
    private readonly random: SeededRandom,
    private readonly reading: Reading,
  ) {
    super();
  }

  validate(): void {}

  destinations() {
    return {};
  }

  open(): ConnectorSession {
    const { streams } = this.provider;
    return {
      check: async () => undefined,
      discover: async () => [...streams.values()].map((stream) => this.openStream(stream)),
      stream: async (name) => this.openStream(this.provider.stream(name)),
    };
  }

  private openStream(stream: SourceStream): ConnectorStream {
    const { name, pageSize, incremental, listing, isInventory, slices } = stream.options;
    const { reportsDeletions, answers } = stream.options;
    const sliceStream = async () => {
      await this.line();
      return { key: 'immutable', slices: stream.slices(), records: null } as const;
    };
    return this.reading.stream({
      description: {
        ...{ name, pageSize, incremental, listing, reportsDeletions },
        ...(isInventory ? { shape: 'inventory' } : { sameShape: answers.declaresSameShape }),
      },
      readPage: async (request) => {
        const askedAtMs = this.provider.now();
        await this.line();
        return this.reading.page(stream.page(request, askedAtMs));
      },
      readOne: async (externalId) => {
        await this.line();
        return stream.find(externalId);
      },
      ...(slices > 1 ? { sliceStream } : {}),
    });
  }

  private async line(): Promise<void> {
    const { provider, random, timers } = this;
    await timers.sleep(provider.latencyMs(random));
    // As the guarded caller does: it waits out what is short, and asks again; a longer wait is not spent in place.
    for (let ms = provider.waitMs(random); ms > 0; ms = provider.waitMs(random)) {
      if (ms > LONGEST_WAIT_IN_PLACE_MS) throw postponed(ms);
      await timers.sleep(ms);
    }
    provider.answer();
  }
}

function postponed(waitMs: number): CallPostponed {
  const cause = new SyncError('provider.rate_limited', 'The provider holds everybody off', { waitMs });
  return new CallPostponed(cause, { waitMs, waiting: 'quota', tries: { failures: 0, waits: 1 }, cause });
}

/** The only connector a simulated process knows. */
export class ScriptedConnectors extends Connectors {
  private readonly connector: Connector;

  constructor(
    provider: ScriptedProvider,
    timers: Timers,
    random: SeededRandom,
    reading: Partial<Reading> = {},
  ) {
    super();
    this.connector = new ScriptedConnector(provider, timers, random, { ...AS_GIVEN, ...reading });
  }

  named(): Connector {
    return this.connector;
  }
}
