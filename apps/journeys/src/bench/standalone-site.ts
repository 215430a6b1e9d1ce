import { readFile } from 'node:fs/promises';
import { journeyFolder } from '../kit/repository.js';
import { SandboxProvider } from '../kit/sandbox-provider.js';
import { startStandalone } from '../kit/standalone.js';
import type { Site } from './sync-runs.js';

export interface StandaloneSite extends Site {
  /** The most memory the process ever held, in megabytes. */
  peakMemoryMb(): Promise<number>;
}

/** The standalone process on a database of its own, with a sandbox of so many records beside it. */
export async function startStandaloneSite(name: string, records: number): Promise<StandaloneSite> {
  const folder = journeyFolder(name);
  const standalone = await startStandalone(folder);
  const sandbox = await SandboxProvider.start({ records, folder });
  return {
    admin: standalone.admin,
    sandbox,
    databaseUrl: standalone.databaseUrl,
    peakMemoryMb: () => peakMemoryMb(standalone.process.pid),
    stop: async () => {
      await sandbox.stop();
      await standalone.stop();
    },
  };
}

/** Linux tells the peak of the resident set; elsewhere there is no such figure. */
async function peakMemoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
