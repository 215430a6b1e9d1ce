import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../kit/free-port.js';
import { OsProcess } from '../../kit/os-process.js';

/** What a gateway is measured beside: a server that inserts the same row, into a table that is the same. */
export async function startBare({
  folder,
  databaseUrl,
}: {
  readonly folder: string;
  readonly databaseUrl: string;
}): Promise<{ process: OsProcess; url: string }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('create table evenkeel.bare_delivery (like evenkeel.webhook_delivery including all)');
  await client.end();
  const port = await freePort();
  const process = new OsProcess({
    program: 'apps/journeys/dist/bench/deliveries/bare-server.js',
    args: [String(port), databaseUrl],
    logFile: join(folder, 'bare-server.log'),
  });
  const url = `http://127.0.0.1:${port}/`;
  await process.untilAnswers(url);
  return { process, url };
}
