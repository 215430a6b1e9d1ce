import { createServer } from 'node:net';
import { SyncError } from '@evenkeel/domain';
import type { ListenSettings } from '@evenkeel/hosting';

/**
 * Starts what listens on the wanted port if it is free, else on another one that is free: a taken port is no reason not to start, also where
 * it is taken between the look and the start.
 */
export async function onAvailablePort<Started>(
  wanted: ListenSettings,
  start: (listen: ListenSettings) => Promise<Started>,
): Promise<Started> {
  const listen = await availablePort(wanted);
  try {
    return await start(listen);
  } catch (error) {
    const isTaken = error instanceof SyncError && error.code === 'config.cannot_listen';
    if (!isTaken || listen.port === 0) throw error;
    return start({ ...listen, port: 0 });
  }
}

async function availablePort(wanted: ListenSettings): Promise<ListenSettings> {
  return (await isFree(wanted)) ? wanted : { ...wanted, port: 0 };
}

export function isFree({ host, port }: ListenSettings): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      // Ports below 1024 are refused to most users: the other one is as good.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
