import { ConnectionLost } from '../database/transactions.js';
import { nameOf } from '../scheduler/engine-actions.js';
import { one, type Action } from '../scheduler/scheduler.js';
import { PLACES } from '../world/places.js';
import type { ProcessWorld } from '../world/process-world.js';
import type { SeededRandom } from '../world/seeded-random.js';

const LEASE_MS = 15_000;

/** What goes wrong with processes, their connections and time, in any kind of world. */
export class ProcessFaults<Played extends ProcessWorld = ProcessWorld> {
  constructor(
    protected readonly world: Played,
    protected readonly random: SeededRandom,
  ) {}

  crash(): readonly Action[] {
    return PLACES.flatMap((place) => {
      const { owner } = this.world.process(place);
      const crash = (keepsName: boolean) => () => this.world.crash(place, keepsName);
      return [
        { name: `${owner} crashes and comes back`, happen: crash(true) },
        { name: `${owner} crashes and another takes its place`, happen: crash(false) },
      ];
    });
  }

  standstill(): readonly Action[] {
    return PLACES.map((place) => this.world.process(place))
      .filter(({ owner }) => this.world.isAwake(owner))
      .map(({ place, owner }) => ({
        name: `${owner} stands still`,
        happen: () => this.world.standStill(place, LEASE_MS + this.random.below(LEASE_MS)),
      }));
  }

  'lost answer'(): readonly Action[] {
    return one('an answer to a commit gets lost', () => this.world.transactions.loseNextAnswer());
  }

  'failed statement'(): readonly Action[] {
    return this.world.transactions
      .parked()
      .filter(({ sql }) => sql !== 'commit')
      .map((statement) => ({
        name: `no connection for ${nameOf(statement)}`,
        happen: () => statement.release(new ConnectionLost('the connection is gone')),
      }));
  }

  /** Long enough that leases end, or deadlines come near. */
  leap(): readonly Action[] {
    return one('time leaps', () => this.world.time.advance(2_000 + this.random.below(20_000)));
  }
}
