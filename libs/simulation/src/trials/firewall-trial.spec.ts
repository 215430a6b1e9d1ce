import { createPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import { startTestDatabase, type TestDatabase } from '@evenkeel/adapter-postgres/testing';
import type { Store } from '@evenkeel/ports';
import { AlteredStore, over } from '../mechanisms/altered-store.js';
import { GLITCHES, tryFirewall, type TrialResult } from './firewall-trial.js';

/** The small lane: `npm run trials -- firewall --trials 1000` is the large one. */
const TRIALS = 10;

describe('a provider that answers 200', () => {
  let database: TestDatabase;
  let postgres: Postgres;
  beforeAll(async () => {
    database = await startTestDatabase();
    postgres = createPostgres({ url: database.url });
  }, 90_000);
  afterAll(async () => {
    await postgres.close();
    await database.drop();
  });

  it.each(GLITCHES)(
    'with a listing that is %s makes nothing inactive that it still has, and what it has not is found',
    async (kind) => {
      const results: TrialResult[] = [];
      for (let seed = 1; seed <= TRIALS; seed += 1) results.push(await tryFirewall(postgres, kind, seed));
      const wrong = results.filter(({ falselyInactivated, missed }) => falselyInactivated + missed > 0);
      expect(wrong).toEqual([]);
      expect(results.some(({ deleted }) => deleted > 0)).toBe(true);
    },
    300_000,
  );

  it.each(['truncated', 'shifting'] as const)(
    'with a listing that is %s would be believed by an engine that reads nothing again',
    async (kind) => {
      let falsely = 0;
      for (let seed = 1; seed <= 20 && falsely === 0; seed += 1) {
        falsely += (await tryFirewall(postgres, kind, seed, believing)).falselyInactivated;
      }
      expect(falsely).toBeGreaterThan(0);
    },
    300_000,
  );
});

/** Takes every listing for one that misses nothing. */
function believing(store: Store): Store {
  return new AlteredStore(store, (tx) => ({
    closeOuts: over(tx.closeOuts, {
      listing: async (id) => {
        const declared = { listing: 'stable', readOne: false } as const;
        return (await tx.closeOuts.listing(id)).map((chunk) => ({ ...chunk, declared }));
      },
    }),
  }));
}
