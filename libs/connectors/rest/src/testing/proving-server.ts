import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import { NO_TRIES, type JsonObject } from '@evenkeel/domain';
import type { ConnectorSession, Gateways } from '@evenkeel/ports';
import { RestConnector } from '../rest-connector.js';

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
  const http = createServer((request, response) => {
    void takeProof(request).then((proof) => {
      server.asked.push(proof);
      const { status = 200, headers = {}, body = {} } = answerOr401(() => server.answer(proof));
      response.writeHead(status, { 'content-type': 'application/json', ...headers } as Record<
        string,
        string
      >);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const server: ProvingServer = {
    answer: () => ({}),
    asked: [],
    log: new ListedLogger(),
    baseUrl: () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
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
  beforeAll(async () => {
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });
  beforeEach(() => void (server.asked.length = 0));
  afterAll(async () => {
    await callers.close();
    http.close();
    http.closeAllConnections();
  });
  return server;
}

async function takeProof(request: IncomingMessage): Promise<Proof> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method = '', headers, rawHeaders } = request;
  return {
    method,
    url: new URL(request.url ?? '/', 'http://proving.test'),
    headers,
    sentHeaders: rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()),
    body: Buffer.concat(parts).toString('utf8'),
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
