import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient } from '@evenkeel/client-admin';
import type { JsonObject, MatchSettings } from '@evenkeel/domain';
import { freePort } from '../../../kit/free-port.js';
import { OsProcess } from '../../../kit/os-process.js';
import type { Site } from '../../site.js';
import { type Crowd, drawCrowd } from '../people.js';
import type { StoredCrowd } from './stored-crowd.js';

const PAGE_SIZE = 100;
const SEED = 14;

/** Draws all of them, keeps those that are stored, and writes the pages of those that come. Gives how many of these are stored, too. */
export async function drawInto(
  stored: StoredCrowd,
  file: string,
  crowd: Omit<Crowd, 'seed'>,
): Promise<{ readonly incoming: number; readonly known: number }> {
  const incoming: JsonObject[] = [];
  let known = 0;
  const people = function* () {
    for (const { truth, stored: data, incoming: other } of drawCrowd({ ...crowd, seed: SEED })) {
      if (other !== undefined) incoming.push({ id: `p${truth}`, ...other });
      if (other !== undefined && data !== undefined) known += 1;
      if (data !== undefined) yield { truth, data };
    }
  };
  await stored.keep(people());
  await writePages(file, incoming);
  return { incoming: incoming.length, known };
}

async function writePages(file: string, people: readonly JsonObject[]): Promise<void> {
  const out = createWriteStream(file);
  const pages = Math.ceil(people.length / PAGE_SIZE);
  for (let page = 0; page < pages; page += 1) {
    // Those who are stored were drawn first: each page has people of both kinds.
    const data = people.filter((_, nth) => nth % pages === page);
    const next = page + 1 < pages ? String(page + 1) : null;
    out.write(`${page === 0 ? '' : '\n'}${JSON.stringify({ data, next_cursor: next })}`);
  }
  out.end();
  await once(out, 'finish');
}

export async function startPeopleApi(folder: string, file: string) {
  const port = await freePort();
  const api = new OsProcess({
    program: 'apps/journeys/dist/bench/dedupe/load/people-api.js',
    args: [String(port), file],
    logFile: join(folder, 'people-api.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await api.untilAnswers(`${url}/people`);
  return { api, url };
}

/** A connection of its own, with a job that loads all who come. Gives the ids. */
export async function addPeople(
  { admin }: Site,
  baseUrl: string,
  { name, recordType }: { readonly name: string; readonly recordType: string },
): Promise<{ readonly job: string; readonly connectionId: string }> {
  const pagination = { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' };
  const people = { path: '/people', recordsPath: 'data', pagination };
  const { id: connectionId } = await admin.addConnection({
    ...{ name, connector: 'rest', settings: { baseUrl, streams: { people } } },
  });
  await admin.addJob({ name, connection: name, stream: 'people', recordType, mode: 'full' });
  return { job: name, connectionId };
}

/** Sets match rules and waits until all that is stored has its keys. Gives the seconds that it took. */
export async function setRules({ url }: Site, recordType: string, match: MatchSettings): Promise<number> {
  const client = new AdminClient(url, { actor: 'bench', timeoutMs: 60_000 });
  const started = performance.now();
  await client.call('setRecordType', { recordType, match: match as unknown as JsonObject });
  while ((await client.call('showRecordType', { recordType })).matching !== 'on') await sleep(200);
  return (performance.now() - started) / 1000;
}
