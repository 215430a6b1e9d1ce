import { THINGS } from '../workload/provider/scripted-provider.js';
import type { Fault } from '../world/world-profile.js';
import type { World } from '../world/world.js';
import { one, type Action } from '../scheduler/scheduler.js';
import { ProcessFaults } from './process-faults.js';

const HOUR_MS = 60 * 60 * 1000;
const EIGHT_DAYS_MS = 8 * 24 * 60 * 60 * 1000;

/** What goes wrong. What is random about a fault is drawn when it happens: a replay looks at actions that it does not choose. */
export class Faults extends ProcessFaults<World> implements Record<Fault, () => readonly Action[]> {
  lie(): readonly Action[] {
    const { provider } = this.world;
    return one('the listing ends too early', () => provider.stream(THINGS).lieFor(this.random.below(8_000)));
  }

  poison(): readonly Action[] {
    return one('the source breaks', () => this.world.provider.anyStream().poison());
  }

  /** Long enough that plans and inventories are no longer kept. A schedule would have much to catch up with. */
  week(): readonly Action[] {
    if (this.world.profile.scheduleSeconds !== null) return [];
    return one('a week passes', () => this.world.time.advance(EIGHT_DAYS_MS));
  }

  outage(): readonly Action[] {
    return one('the provider is down', () => this.world.provider.goDown(this.random.below(30_000)));
  }

  /** Where neither the contract of a job nor a total says how long a listing may be, it is read for ever. */
  'endless listing'(): readonly Action[] {
    const { provider, profile } = this.world;
    if (profile.maxRecords === null && !profile.tellsTotals) return [];
    return one('a listing does not end', () =>
      provider.anyStream().faults.endless.begin(true, this.random.below(20_000)),
    );
  }

  'wrong total'(): readonly Action[] {
    const { provider, profile } = this.world;
    if (!profile.tellsTotals) return [];
    return one('a total is wrong', () => {
      const by = this.random.pick([-2, -1, 1, 2]);
      provider.anyStream().faults.wrongTotal.begin(by, this.random.below(20_000));
    });
  }

  'clock ahead'(): readonly Action[] {
    return one('the clock of the provider is ahead', () => {
      const hours = 1 + this.random.below(12);
      this.world.provider.anyStream().faults.clockAhead.begin(hours * HOUR_MS, this.random.below(20_000));
    });
  }

  'rate limit'(): readonly Action[] {
    return one('the provider holds everybody off', () =>
      this.world.provider.holdOff(this.random.below(40_000)),
    );
  }
}
