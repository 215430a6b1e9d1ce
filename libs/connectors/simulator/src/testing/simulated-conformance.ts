import type { ConformanceProvider } from '@evenkeel/conformance';
import type { JsonObject } from '@evenkeel/domain';
import type { SimulatedStream } from '../provider/simulated-stream.js';
import { SimulatorProvider } from '../provider/simulator-provider.js';
import { GuardedCallers } from './guarded-callers.js';

export const TOKEN = 'sandbox-token-1';
const RECORDS = 45;

interface SimulatedConformance {
  readonly settings: (baseUrl: string) => JsonObject;
  /** The simulator's name of a stream of the connector. */
  readonly streamOf: (stream: string) => SimulatedStream;
}

/** From the call on, these faults are in force. */
type Begin = (faults: string) => () => Promise<void>;

/** The simulated provider in the words of the conformance of connectors: it can do all that the suite asks for. */
export function simulatedConformance({ settings, streamOf }: SimulatedConformance): ConformanceProvider {
  let started: { readonly provider: SimulatorProvider; readonly callers: GuardedCallers } | undefined;
  const running = () => {
    if (started === undefined) throw new Error('The simulated provider is not started');
    return started;
  };
  const control = async (request: Parameters<SimulatorProvider['control']>[0]) => {
    running().provider.control(request);
  };
  const begin: Begin = (faults) => () => control({ faults });
  return {
    start: async () => {
      const provider = await SimulatorProvider.start({ records: RECORDS, token: TOKEN });
      const callers = new GuardedCallers();
      started = { provider, callers };
      return {
        settings: settings(provider.url),
        credentials: { token: TOKEN },
        clock: callers.clock,
        gateways: (destinations, signal) => callers.gateways(destinations, signal),
      };
    },
    stop: async () => {
      const { provider, callers } = running();
      await callers.close();
      await provider.stop();
    },
    ids: async (stream) => [...running().provider.everything(streamOf(stream))].map(idOf),
    create: (stream, count) => control({ create: { stream: streamOf(stream), count } }),
    change: (stream, ids) => control({ edit: { stream: streamOf(stream), ids } }),
    remove: (stream, ids) => control({ delete: { stream: streamOf(stream), ids } }),
    passTime: (ms) => control({ clockAheadMs: ms }),
    fail: failures(begin),
    holdOff: (calls) => control({ faults: `rate-limit:seconds=0:times=${calls}` }),
    hang: begin('hang'),
    repeatLastPage: begin('repeat-last'),
    damageFirstRecord: begin('no-id,nul,big-numbers'),
    replaceFirstRecord: begin('not-an-object'),
  };
}

function failures(begin: Begin): NonNullable<ConformanceProvider['fail']> {
  return {
    'refused credentials': begin('unauthorized'),
    'a place where nothing is': begin('not-found'),
    'an error of the provider': begin('server-error'),
    'a provider that cannot be reached': begin('outage'),
    'a page for people': begin('html'),
    'text that ends early': begin('malformed'),
    'text that is not UTF-8': begin('invalid-utf8'),
    'an answer that is cut off': begin('truncated'),
    'a compressed answer that ends early': begin('truncated-gzip'),
    'an answer of 50 MB': begin('huge-body:mb=50'),
    'an answer of another shape': begin('wrong-shape'),
    'an answer that is nested too deep': begin('deep'),
    'being sent elsewhere': begin('redirect'),
  };
}

/** From the text, for some ids are numbers that JSON.parse would round. */
const idOf = (text: string): string => /^\{"id":"?([^",]+)/.exec(text)?.[1] ?? '';
