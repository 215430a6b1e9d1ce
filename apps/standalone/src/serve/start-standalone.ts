import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  createOutboxRelay,
  createPlatform,
  DEFAULT_PORTS,
  HostedProcess,
  hostService,
  keepKeyFile,
  keysOf,
  type HostingOptions,
  type Platform,
  type Running,
  type StandaloneSettings,
  type ListenSettings,
} from '@evenkeel/hosting';
import type { SyncError } from '@evenkeel/domain';
import type { Logger, ServiceDefinition } from '@evenkeel/ports';
import { adminService, admitCallers, prepareAdminApi, serveAdminGrpc } from '@evenkeel/service-admin';
import { coordinatorService } from '@evenkeel/service-coordinator';
import { executorWorkerService } from '@evenkeel/service-executor-worker';
import { ingestionService } from '@evenkeel/service-ingestion';
import { reconcilerService } from '@evenkeel/service-reconciler';
import { schedulerService } from '@evenkeel/service-scheduler';
import { prepareGateway, webhookGatewayService } from '@evenkeel/service-webhook-gateway';
import { onAvailablePort } from './available-port.js';
import { prepareDataFolder } from './data-folder.js';
import { startDatabase, type StandaloneDatabase } from './standalone-database.js';

/** A standalone process that serves. */
export interface Standalone extends Running {
  readonly adminUrl: string;
  readonly gatewayUrl: string;
  /** Where the admin API is served over gRPC, `host:port`; undefined: it is not. */
  readonly grpcAddress: string | undefined;
  /** The file of the key with which it is administered; undefined: callers need none. */
  readonly ownerKeyFile: string | undefined;
  readonly psqlLine: string;
  readonly psqlWriteLine: string | undefined;
}

/** Those that only handle messages: nothing of them listens. */
const BEHIND_THE_BUS: readonly ServiceDefinition[] = [
  schedulerService,
  reconcilerService,
  coordinatorService,
  executorWorkerService,
  ingestionService,
];

/** How the admin API is reached. */
const ADMIN_FACES: HostingOptions = {
  admit: admitCallers,
  prepare: prepareAdminApi,
  serveGrpc: serveAdminGrpc,
};

/** What a standalone process tells while it serves. */
export interface StandaloneNews {
  /** It cannot go on. */
  readonly gone: (reason: SyncError) => void;
}

/**
 * Starts the database and all services in this process, over a bus that does not leave it. Rejects with `config.data_folder_unusable`
 * where its folder cannot be used.
 */
export async function startStandalone(
  settings: StandaloneSettings,
  { gone }: StandaloneNews,
): Promise<Standalone> {
  prepareDataFolder(settings.dataDirectory);
  let log: Logger | undefined;
  const ended = (how: string) => log?.error('the embedded Postgres ended and is started again', { how });
  const database = await startDatabase(settings.dataDirectory, settings.databaseUrl, { ended, gone });
  try {
    const platform = await createPlatform(platformSettings(settings, database), (reason) => {
      // Only buses that leave the process give up.
      throw reason;
    });
    ({ log } = platform);
    return await startServices(settings, platform, database);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function startServices(
  settings: StandaloneSettings,
  platform: Platform,
  database: StandaloneDatabase,
): Promise<Standalone> {
  const hosted = new HostedProcess(platform, createOutboxRelay(platform));
  let grpcAddress: string | undefined;
  const host = async (definition: ServiceDefinition, options?: HostingOptions) => {
    const service = await hostService(definition, platform, options);
    hosted.add(service);
    grpcAddress ??= service.grpcAddress;
    return service.url ?? '';
  };
  try {
    for (const definition of BEHIND_THE_BUS) await host(definition);
    // Two servers: the gateway is there for strangers, the admin API for those who hold a key, or for this machine alone.
    const gatewayUrl = await onAvailablePort(
      { ...settings.listen, port: DEFAULT_PORTS['webhook-gateway'] },
      (listen) => host(webhookGatewayService, { listen, prepare: prepareGateway }),
    );
    const hostAdmin = (listen: ListenSettings) => host(adminService, { ...ADMIN_FACES, listen });
    const adminUrl = await (settings.portIsChosen
      ? hostAdmin(settings.listen)
      : onAvailablePort(settings.listen, hostAdmin));
    hosted.startRelay();
    const stop = () => stopBoth(hosted, database);
    const { psqlLine, psqlWriteLine } = database;
    const ownerKeyFile = accessOf(settings)?.ownerKeyFile;
    const at = { adminUrl, gatewayUrl, grpcAddress };
    return { log: platform.log, ...at, ownerKeyFile, psqlLine, psqlWriteLine, stop };
  } catch (error) {
    await hosted.stop();
    throw error;
  }
}

function platformSettings(settings: StandaloneSettings, database: StandaloneDatabase) {
  const master = settings.masterKeys ?? keepKeyFile(join(settings.dataDirectory, 'secret-key'));
  const access = accessOf(settings);
  const instance = `${hostname()}:standalone`;
  return {
    process: 'standalone',
    instance,
    log: { ...settings.log, instance },
    databaseUrl: database.url,
    ...(database.folder === undefined ? {} : { databaseFolder: database.folder }),
    bus: { kind: 'in-process' },
    keys: keysOf(master),
    ...(access === undefined ? {} : { access }),
    ...(settings.capacity === undefined ? {} : { capacity: settings.capacity }),
    ...(settings.windows === undefined ? {} : { windows: settings.windows }),
    ...(settings.retention === undefined ? {} : { retention: settings.retention }),
    ...(settings.tracing === undefined ? {} : { tracing: settings.tracing }),
    ...(settings.references === undefined ? {} : { references: settings.references }),
    ...(settings.tableBudgetGb === undefined ? {} : { tableBudgetGb: settings.tableBudgetGb }),
    ...(settings.addresses === undefined ? {} : { addresses: settings.addresses }),
    ...(settings.callTimeoutMs === undefined ? {} : { callTimeoutMs: settings.callTimeoutMs }),
    ...(settings.publicUrl === undefined ? {} : { publicUrl: settings.publicUrl }),
  } as const;
}

/** Undefined where callers need no key. */
function accessOf({ access, dataDirectory }: StandaloneSettings) {
  if (access?.authentication !== 'keys') return undefined;
  return { ...access, ownerKeyFile: access.ownerKeyFile ?? join(dataDirectory, 'owner-key') };
}

/** The database stops also where what it served did not stop well. */
async function stopBoth(
  hosted: { readonly stop: () => Promise<void> },
  database: StandaloneDatabase,
): Promise<void> {
  try {
    await hosted.stop();
  } finally {
    await database.stop();
  }
}
