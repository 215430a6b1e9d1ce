import { SyncError, type JsonObject } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  HttpCallers,
  ModelCaller,
  type ConnectorContext,
  type ConnectorSession,
  type ConnectorStream,
  type HttpCaller,
  type StreamWrites,
} from '@evenkeel/ports';

/** What could be written; the admin API writes nothing itself. */
const ACCOUNTS: StreamWrites = {
  abilities: {
    batchSizes: { create: 1, update: 1 },
    ...{ isAllOrNothing: false, update: 'patch', keyLifetimeSeconds: null },
    ...{ checksVersion: true, lookUp: null, answers: 'record' },
  },
  write: () => Promise.reject(new Error('The admin API writes nothing')),
};

/** A provider whose answers a test sets. */
class ProviderConnector extends Connector {
  readonly name = 'provider';
  failure: Error | undefined;
  /** Until when it lets those wait who check it. */
  pause: Promise<void> | undefined;
  credentialsSeen: JsonObject | undefined;

  validate({ baseUrl }: JsonObject): void {
    if (typeof baseUrl !== 'string') throw new SyncError('config.invalid_settings', 'baseUrl: is missing');
    if (!URL.canParse(baseUrl)) throw new SyncError('config.invalid_settings', 'baseUrl: is no address');
  }
  destinations({ baseUrl }: JsonObject) {
    return { baseUrl: new URL(baseUrl as string).origin };
  }
  open({ credentials }: ConnectorContext): ConnectorSession {
    const customers: ConnectorStream = {
      description: { name: 'customers', pageSize: 100, incremental: true },
      readPage: async () => ({ records: [], next: null, bound: null, total: 0 }),
    };
    return {
      check: async () => {
        this.credentialsSeen = credentials;
        await this.pause;
        if (this.failure !== undefined) throw this.failure;
      },
      discover: async () => [customers],
      stream: async (name) => (name === 'accounts' ? { ...customers, writes: ACCOUNTS } : customers),
    };
  }
}

export class ProviderConnectors extends Connectors {
  readonly connector = new ProviderConnector();

  named(name: string): Connector {
    if (name === 'provider') return this.connector;
    throw new SyncError('config.unknown_connector', `There is no connector "${name}"; there is: provider`);
  }
}

export class NoCallers extends HttpCallers {
  forget(): void {
    // It holds nothing.
  }

  forConnection(): HttpCaller {
    return {
      json: () => Promise.reject(new Error('The provider of these tests needs no calls')),
    };
  }
}

/** No server answers at its address. */
export class NoModel extends ModelCaller {
  ask(): Promise<never> {
    return Promise.reject(new SyncError('provider.unreachable', 'No server answers'));
  }
}
