import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { AdminClient } from '../kit/admin-client.js';
import { freePort } from '../kit/free-port.js';
import { OsProcess } from '../kit/os-process.js';
import { journeyFolder } from '../kit/repository.js';
import { SandboxProvider } from '../kit/sandbox-provider.js';
import type { Site } from './sync-runs.js';

export interface StandaloneSite extends Site {
  /** The most memory the process ever held, in megabytes. */
  peakMemoryMb(): Promise<number>;
}

/** The standalone process on a database of its own, with a sandbox of so many records beside it. */
export async function startStandaloneSite(name: string, records: number): Promise<StandaloneSite> {
  const folder = journeyFolder(name);
  const postgres = await EmbeddedPostgres.start({ dataDir: join(folder, 'postgres') });
  const sandbox = await SandboxProvider.start({ records, folder });
  const port = await freePort();
  const process = new OsProcess({
    program: 'apps/standalone/dist/main.js',
    args: ['--no-demo', '--port', String(port), '--data-dir', join(folder, 'data')],
    env: { DATABASE_URL: postgres.url, LOG_LEVEL: 'warn' },
    logFile: join(folder, 'standalone.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await process.untilAnswers(`${url}/readyz`);
  return {
    admin: new AdminClient(url),
    sandbox,
    databaseUrl: postgres.superuserUrl.replace(/\/postgres$/, '/evenkeel'),
    peakMemoryMb: () => peakMemoryMb(process.pid),
    stop: async () => {
      await process.stop();
      await sandbox.stop();
      await postgres.stop();
      await rm(postgres.folder, { recursive: true, force: true });
    },
  };
}

/** Linux tells the peak of the resident set; elsewhere there is no such figure. */
async function peakMemoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
