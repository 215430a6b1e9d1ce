import { install } from '../kit/installation.js';
import { journeyFolder } from '../kit/repository.js';
import { SandboxProvider } from '../kit/sandbox-provider.js';
import { startStandalone } from '../kit/standalone.js';
import type { StoryClient } from '../kit/admin-client.js';

/** An engine with a provider beside it, and the processes whose time and memory count. */
export interface Site {
  readonly admin: StoryClient;
  /** Of the admin API. */
  readonly url: string;
  readonly sandbox: SandboxProvider;
  readonly databaseUrl: string;
  /** The engine's own processes by name. */
  readonly processes: ReadonlyMap<string, number>;
  readonly postgresPid: number;
  /** For logs and data. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface SiteOptions {
  /** Of each call of the sandbox. */
  readonly latencyMs?: number;
  /** Further settings of the engine. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The standalone process on a database of its own, with a sandbox of so many records beside it. */
export async function standaloneSite(
  name: string,
  records: number,
  { latencyMs = 0, env = {} }: SiteOptions = {},
): Promise<Site> {
  const folder = journeyFolder(name);
  const standalone = await startStandalone(folder, { env });
  const sandbox = await SandboxProvider.start({ records, latencyMs, folder });
  const { admin, url, databaseUrl, postgresPid } = standalone;
  return {
    ...{ admin, url, sandbox, databaseUrl, postgresPid, folder },
    processes: new Map([['standalone', standalone.process.pid]]),
    stop: async () => {
      await sandbox.stop();
      await standalone.stop();
    },
  };
}

/** Seven processes and a broker. */
export async function kafkaSite(name: string, records: number): Promise<Site> {
  const { services, ...installation } = await install(name, { records });
  return { ...installation, url: services.url('admin'), processes: services.pids };
}

/** Runs `work` on a site that is stopped whatever comes of it. */
export async function on<T>(starting: Promise<Site>, work: (site: Site) => Promise<T>): Promise<T> {
  const site = await starting;
  try {
    return await work(site);
  } finally {
    await site.stop();
  }
}
