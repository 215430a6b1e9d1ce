import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { SyncError } from '@evenkeel/domain';
import { onAvailablePort } from './available-port.js';

const host = '127.0.0.1';
const taken = createServer().listen(0, host);
beforeAll(() => once(taken, 'listening'));
afterAll(() => void taken.close());
const takenPort = () => (taken.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The ports that are tried, where what starts fails like this on any that was wanted. */
async function triedOn(port: number, failure?: Error): Promise<readonly number[]> {
  const tried: number[] = [];
  await onAvailablePort({ host, port }, async (listen) => {
    tried.push(listen.port);
    if (failure !== undefined && listen.port !== 0) throw failure;
  });
  return tried;
}

describe('what listens on a wanted port', () => {
  it('gets it where it is free, and any other where it is taken', async () => {
    const port = await freePort();
    expect(await triedOn(port)).toEqual([port]);
    expect(await triedOn(takenPort())).toEqual([0]);
  });

  it('gets another one where it is taken between the look and the start', async () => {
    const port = await freePort();
    expect(await triedOn(port, new SyncError('config.cannot_listen', 'taken'))).toEqual([port, 0]);
  });

  it('is not started again where it fails for something else', async () => {
    const other = new Error('no database');
    await expect(triedOn(await freePort(), other)).rejects.toBe(other);
  });
});
