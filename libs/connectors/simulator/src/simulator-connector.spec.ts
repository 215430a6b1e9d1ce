import { describeConnector, describeConnectorWrites, type ConnectorConformance } from '@evenkeel/conformance';
import type { JsonObject } from '@evenkeel/domain';
import { SIMULATED_STREAMS, type SimulatedStream } from './provider/simulated-stream.js';
import { SimulatorConnector } from './simulator-connector.js';
import { simulatedConformance } from './testing/simulated-conformance.js';

const conformance = (more: JsonObject = {}): ConnectorConformance => ({
  make: () => new SimulatorConnector(),
  provider: simulatedConformance({
    settings: (baseUrl) => ({ baseUrl, ...more }),
    streamOf: (stream) => stream as SimulatedStream,
  }),
  streams: SIMULATED_STREAMS,
  wrongCredentials: { token: 'another' },
  wrongSettings: {
    'settings.baseUrl': { baseUrl: 'ftp://127.0.0.1' },
    'settings.writes.update': { baseUrl: 'http://127.0.0.1', writes: { update: 'upsert' } },
    'settings.writes.batch': { baseUrl: 'http://127.0.0.1', writes: { batch: 5 } },
    'settings.baseURL': { baseURL: 'http://127.0.0.1' },
  },
});

describeConnector('The simulator connector', conformance({ writes: {} }));
describeConnector('The simulator connector with inventories', conformance({ shape: 'inventory' }));

describe.each<readonly [string, JsonObject]>([
  ['in batches', { batchSize: 10 }],
  ['in batches of all or nothing', { batchSize: 10, allOrNothing: true }],
  ['without a key, looked up by a field', { keyLifetimeSeconds: null, lookUp: 'email', answers: 'id' }],
  ['as a whole, without a version, silently', { update: 'replace', versionCheck: false, answers: 'nothing' }],
])('The simulator connector, written %s', (how, writes) => {
  describeConnectorWrites(how, { ...conformance({ writes }), streams: ['customers'] });
});
