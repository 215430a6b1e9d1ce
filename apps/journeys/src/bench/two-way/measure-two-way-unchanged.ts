import { on, standaloneSite } from '../site.js';
import { addFreshJob, timeRun } from '../sync-runs.js';
import { addTwoWayJob } from './measure-push-latency.js';

const RECORDS = 100_000;
const ROUNDS = 5;

/** Seconds of a run in which nothing changed on either side. */
export interface UnchangedRound {
  readonly inbound: number;
  readonly bothWays: number;
}

/** The same records of one provider, read by a job of each kind in turn. */
export function measureTwoWayUnchanged(): Promise<readonly UnchangedRound[]> {
  return on(standaloneSite('bench-two-way-unchanged', RECORDS), async (site) => {
    const inbound = await addFreshJob(site);
    const bothWays = await addTwoWayJob(site, 'both-ways');
    await timeRun(site, inbound);
    await timeRun(site, bothWays);
    const rounds: UnchangedRound[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({
        inbound: (await timeRun(site, inbound)).wall,
        bothWays: (await timeRun(site, bothWays)).wall,
      });
    return rounds;
  });
}
