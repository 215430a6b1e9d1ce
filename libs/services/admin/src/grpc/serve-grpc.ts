import type { INestApplication } from '@nestjs/common';
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { operationHandlers } from '@evenkeel/administration';
import { ADMIN_PACKAGE, ADMIN_SERVICE, methods, type Message } from '@evenkeel/contracts-grpc';
import { Clock, Logger, Meter, Timers, type GrpcListening, type GrpcServing } from '@evenkeel/ports';
import { AdmitRequests } from '../access/admit-requests.js';
import type { UseCase } from '../access/carry-out.js';
import { admitCalls } from './admit-calls.js';
import { AnswerCalls, type WatchCall, type UnaryCall } from './answer-calls.js';
import { AnswerError, type AnswerFailure } from './answer-error.js';
import { loadDefinitions, messageDefinition } from './definitions.js';
import { KnownFields } from './known-fields.js';
import { ReadCall } from './read-call.js';
import { reflected } from './reflected.js';
import { ServeHealth } from './serve-health.js';

/** Bytes of a call, as of a request over HTTP. */
const MESSAGE_LIMIT = 5 * 1024 * 1024;
/** How long calls under way have before they are cut off. */
const LAST_CALLS_MS = 2_000;

type Definitions = ReturnType<typeof loadDefinitions>;

/** Serves the admin API over gRPC, beside HTTP and out of the same parts. Rejects where the port cannot be had. */
export async function serveGrpc(app: INestApplication, listening: GrpcListening): Promise<GrpcServing> {
  const definitions = loadDefinitions();
  const answerFailure = failuresOf(app, new AnswerError(definitions));
  const ending = new AbortController();
  const interceptors = [admitCalls(watchingOf(app, listening, answerFailure))];
  const server = new Server({
    interceptors,
    'grpc.max_receive_message_length': MESSAGE_LIMIT,
    'grpc.max_concurrent_streams': 1_000,
    // Who watches and is cut off without a word is found out.
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 20_000,
  });
  const health = new ServeHealth([ADMIN_SERVICE], listening.isReady);
  server.addService(
    serviceOf(definitions),
    handlersOf(app, definitions, { answerFailure, ending: ending.signal }),
  );
  new ReflectionService(reflected(definitions)).addToServer(server);
  health.addTo(server);
  const port = await bind(server, listening);
  const timers = app.get(Timers);
  await health.begin(timers);
  return { port, close: () => close({ server, health, ending, timers }) };
}

/** What was sent is read only once its caller is known: here it stays bytes. */
function serviceOf(definitions: Definitions): ServiceDefinition {
  const definition = definitions[ADMIN_SERVICE] as ServiceDefinition;
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [
      name,
      { ...method, requestDeserialize: (bytes: Buffer) => bytes },
    ]),
  );
}

interface Handling {
  readonly answerFailure: AnswerFailure;
  readonly ending: AbortSignal;
}

function handlersOf(app: INestApplication, definitions: Definitions, { answerFailure, ending }: Handling) {
  const known = new KnownFields((name) => messageDefinition(definitions, `${ADMIN_PACKAGE}.${name}`).type);
  const handlers = methods.map((method) => {
    const { operation, name, isStream } = method;
    const { useCase, ...handler } = operationHandlers[operation.id];
    const carrying = { operation, handler, useCase: app.get<UseCase>(useCase) };
    const reading = new ReadCall(method, definitions, known);
    const answering = new AnswerCalls(method, carrying, reading, answerFailure);
    return isStream
      ? [name, (call: WatchCall) => answering.tell(call, ending)]
      : [
          name,
          (call: UnaryCall, callback: (error: unknown, answer?: Message | null) => void) =>
            answering.answer(call, callback),
        ];
  });
  return Object.fromEntries(handlers) as UntypedServiceImplementation;
}

/** What is not the fault of the caller goes to the log, too. */
function failuresOf(app: INestApplication, answers: AnswerError): AnswerFailure {
  return (error, method) => {
    const { answer, problem } = answers.answerOf(error);
    if (problem.status >= 500) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      app.get(Logger).error('request failed', { code: problem.code, method, error: text });
    }
    return answer;
  };
}

function watchingOf(app: INestApplication, { refusalOf }: GrpcListening, answerOf: AnswerFailure) {
  const [meter, clock] = [app.get(Meter), app.get(Clock)];
  const calls = meter.counter('grpc_requests_total');
  const seconds = meter.histogram('grpc_request_duration_seconds');
  const streams = new Set(methods.filter(({ isStream }) => isStream).map(({ name }) => name));
  return {
    ...{ requests: app.get(AdmitRequests), refusalOf, answerOf, nowMs: () => clock.monotonicMs() },
    ended: (method: string, code: number, startedMs: number) => {
      calls.add(1, { method, code: String(code) });
      // A stream lasts for as long as it is listened to.
      if (!streams.has(method)) seconds.observe((clock.monotonicMs() - startedMs) / 1_000, { method });
    },
  };
}

function bind(server: Server, { host, port, tls }: GrpcListening): Promise<number> {
  const credentials =
    tls === null
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(
          tls.clientAuthorities === null ? null : Buffer.from(tls.clientAuthorities),
          [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) }],
          tls.clientAuthorities !== null,
        );
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return new Promise((resolve, reject) => {
    server.bindAsync(`${address}:${port}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
}

interface Ending {
  readonly server: Server;
  readonly health: ServeHealth;
  readonly ending: AbortController;
  readonly timers: Timers;
}

/** Those who watch are sent away first: their calls would never end. */
async function close({ server, health, ending, timers }: Ending): Promise<void> {
  await health.end();
  ending.abort();
  const hasEnded = new AbortController();
  const late = timers.sleep(LAST_CALLS_MS, hasEnded.signal).then(
    () => server.forceShutdown(),
    () => undefined,
  );
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  hasEnded.abort();
  await late;
}
