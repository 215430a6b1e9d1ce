import { on, standaloneSite } from './site.js';
import { addFreshJob, timeRun } from './sync-runs.js';

const RECORDS = 20_000;
const ROUNDS = 3;

/** Three derived records of each record, of its own. */
const DERIVE = ['street', 'city', 'postal_code'].map((name) => ({
  name,
  at: 'address',
  recordType: `bench ${name}`,
  mapping: [{ source: name, target: name }],
}));

export interface DeriveShares {
  /** Of the rate without rules, for first loads. */
  readonly first: readonly number[];
  /** The same where nothing changed. */
  readonly again: readonly number[];
}

/** Loads of the same records without rules and with three derived records each, in turn. */
export function measureDerive(): Promise<DeriveShares> {
  return on(standaloneSite('bench-derive', RECORDS), async (site) => {
    const shares = { first: [] as number[], again: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const [plain, deriving] = [await addFreshJob(site), await addFreshJob(site, { derive: DERIVE })];
      shares.first.push((await timeRun(site, plain)).wall / (await timeRun(site, deriving)).wall);
      shares.again.push((await timeRun(site, plain)).wall / (await timeRun(site, deriving)).wall);
    }
    return shares;
  });
}
