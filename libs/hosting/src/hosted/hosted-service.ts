import type { INestApplication, INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { messageCatalog } from '@evenkeel/contracts-messages';
import { keepDigits, SyncError } from '@evenkeel/domain';
import type { Meter, ServiceDefinition } from '@evenkeel/ports';
import { forgetEmptyBody, gateOf, noteEmptyBody } from '../gate/gate.js';
import { traceRequests } from '../gate/trace-requests.js';
import { Health } from '../health/health.js';
import { NestLog } from '../lifecycle/nest-log.js';
import type { ListenSettings } from '../environment/service-environment.js';
import { MeasureConcerns } from '../measuring/measure-concerns.sweep.js';
import { MeasureDatabase } from '../measuring/measure-database.sweep.js';
import { MeasureJobs } from '../measuring/measure-jobs.sweep.js';
import type { Platform } from '../platform/platform.js';
import { SweepRunner } from '../sweeps/sweep-runner.js';
import { BusTransport } from '../transport/bus-transport.js';
import { startGrpc, type ServedGrpc, type ServeGrpc } from './serve-grpc.js';
import { serviceModule } from './service-module.js';

/** Bytes of a request to us; provider pages take another way. */
const BODY_LIMIT = 5 * 1024 * 1024;

/** One service shows the figures that are about all of them. */
const MEASURING_SERVICE = 'coordinator';

/** One service, wired and running inside this process. */
export interface HostedService {
  readonly name: string;
  /** Where its endpoints, health and metrics answer; undefined if it was started without them. */
  readonly url: string | undefined;
  /** Where it is served over gRPC, `host:port`; undefined: it is not. */
  readonly grpcAddress: string | undefined;
  /** From now on it is not ready; its sweeps end. */
  quiesce(): Promise<void>;
  /** Ends requests under way and calls the shutdown hooks of its providers. The bus must be stopped before. */
  close(): Promise<void>;
}

export interface HostingOptions {
  /** Without it no port is opened, and then the endpoints of the service are not served. */
  readonly listen?: ListenSettings;
  /** Sees requests before their bodies are read. */
  readonly admit?: (app: INestApplication) => void;
  /** Adds what is not a controller, for example documentation, before the service listens. */
  readonly prepare?: (app: INestApplication) => void;
  /** Serves what it has over gRPC, where that is asked for. */
  readonly serveGrpc?: ServeGrpc;
}

/**
 * Starts one service on the ports of the platform. Rejects when something it depends on is not there or its port is taken.
 */
export async function hostService(
  definition: ServiceDefinition,
  platform: Platform,
  options: HostingOptions = {},
): Promise<HostedService> {
  const { postgres, clock, timers, tracing } = platform;
  const health = new Health(
    definition.name,
    { ping: () => postgres.ping(), isConnected: platform.isConnected },
    clock,
    timers,
  );
  const log = platform.log.forService(definition.name);
  const meter = platform.meter.forService(definition.name);
  const sweeps = new SweepRunner({ timers, log, meter, tracing });
  const { app, url, grpc } = await startNest(definition, platform, health, options);
  sweeps.start([
    ...definition.sweeps.map(({ type }) => app.get(type)),
    ...measuringOf(definition, platform, meter),
  ]);
  platform.directory.add(health);
  health.serving();
  log.debug('service started', { url });
  return {
    name: definition.name,
    url,
    grpcAddress: grpc?.address,
    quiesce: () => {
      health.stopping();
      return sweeps.stop();
    },
    close: async () => {
      await grpc?.close();
      await app.close();
    },
  };
}

function measuringOf({ name }: ServiceDefinition, { postgres, clock }: Platform, meter: Meter) {
  if (name !== MEASURING_SERVICE) return [];
  return [
    new MeasureDatabase(postgres, meter),
    new MeasureJobs(postgres, clock, meter),
    new MeasureConcerns(postgres, clock, meter),
  ];
}

interface Started {
  readonly app: INestApplication | INestMicroservice;
  readonly url: string | undefined;
  readonly grpc?: ServedGrpc;
}

async function startNest(
  definition: ServiceDefinition,
  platform: Platform,
  health: Health,
  { listen, admit, prepare, serveGrpc }: HostingOptions,
): Promise<Started> {
  const module = serviceModule(definition, platform, health);
  const logger = new NestLog(platform.log.forService(definition.name));
  const strategy = new BusTransport({ bus: platform.bus, service: definition.name, catalog: messageCatalog });
  if (listen === undefined) {
    const app = await NestFactory.createMicroservice(module, { strategy, logger, abortOnError: false });
    await app.listen();
    return { app, url: undefined };
  }
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger,
    abortOnError: false,
    bodyParser: false,
    // A browser that keeps its connection open must not keep a process from ending.
    forceCloseConnections: true,
  });
  app.disable('x-powered-by');
  // Strangers may call what takes bytes, for it proves who sent them.
  const callers = definition.bodies === 'bytes' ? 'anyone' : 'own';
  app.use(traceRequests(platform.tracing, callers));
  app.use(gateOf(listen, callers));
  admit?.(app);
  readBodies(app, definition, listen);
  prepare?.(app);
  app.connectMicroservice({ strategy }, { inheritAppConfig: false });
  // Listening comes first: a taken port is known before the first message is taken, and `/livez` answers while Kafka is slow.
  await app.listen(listen.port, listen.host).catch((error: unknown) => {
    throw asListenError(error, listen);
  });
  await app.startAllMicroservices();
  const started = { app, url: await app.getUrl() };
  if (serveGrpc === undefined || listen.grpc === undefined) return started;
  const serving = { serve: serveGrpc, listen, grpc: listen.grpc, health };
  return { ...started, grpc: await startGrpc(app, serving) };
}

const CANNOT_LISTEN: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'no address is known by that name',
};

function asListenError(error: unknown, { host, port }: ListenSettings): unknown {
  const { code = '' } = error as { readonly code?: string };
  const why = Object.hasOwn(CANNOT_LISTEN, code) ? CANNOT_LISTEN[code] : undefined;
  if (why === undefined) return error;
  return new SyncError('config.cannot_listen', `Port ${port} of ${host} cannot be had: ${why} (${code})`, {
    cause: error,
  });
}

function readBodies(
  app: NestExpressApplication,
  { bodies }: ServiceDefinition,
  { deliveryBytes = BODY_LIMIT }: ListenSettings,
): void {
  if (bodies === 'bytes') {
    app.useBodyParser('raw', { limit: deliveryBytes, type: () => true });
    return;
  }
  const parsing = { limit: BODY_LIMIT, reviver: keepDigits, verify: noteEmptyBody };
  app.useBodyParser('json', parsing);
  app.use(forgetEmptyBody);
}
