import { startTestDatabase } from '@evenkeel/adapter-postgres/testing';
import { MECHANISMS, type Mechanism } from './mechanism.js';
import { simulate, type Simulation } from './simulate.js';

const SEEDS = 50;
/** Within so many seeds a world that lacks a mechanism must come to grief. */
const SEEDS_TO_NOTICE = 25;

async function play(seed: number, without?: Mechanism): Promise<Simulation> {
  const database = await startTestDatabase();
  try {
    return await simulate({ url: database.url, seed, without });
  } finally {
    await database.drop();
  }
}

describe('simulation', () => {
  it(`keeps every promise over ${SEEDS} seeds of lost, doubled and reordered messages, crashes and cancels`, async () => {
    const failures: string[] = [];
    let crashes = 0;
    let cancels = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const simulation = await play(seed);
      crashes += simulation.crashes;
      cancels += simulation.cancels;
      if (simulation.violation === null) continue;
      failures.push(`seed ${seed}: ${simulation.violation}\n${simulation.trace.slice(-30).join('\n')}`);
    }
    expect(failures).toEqual([]);
    expect(crashes).toBeGreaterThan(SEEDS);
    expect(cancels).toBeGreaterThan(SEEDS / 2);
  }, 600_000);

  it.each(MECHANISMS)(
    `notices within ${SEEDS_TO_NOTICE} seeds that a world lacks its %s`,
    async (mechanism) => {
      for (let seed = 1; seed <= SEEDS_TO_NOTICE; seed += 1) {
        const { violation } = await play(seed, mechanism);
        if (violation !== null) return;
      }
      throw new Error(`Nobody missed the ${mechanism}`);
    },
    600_000,
  );
});
