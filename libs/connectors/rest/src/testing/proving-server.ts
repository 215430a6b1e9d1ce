import type { IncomingMessage } from 'node:http';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import { NO_TRIES, type JsonObject } from '@evenkeel/domain';
import type { ConnectorSession, Gateways } from '@evenkeel/ports';
import { RestConnector } from '../rest-connector.js';
import { startLoopbackServer } from './loopback-server.js';

/** A request, as the provider gets it, with each header as often as it was sent. */
export interface Proof {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly sentHeaders: readonly string[];
  readonly body: string;
}

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface ProvingServer {
  /** Decides by itself whether a call proves who makes it. What it throws is answered with 401. */
  answer: (proof: Proof) => WireAnswer;
  readonly asked: Proof[];
  readonly baseUrl: () => string;
  readonly log: ListedLogger;
  /** `gateways`: of the same connection as another session; left out: of its own. */
  readonly open: (settings: JsonObject, credentials: JsonObject, gateways?: Gateways) => ConnectorSession;
  readonly gateways: (settings: JsonObject) => Gateways;
  /** Calls that wait for nothing: they are postponed instead. */
  readonly impatient: (settings: JsonObject) => Gateways;
}

/** A provider that checks the proof of each call, for the specs of a file. */
export function startProvingServer(): ProvingServer {
  const connector = new RestConnector();
  const callers = new GuardedCallers();
  const baseUrl = startLoopbackServer((request, text, response) => {
    const proof = proofOf(request, text);
    server.asked.push(proof);
    const { status = 200, headers = {}, body = {} } = answerOr401(() => server.answer(proof));
    response.writeHead(status, { 'content-type': 'application/json', ...headers } as Record<string, string>);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const server: ProvingServer = {
    answer: () => ({}),
    asked: [],
    log: new ListedLogger(),
    baseUrl,
    gateways: (settings) => callers.gateways(connector.destinations(settings)),
    impatient: (settings) =>
      callers.gateways(connector.destinations(settings), undefined, {
        tries: NO_TRIES,
        mayWait: () => Promise.resolve(false),
      }),
    open: (settings, credentials, gateways = server.gateways(settings)) => {
      connector.validate(settings, credentials);
      return connector.open({ settings, credentials, gateways, clock: callers.clock, log: server.log });
    },
  };
  beforeEach(() => void (server.asked.length = 0));
  afterAll(() => callers.close());
  return server;
}

function proofOf(request: IncomingMessage, body: string): Proof {
  const { method = '', headers, rawHeaders } = request;
  return {
    method,
    url: new URL(request.url ?? '/', 'http://proving.test'),
    headers,
    sentHeaders: rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()),
    body,
  };
}

function answerOr401(answer: () => WireAnswer): WireAnswer {
  try {
    return answer();
  } catch (error) {
    return { status: 401, body: { message: (error as Error).message } };
  }
}

/** Throws where something of a proof is not as it should be. */
export function expectSent(what: string, sent: unknown, wanted: unknown): void {
  if (JSON.stringify(sent) !== JSON.stringify(wanted))
    throw new Error(`${what} is ${JSON.stringify(sent)}, not ${JSON.stringify(wanted)}`);
}
