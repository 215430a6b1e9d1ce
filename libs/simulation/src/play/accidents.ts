import { ConnectionLost } from '../database/transactions.js';
import { THINGS } from '../provider/scripted-provider.js';
import { PLACES } from '../world/places.js';
import type { SeededRandom } from '../world/seeded-random.js';
import { OVERLAP_SECONDS, type Accident } from '../world/temper.js';
import type { World } from '../world/world.js';
import type { Option } from './chooser.js';
import { nameOf } from './things-that-go-on.js';

const LEASE_MS = 15_000;
const EIGHT_DAYS_MS = 8 * 24 * 60 * 60 * 1000;

/** What fate does, and the provider. Whatever is drawn is drawn when it happens: a replay looks at options that it does not choose. */
export class Accidents implements Record<Accident, () => readonly Option[]> {
  constructor(
    private readonly world: World,
    private readonly random: SeededRandom,
    /** Whether so much is asked for that nobody should ask for a record. */
    private readonly isCrowded: () => boolean,
  ) {}

  crash(): readonly Option[] {
    return PLACES.flatMap((place) => {
      const { owner } = this.world.process(place);
      const crash = (keepsName: boolean) => () => this.world.crash(place, keepsName);
      return [
        { name: `${owner} crashes and comes back`, happen: crash(true) },
        { name: `${owner} crashes and another takes its place`, happen: crash(false) },
      ];
    });
  }

  standstill(): readonly Option[] {
    return PLACES.map((place) => this.world.process(place))
      .filter(({ owner }) => this.world.isAwake(owner))
      .map(({ place, owner }) => ({
        name: `${owner} stands still`,
        happen: () => this.world.standStill(place, LEASE_MS + this.random.below(LEASE_MS)),
      }));
  }

  'lost answer'(): readonly Option[] {
    return one('an answer to a commit gets lost', () => this.world.transactions.loseNextAnswer());
  }

  'failed statement'(): readonly Option[] {
    return this.world.transactions
      .parked()
      .filter(({ sql }) => sql !== 'commit')
      .map((statement) => ({
        name: `no connection for ${nameOf(statement)}`,
        happen: () => statement.release(new ConnectionLost('the connection is gone')),
      }));
  }

  /** The provider tells of it, or not. */
  edit(): readonly Option[] {
    return one('the source changes', () => {
      const delayMs = this.random.chance(0.5) ? 0 : this.random.below((OVERLAP_SECONDS - 10) * 1000);
      const stream = this.world.provider.anyStream();
      this.tellOf(stream.options.name, stream.edit(delayMs));
    });
  }

  /** Nobody tells of it: only a listing shows it. */
  delete(): readonly Option[] {
    return one('the source loses a record', () => this.world.provider.anyStream().delete());
  }

  reappearance(): readonly Option[] {
    return one('the source has a record again', () => {
      const stream = this.world.provider.anyStream();
      const id = stream.restore();
      if (id !== undefined) this.tellOf(stream.options.name, id);
    });
  }

  lie(): readonly Option[] {
    const { provider } = this.world;
    return one('the listing ends too early', () => provider.stream(THINGS).lieFor(this.random.below(8_000)));
  }

  poison(): readonly Option[] {
    return one('the source breaks', () => this.world.provider.anyStream().poison());
  }

  /** Long enough that leases end, or deadlines come near. */
  leap(): readonly Option[] {
    return one('time leaps', () => this.world.time.advance(2_000 + this.random.below(20_000)));
  }

  /** Long enough that plans and inventories are no longer kept. A schedule would have much to catch up with. */
  week(): readonly Option[] {
    if (this.world.temper.scheduleSeconds !== null) return [];
    return one('a week passes', () => this.world.time.advance(EIGHT_DAYS_MS));
  }

  outage(): readonly Option[] {
    return one('the provider is down', () => this.world.provider.goDown(this.random.below(30_000)));
  }

  'rate limit'(): readonly Option[] {
    return one('the provider holds everybody off', () =>
      this.world.provider.holdOff(this.random.below(40_000)),
    );
  }

  private tellOf(stream: string, id: string): void {
    if (this.isCrowded() || this.random.chance(0.4)) return;
    void this.world.people.run(stream, 'full', [id]).catch(() => undefined);
  }
}

function one(name: string, happen: () => void): readonly Option[] {
  return [{ name, happen }];
}
