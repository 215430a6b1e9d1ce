import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { PlatformSettings } from '@evenkeel/hosting';

/** What a gateway of its own process is asked for, line by line. */
export interface GatewayProcess {
  readonly url: string;
  /** All that it wrote to its log. */
  readonly log: () => string;
  /** Writes everything that is in its memory to a file. */
  snapshot(file: string): Promise<void>;
  stop(): Promise<void>;
}

/** Its settings come by stdin: what is in an environment is in the memory of a process anyway. */
const PROGRAM = `
  const { createOutboxRelay, createPlatform, HostedProcess, hostService } = require('@evenkeel/hosting');
  const { prepareGateway, webhookGatewayService } = require('@evenkeel/service-webhook-gateway');
  const { createInterface } = require('node:readline');
  const { writeHeapSnapshot } = require('node:v8');
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  (async () => {
    const settings = JSON.parse((await lines.next()).value);
    const platform = await createPlatform(settings, (reason) => { throw reason; });
    const hosted = new HostedProcess(platform, createOutboxRelay(platform));
    const listen = { host: '127.0.0.1', port: 0 };
    const gateway = await hostService(webhookGatewayService, platform, { listen, prepare: prepareGateway });
    hosted.add(gateway);
    hosted.startRelay();
    console.log(gateway.url);
    for (;;) {
      const { value, done } = await lines.next();
      if (done || value === 'stop') break;
      writeHeapSnapshot(value);
      console.log('written');
    }
    await hosted.stop();
    process.exit(0);
  })();`;

export async function startGateway(settings: PlatformSettings): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { cwd: __dirname, stdio: 'pipe' });
  const log: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`);
    const { value, done } = (await answers.next()) as IteratorResult<string>;
    if (done === true) throw new Error(`The gateway has ended: ${log.join('')}`);
    return value;
  };
  const url = await ask(JSON.stringify(settings));
  return {
    url,
    log: () => log.join(''),
    snapshot: async (file) => void (await ask(file)),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.stdin.write('stop\n');
      }),
  };
}
