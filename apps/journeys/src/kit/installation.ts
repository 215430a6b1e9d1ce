import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { AdminClient } from './admin-client.js';
import { KafkaBroker } from './kafka-broker.js';
import { journeyFolder } from './repository.js';
import { SandboxProvider, type SandboxOptions } from './sandbox-provider.js';
import { ServiceFleet } from './service-fleet.js';
import { StoreView } from './store-view.js';

/** All that a journey through separate processes needs: database, broker, seven services and a provider. */
export interface Installation {
  readonly kafka: KafkaBroker;
  readonly services: ServiceFleet;
  readonly sandbox: SandboxProvider;
  readonly admin: AdminClient;
  readonly store: StoreView;
  /** The engine's database, as the superuser of its server. */
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** Starts everything on 127.0.0.1 and free ports. What was started is stopped again if something does not start. */
export async function install(name: string, provider: Omit<SandboxOptions, 'folder'>): Promise<Installation> {
  const folder = journeyFolder(name);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const [postgres, kafka, sandbox] = await Promise.all([
      EmbeddedPostgres.start({ dataDir: join(folder, 'postgres') }),
      KafkaBroker.start(folder),
      SandboxProvider.start({ ...provider, folder }),
    ]);
    stops.push(
      async () => {
        await postgres.stop();
        await rm(postgres.folder, { recursive: true, force: true });
      },
      () => kafka.end(),
      () => sandbox.stop(),
    );
    const secretKey = randomBytes(32).toString('base64');
    const services = new ServiceFleet({
      databaseUrl: postgres.url,
      brokers: kafka.brokers,
      secretKey,
      folder,
    });
    stops.push(() => services.stopAll());
    await services.startAll();
    const databaseUrl = postgres.superuserUrl.replace(/\/postgres$/, '/evenkeel');
    const store = await StoreView.open(databaseUrl);
    stops.push(() => store.close());
    const admin = new AdminClient(services.url('admin'));
    return { kafka, services, sandbox, admin, store, databaseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
