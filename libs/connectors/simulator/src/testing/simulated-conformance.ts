import type { ConformanceProvider, WritingProvider } from '@evenkeel/conformance';
import type { JsonObject } from '@evenkeel/domain';
import type { SimulatedStream } from '../provider/simulated-stream.js';
import { SimulatorProvider } from '../provider/simulator-provider.js';
import { GuardedCallers } from './guarded-callers.js';

export const TOKEN = 'sandbox-token-1';
const RECORDS = 45;
/** So that a call that must not be repeated would be. */
const MOST_ATTEMPTS = 2;

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
      const callers = new GuardedCallers(MOST_ATTEMPTS);
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
    writing: {
      ...writing(begin),
      created: async () => {
        const { creates } = running().provider.showStats();
        return Object.values(creates).reduce((sum, count) => sum + count, 0);
      },
    },
  };
}

function writing(begin: Begin): Omit<WritingProvider, 'created'> {
  return {
    sample: (_stream, nth) => ({
      ...{ label: `made ${nth}`, name: `Ada ${nth} Ünal & Söhne`, email: `new.${nth}+x@example.com` },
      ...{ amount: 12.5, active: nth % 2 === 0, note: null },
      ...{ address: { city: 'Lagos', lines: ['a', 'b'] }, tags: [`tag ${nth}`] },
    }),
    change: { name: 'Another name' },
    lose: {
      'a reset': begin('reset-after:times=1'),
      'an error of the provider': begin('error-after:times=1'),
      'a body that is cut off': begin('truncated:on=write:times=1'),
    },
    cutOff: begin('reset-before:times=1'),
    refuse: (place) => begin(`unprocessable:times=1:item=${place}`)(),
    accept: begin('accept:times=1'),
    sayNothing: begin('no-body'),
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
