import { MathRandom, NodeTimers, SystemClock } from '@evenkeel/adapter-node-runtime';
import { UndiciHttpCallers } from '@evenkeel/adapter-http';
import {
  describeConnector,
  ListedLogger,
  ListedMeter,
  RememberedBreakerBoard,
  RememberedQuotaLedger,
  type ConnectorConformance,
  type ConnectorWorld,
} from '@evenkeel/conformance';
import type { JsonObject } from '@evenkeel/domain';
import { SIMULATED_STREAMS, type SimulatedStream } from './provider/data-set.js';
import { SimulatorProvider } from './provider/simulator-provider.js';
import { SimulatorConnector } from './simulator-connector.js';

const TOKEN = 'sandbox-token-1';

async function open(more: JsonObject = {}): Promise<ConnectorWorld> {
  const provider = await SimulatorProvider.start({ records: 45, token: TOKEN });
  const clock = new SystemClock();
  const callers = new UndiciHttpCallers(
    {
      clock,
      timers: new NodeTimers(),
      random: new MathRandom(),
      meter: new ListedMeter(),
      log: new ListedLogger(),
      ledger: new RememberedQuotaLedger(clock),
      board: new RememberedBreakerBoard(clock),
      holder: 'this process',
    },
    { retry: { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 }, responseBytes: 1_048_576 },
  );
  let connections = 0;
  return {
    settings: { baseUrl: provider.url, ...more },
    credentials: { token: TOKEN },
    clock,
    http: (signal) =>
      callers.forConnection(
        { id: `connection-${(connections += 1)}`, quota: null, retry: null },
        signal,
        'bulk',
      ),
    withFaults: (rules) => ({ baseUrl: `${provider.url}/faults/${rules}`, ...more }),
    ids: (stream) => [...provider.everything(stream as SimulatedStream)].map(idOf),
    edit: (stream, ids) => {
      provider.control({ edit: { stream: stream as SimulatedStream, ids } });
    },
    close: async () => {
      await callers.close();
      await provider.stop();
    },
  };
}

/** From the text, for some ids are numbers that JSON.parse would round. */
const idOf = (text: string): string => /^\{"id":"?([^",]+)/.exec(text)?.[1] ?? '';

const conformance: Omit<ConnectorConformance, 'open'> = {
  make: () => new SimulatorConnector(),
  streams: SIMULATED_STREAMS,
  wrongCredentials: { token: 'another' },
  wrongSettings: {
    'settings.baseUrl': { baseUrl: 'ftp://127.0.0.1' },
    'settings.baseURL': { baseURL: 'http://127.0.0.1' },
  },
};

describeConnector('The simulator connector', { ...conformance, open });
describeConnector('The simulator connector with inventories', {
  ...conformance,
  open: () => open({ shape: 'inventory' }),
});
