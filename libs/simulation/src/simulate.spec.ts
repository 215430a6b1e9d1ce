import { startTestDatabase, type TestDatabase } from '@evenkeel/adapter-postgres/testing';
import { Stage } from './database/stage.js';
import { KEPT_SEEDS } from './kept-seeds.js';
import { simulate, type Simulation } from './simulate.js';

/** The small lane: `npm run simulate` plays as many as there is time for. */
const SEEDS = 8;

describe('simulation', () => {
  let database: TestDatabase;
  let stage: Stage;
  const played: Simulation[] = [];
  beforeAll(async () => {
    database = await startTestDatabase();
    stage = await Stage.open(database);
  }, 90_000);
  afterAll(async () => {
    await stage.close();
    await database.drop();
  });

  it(`keeps every promise over ${SEEDS} seeds of crashes, pauses, cancels and lost messages`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) played.push(await simulate({ stage, seed }));
    const broken = played.filter(({ violation }) => violation !== null);
    expect(broken.map(({ seed, violation, choices }) => [seed, violation, choices.slice(-30)])).toEqual([]);
    const sum = (mishap: keyof Simulation['mishaps']) =>
      played.reduce((total, { mishaps }) => total + (mishaps[mishap] ?? 0), 0);
    for (const mishap of ['crash', 'pause', 'lost answer', 'edit', 'cancel', 'resume'] as const)
      expect([mishap, sum(mishap)]).not.toEqual([mishap, 0]);
  }, 300_000);

  it('keeps its promises where it once broke them', async () => {
    for (const { seed, found } of KEPT_SEEDS) {
      const { violation } = await simulate({ stage, seed });
      expect([seed, found, violation]).toEqual([seed, found, null]);
    }
  }, 300_000);
});
