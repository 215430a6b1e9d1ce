import { rm } from 'node:fs/promises';
import { createPostgres, EmbeddedPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import { StreamShapes } from '@evenkeel/service-ingestion';
import { Client } from 'pg';
import { journeyFolder } from '../kit/repository.js';
import { addJob, applier, PAGES_AT_ONCE, TEXTS } from './measure-shape.js';

const WARM_UP = 2;
/** As many as make the median steady: one turn takes some 50 ms. */
const ROUNDS = 20;

/** Seconds that applying the same unchanged pages took, and what numbering their events took in the same process after it. */
export interface EventTurn {
  readonly told: number;
  readonly untold: number;
  readonly numbered: number;
}

/** Applies unchanged products with and without the triggers that write down what happened, in turn. */
export async function measureEvents(): Promise<readonly EventTurn[]> {
  const folder = journeyFolder('bench-events');
  const server = await EmbeddedPostgres.start({ dataDir: folder, fsync: false });
  const postgres = createPostgres({ url: server.url, poolSize: 4 });
  const owner = new Client({ connectionString: server.superuserUrl.replace(/\/postgres$/, '/evenkeel') });
  try {
    await postgres.migrate();
    await owner.connect();
    return await measure(postgres, owner);
  } finally {
    await owner.end();
    await postgres.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure({ store, events }: Postgres, owner: Client): Promise<readonly EventTurn[]> {
  const appliers = {
    told: applier(store, await addJob(store, 'evolve'), new StreamShapes()),
    untold: applier(store, await addJob(store, 'evolve'), new StreamShapes()),
  };
  const turns: EventTurn[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const begun = { told: await appliers.told.begin(), untold: await appliers.untold.begin() };
    for (let at = 0; at < TEXTS.length; at += PAGES_AT_ONCE) {
      const tell = async () => {
        const took = await appliers.told.apply(begun.told, at);
        return { told: took, numbered: await seconds(() => events.number(500)) };
      };
      const keepQuiet = async () => {
        await owner.query('alter table evenkeel.page_result disable trigger page_result_applied');
        const untold = await appliers.untold.apply(begun.untold, at);
        await owner.query('alter table evenkeel.page_result enable trigger page_result_applied');
        return { untold };
      };
      // Whichever comes second finds warmer pages.
      const isToldFirst = (round + at / PAGES_AT_ONCE) % 2 === 0;
      const turn = isToldFirst
        ? { ...(await tell()), ...(await keepQuiet()) }
        : { ...(await keepQuiet()), ...(await tell()) };
      if (round >= WARM_UP) turns.push(turn);
    }
  }
  return turns;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
