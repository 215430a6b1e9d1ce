import { startTestDatabase, type TestDatabase } from '@evenkeel/adapter-postgres/testing';
import { Stage } from './database/stage.js';
import { KEPT_SEEDS } from './kept-seeds.js';
import { ReplayDiverged } from './play/chooser.js';
import { simulate, type Simulation } from './simulate.js';

/** The small lane: `npm run simulate` plays as many as there is time for. */
const SEEDS = 8;
const REPLAYED = 2;

/** The database answers in its own time, which a busy machine stretches: a few schedules cannot be followed to their end. */
async function replaysTo(stage: Stage, { seed, choices, violation }: Simulation): Promise<boolean> {
  try {
    const replayed = await simulate({ stage, seed, choices });
    expect(replayed.choices).toEqual(choices);
    expect(replayed.violation).toBe(violation);
    return true;
  } catch (error) {
    if (error instanceof ReplayDiverged) return false;
    throw error;
  }
}

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

  it('takes the same steps when a seed is played again, and when its schedule is', async () => {
    const shortest = [...played].sort((one, other) => one.choices.length - other.choices.length);
    let same = 0;
    let replayed = 0;
    for (const { seed, choices } of shortest.slice(0, REPLAYED)) {
      const again = await simulate({ stage, seed });
      if (again.choices.join('\n') === choices.join('\n')) same += 1;
      if (await replaysTo(stage, again)) replayed += 1;
    }
    expect(same).toBeGreaterThan(0);
    expect(replayed).toBeGreaterThan(0);
  }, 300_000);

  it('keeps its promises where it once broke them', async () => {
    for (const { seed, found } of KEPT_SEEDS) {
      const { violation } = await simulate({ stage, seed });
      expect([seed, found, violation]).toEqual([seed, found, null]);
    }
  }, 300_000);
});
