import { UndiciHttpCallers } from '@evenkeel/adapter-http';
import { MathRandom, NodeTimers, SystemClock } from '@evenkeel/adapter-node-runtime';
import {
  ListedLogger,
  ListedMeter,
  RememberedAnswers,
  RememberedBreakerBoard,
  RememberedQuotaLedger,
  type ConnectorWorld,
} from '@evenkeel/conformance';
import { SimulatorProvider, type SimulatedStream } from '@evenkeel/connector-simulator';
import type { JsonObject } from '@evenkeel/domain';

export const TOKEN = 'sandbox-token-1';

const common = { versionPath: 'revision', modifiedAtPath: 'updated_at', pageSizeParam: 'limit' };
const since = { kind: 'time', param: 'updated_since', untilParam: 'updated_until', format: 'iso' };

/** Every kind of pagination there is, over the three streams of the simulator. */
const streams: Readonly<Record<string, JsonObject>> = {
  'customers by cursor': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' },
    incremental: since,
    readOne: { path: '/customers/{id}' },
  },
  'customers by last id': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'starting_after', lastIdPath: 'id', hasMorePath: 'has_more' },
    incremental: since,
  },
  'customers by next address': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'nextUrl', path: 'next_url' },
    incremental: since,
  },
  'devices by page': {
    ...common,
    path: '/devices',
    recordsPath: 'items',
    pageSizeParam: 'per_page',
    pagination: { kind: 'page', param: 'page' },
    incremental: since,
    readOne: { path: '/devices/{id}' },
  },
  'devices as an inventory': {
    ...common,
    path: '/devices',
    recordsPath: 'items',
    pageSizeParam: 'per_page',
    params: { view: 'inventory' },
    pagination: { kind: 'page', param: 'page' },
    shape: 'inventory',
    readOne: { path: '/devices/{id}' },
  },
  'invoices by offset': {
    ...common,
    path: '/invoices',
    pagination: { kind: 'offset', param: 'offset' },
    incremental: since,
    readOne: { path: '/invoices/{id}' },
  },
  'invoices by link': { ...common, path: '/invoices', pagination: { kind: 'link' }, incremental: since },
  'customers in ranges of numbers': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' },
    incremental: since,
    slices: {
      kind: 'numbers',
      fromParam: 'number_from',
      beforeParam: 'number_before',
      last: { path: '/keys/customers', valuePath: 'last' },
    },
  },
  'invoices by region': {
    ...common,
    path: '/invoices',
    pagination: { kind: 'link' },
    incremental: since,
    slices: { kind: 'partitions', param: 'region', values: ['north', 'east', 'south', 'west'] },
  },
  'customers by change feed': {
    ...common,
    path: '/changes/customers',
    recordsPath: 'results',
    recordPath: 'doc',
    tombstone: { path: 'deleted', equals: true },
    incremental: { kind: 'position', param: 'since', positionPath: 'last_seq', pendingPath: 'pending' },
    readOne: { path: '/customers/{id}' },
  },
};

export function simulatedSettings(baseUrl: string): JsonObject {
  return { baseUrl, auth: { kind: 'bearer' }, streams };
}

export async function openSimulated(): Promise<ConnectorWorld> {
  const provider = await SimulatorProvider.start({ records: 45, token: TOKEN });
  const clock = new SystemClock();
  const callers = openCallers(clock);
  let connections = 0;
  return {
    settings: simulatedSettings(provider.url),
    credentials: { token: TOKEN },
    clock,
    http: (signal) =>
      callers.forConnection(
        { id: `connection-${(connections += 1)}`, quota: null, retry: null },
        signal,
        'bulk',
      ),
    withFaults: (rules) => simulatedSettings(`${provider.url}/faults/${rules}`),
    ids: (stream) => [...provider.everything(simulated(stream))].map(idOf),
    edit: (stream, ids) => {
      provider.control({ edit: { stream: simulated(stream), ids } });
    },
    close: async () => {
      await callers.close();
      await provider.stop();
    },
  };
}

export function openCallers(clock: SystemClock): UndiciHttpCallers {
  const meter = new ListedMeter();
  const surroundings = {
    clock,
    timers: new NodeTimers(),
    random: new MathRandom(),
    meter,
    log: new ListedLogger(),
    ledger: new RememberedQuotaLedger(clock),
    board: new RememberedBreakerBoard(clock),
    keptAnswers: new RememberedAnswers(),
    holder: 'this process',
  };
  const retry = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
  return new UndiciHttpCallers(surroundings, { retry, responseBytes: 1_048_576 });
}

const simulated = (stream: string): SimulatedStream => stream.split(' ')[0] as SimulatedStream;

/** From the text, for some ids are numbers that JSON.parse would round. */
const idOf = (text: string): string => /^\{"id":"?([^",]+)/.exec(text)?.[1] ?? '';
