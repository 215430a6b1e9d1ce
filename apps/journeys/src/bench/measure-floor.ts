import { join } from 'node:path';
import { freePort } from '../kit/free-port.js';
import { OsProcess } from '../kit/os-process.js';
import { FloorProgram } from './floor/floor-program.js';
import { PRODUCT_MAPPING } from './floor/products.js';
import { PeerProgram, type PeerTimes } from './peer-program.js';
import { on, standaloneSite, type Site } from './site.js';
import { timeRun } from './sync-runs.js';

const RECORDS = 100_000;
const ROUNDS = 3;

/** Seconds of one round. */
interface Round {
  readonly engine: PeerTimes;
  readonly floor: PeerTimes;
  /** Undefined where it is not installed. */
  readonly peer: PeerTimes | undefined;
}

/** A job as a user writes it, with every default, beside a program that does the same and nothing else, and a peer, in turn. */
export function measureAgainstFloor(): Promise<readonly Round[]> {
  return on(standaloneSite('bench-floor', 0), async (site) => {
    const { api, url } = await startProductApi(site.folder);
    const floor = await FloorProgram.open(site.databaseUrl, url);
    try {
      return await measure(site, floor, url);
    } finally {
      await floor.close();
      await api.stop();
    }
  });
}

async function measure(site: Site, floor: FloorProgram, url: string): Promise<readonly Round[]> {
  const dlt = await PeerProgram.find();
  const rounds: Round[] = [];
  for (let nth = 0; nth < ROUNDS; nth += 1) {
    const job = await addProducts(site, url, `products-${nth}`);
    const first = (await timeRun(site, job)).wall;
    const floorFirst = await floor.first();
    const again = (await timeRun(site, job)).wall;
    const floorAgain = await floor.again();
    rounds.push({
      engine: { first, again },
      floor: { first: floorFirst, again: floorAgain },
      peer: await dlt?.load(url, site.databaseUrl, RECORDS),
    });
  }
  return rounds;
}

async function startProductApi(folder: string) {
  const port = await freePort();
  const api = new OsProcess({
    program: 'apps/journeys/dist/bench/floor/product-api.js',
    args: [String(port), String(RECORDS)],
    logFile: join(folder, 'product-api.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await api.untilAnswers(`${url}/products`);
  return { api, url };
}

async function addProducts({ admin }: Site, baseUrl: string, name: string): Promise<string> {
  const pagination = { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' };
  const products = { path: '/products', recordsPath: 'data', pagination };
  await admin.addConnection({ name, connector: 'rest', settings: { baseUrl, streams: { products } } });
  const job = { name, connection: name, stream: 'products', recordType: name, mode: 'full' } as const;
  await admin.addJob({ ...job, mapping: PRODUCT_MAPPING });
  return name;
}
