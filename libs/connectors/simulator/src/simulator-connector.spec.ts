import { describeConnector, type ConnectorConformance } from '@evenkeel/conformance';
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
    'settings.baseURL': { baseURL: 'http://127.0.0.1' },
  },
});

describeConnector('The simulator connector', conformance());
describeConnector('The simulator connector with inventories', conformance({ shape: 'inventory' }));
