import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { OwnBroker, type SecuredPort } from '@evenkeel/adapter-kafka/testing';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { StoryClient } from './admin-client.js';
import { databaseFolder } from './database-folder.js';
import { endWithThisProcess } from './end-with-this-process.js';
import { journeyFolder } from './repository.js';
import { SandboxProvider, type SandboxOptions } from './sandbox-provider.js';
import { ServiceFleet } from './service-fleet.js';
import { StoreView } from './store-view.js';

/** All that a journey through separate processes needs: database, broker, seven services and a provider. */
export interface Installation extends Engine {
  readonly sandbox: SandboxProvider;
}

/** The same without a provider. */
export interface Engine {
  readonly kafka: OwnBroker;
  readonly services: ServiceFleet;
  readonly admin: StoryClient;
  readonly store: StoreView;
  /** The engine's database, as the superuser of its server. */
  readonly databaseUrl: string;
  readonly postgresPid: number;
  /** Disconnects everybody and comes up again at the same address. */
  restartPostgres(): Promise<void>;
  /** For logs and data. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Further settings of every service. */
  readonly env?: Readonly<Record<string, string>>;
  /** The services speak to Kafka by a port that takes users by TLS only. */
  readonly secured?: SecuredPort;
}

/** Starts everything on 127.0.0.1 and free ports. What was started is stopped again if something does not start. */
export async function install(
  name: string,
  provider: Omit<SandboxOptions, 'folder'>,
  options: EngineOptions = {},
): Promise<Installation> {
  const engine = await installEngine(name, options);
  try {
    const all = await withProvider(engine, provider);
    const stop = async () => {
      await all.stop();
      await engine.stop();
    };
    return { ...all, stop };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** A provider beside an engine that runs already. Its `stop` stops the provider alone. */
export async function withProvider<Given extends Engine>(
  engine: Given,
  provider: Omit<SandboxOptions, 'folder'>,
): Promise<Given & Installation> {
  const sandbox = await SandboxProvider.start({ ...provider, folder: engine.folder });
  return { ...engine, sandbox, stop: () => sandbox.stop() };
}

/** Starts the database, the broker and the services. */
export async function installEngine(
  name: string,
  { env = {}, secured }: EngineOptions = {},
): Promise<Engine> {
  const folder = journeyFolder(name);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  const started = async <T>(starting: Promise<T>, stopping: (it: T) => Promise<void>): Promise<T> => {
    const it = await starting;
    stops.push(() => stopping(it));
    return it;
  };
  const parts = [
    started(startPostgres(), (it) => it.end()),
    started(OwnBroker.start(secured === undefined ? {} : { secured }), (it) => it.close()),
  ] as const;
  try {
    const [postgres, kafka] = await Promise.all(parts);
    const services = new ServiceFleet({
      databaseUrl: postgres.server.url,
      brokers: kafka.securedBrokers ?? kafka.brokers,
      secretKey: randomBytes(32).toString('base64'),
      folder,
      env,
    });
    stops.push(() => services.stopAll());
    await services.startAll();
    const databaseUrl = postgres.server.superuserUrl.replace(/\/postgres$/, '/evenkeel');
    const store = await started(StoreView.open(databaseUrl), (it) => it.close());
    const admin = new StoryClient(services.url('admin'));
    const postgresPid = postgres.server.pid;
    const { restart: restartPostgres } = postgres;
    return {
      ...{ kafka, services, admin, store, databaseUrl, postgresPid, restartPostgres },
      ...{ folder, stop },
    };
  } catch (error) {
    await Promise.allSettled(parts);
    await stop();
    throw error;
  }
}

async function startPostgres() {
  const dataDir = databaseFolder();
  const start = () => EmbeddedPostgres.start({ dataDir });
  let server = await start();
  let guard = endWithThisProcess(server.pid, 'QUIT');
  const stop = async () => {
    await server.stop();
    guard.release();
  };
  return {
    server,
    restart: async () => {
      await stop();
      server = await start();
      guard = endWithThisProcess(server.pid, 'QUIT');
    },
    end: async () => {
      await stop();
      await rm(server.folder, { recursive: true, force: true });
    },
  };
}
