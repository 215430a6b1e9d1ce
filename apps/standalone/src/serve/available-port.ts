import { createServer } from 'node:net';
import type { ListenSettings } from '@evenkeel/hosting';

/** The wanted port if it is free, else another one that is free: a taken port is no reason not to start. */
export async function availablePort(wanted: ListenSettings): Promise<ListenSettings> {
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
