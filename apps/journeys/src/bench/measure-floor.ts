import { join } from 'node:path';
import { freePort } from '../kit/free-port.js';
import { OsProcess } from '../kit/os-process.js';
import { FloorProgram } from './floor/floor-program.js';
import { PRODUCT_MAPPING } from './floor/products.js';
import { on, standaloneSite, type Site } from './site.js';
import { timeRun } from './sync-runs.js';

const RECORDS = 100_000;
const ROUNDS = 3;

/** Rates of the engine in shares of those of the floor program, round by round. */
export interface FloorShares {
  readonly first: readonly number[];
  readonly again: readonly number[];
  /** Of the engine. */
  readonly firstSeconds: readonly number[];
  readonly againSeconds: readonly number[];
}

/** A job as a user writes it, with every default, beside a program that does the same and nothing else, in turn. */
export function measureAgainstFloor(): Promise<FloorShares> {
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

async function measure(site: Site, floor: FloorProgram, url: string): Promise<FloorShares> {
  const shares = {
    first: [] as number[],
    again: [] as number[],
    firstSeconds: [] as number[],
    againSeconds: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const job = await addProducts(site, url, `products-${round}`);
    const first = (await timeRun(site, job)).wall;
    const floorFirst = await floor.first();
    const again = (await timeRun(site, job)).wall;
    const floorAgain = await floor.again();
    shares.first.push(floorFirst / first);
    shares.again.push(floorAgain / again);
    shares.firstSeconds.push(first);
    shares.againSeconds.push(again);
  }
  return shares;
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
