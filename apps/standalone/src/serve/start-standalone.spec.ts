import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatorProvider } from '@evenkeel/connector-simulator/provider';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import type { StandaloneSettings } from '@evenkeel/hosting';
import { exitCodeOf, receiptLine, runDemo } from '../demo/demo.js';
import type { Sandbox } from '../demo/sandbox.js';
import { Screen } from '../demo/screen.js';
import { startStandalone, type Standalone } from './start-standalone.js';

const database = testDatabase();
const dataDirectory = mkdtempSync(join(tmpdir(), 'evenkeel-standalone-'));
const shown: string[] = [];
const screen = new Screen({ isTTY: false, write: (text: string) => shown.push(text) > 0 });

const news = { gone: () => undefined };

function settings(): StandaloneSettings {
  return {
    dataDirectory,
    databaseUrl: database.url,
    masterKeys: undefined,
    listen: { host: '127.0.0.1', port: 0, grpc: { host: '127.0.0.1', port: 0, tls: null } },
    log: { level: 'error', format: 'json' },
  };
}

async function startProvider(records: number): Promise<Sandbox> {
  const provider = await SimulatorProvider.start({ records });
  return { url: provider.url, stop: () => provider.stop() };
}

async function runOn(standalone: Standalone, records: number) {
  const sandbox = await startProvider(records);
  try {
    return await runDemo(standalone, sandbox, screen, new AbortController().signal);
  } finally {
    await sandbox.stop();
  }
}

describe('standalone', () => {
  let standalone: Standalone;
  beforeAll(async () => {
    standalone = await startStandalone(settings(), news);
  });
  afterAll(async () => {
    await standalone.stop();
    rmSync(dataDirectory, { recursive: true });
  });

  it('syncs the sandbox from connection to balanced receipt through the admin API', async () => {
    const execution = await runOn(standalone, 250);
    expect(JSON.parse(receiptLine(execution))).toMatchObject({
      status: 'completed',
      balanced: true,
      fetched: 250,
      created: 250,
      failed: 0,
      outcomes: { created: 250 },
    });
    expect(exitCodeOf(execution)).toBe(0);
    expect(shown.join('')).toContain('It balances');
  });

  it('finds everything unchanged the second time, although the sandbox moved to another port', async () => {
    const execution = await runOn(standalone, 250);
    expect(execution.receipt).toMatchObject({ balanced: true, fetched: 250, created: 0, skipped: 250 });
  });

  it('serves each API on a server of its own', async () => {
    const admin = await fetch(`${standalone.adminUrl}/api/v1/status`);
    expect(admin.status).toBe(200);
    const { services } = (await admin.json()) as { services: { name: string; ready: boolean }[] };
    expect(services.filter(({ ready }) => ready).map(({ name }) => name)).toHaveLength(7);
    expect((await fetch(`${standalone.gatewayUrl}/api/v1/status`)).status).toBe(404);
    expect((await fetch(`${standalone.gatewayUrl}/readyz`)).status).toBe(200);
  });

  it('says over gRPC, too, whether it can do its work, and only where it is told to serve that', async () => {
    const session = connect(`http://${standalone.grpcAddress}`);
    const headers = {
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
    };
    const call = session.request({ ...headers, te: 'trailers' });
    const chunks: Buffer[] = [];
    call.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A message of no bytes asks about the whole.
    call.end(Buffer.alloc(5));
    const [trailers] = (await once(call, 'trailers')) as [Readonly<Record<string, string>>];
    session.close();
    expect(trailers['grpc-status']).toBe('0');
    // Its first field is 1: serving.
    expect(Buffer.concat(chunks).subarray(5)).toEqual(Buffer.from([0x08, 1]));
  });

  it('does not start where the port of gRPC is taken, and says so', async () => {
    const port = Number(standalone.grpcAddress?.split(':')[1]);
    const grpc = { host: '127.0.0.1', port, tls: null };
    const listen = { host: '127.0.0.1', port: 0, grpc };
    const starting = startStandalone({ ...settings(), listen, portIsChosen: true }, news);
    await expect(starting).rejects.toMatchObject({
      code: 'config.cannot_listen',
      message: expect.stringContaining(`gRPC cannot be served on port ${port} of 127.0.0.1`) as string,
    });
  });

  it('takes another port where the wanted one is taken', async () => {
    const { port } = new URL(standalone.adminUrl);
    const other = await startStandalone(
      { ...settings(), listen: { host: '127.0.0.1', port: Number(port) } },
      news,
    );
    expect(new URL(other.adminUrl).port).not.toBe(port);
    await other.stop();
  });

  it('does not start where the port that was chosen is taken, and says so', async () => {
    const { port } = new URL(standalone.adminUrl);
    const listen = { host: '127.0.0.1', port: Number(port) };
    await expect(startStandalone({ ...settings(), listen, portIsChosen: true }, news)).rejects.toMatchObject({
      code: 'config.cannot_listen',
      message: `Port ${port} of 127.0.0.1 cannot be had: something else listens there (EADDRINUSE)`,
    });
  });

  it('stops within three seconds, and then nobody answers', async () => {
    const begin = performance.now();
    await standalone.stop();
    expect(performance.now() - begin).toBeLessThan(3_000);
    await expect(fetch(`${standalone.adminUrl}/livez`)).rejects.toThrow();
  });
});
