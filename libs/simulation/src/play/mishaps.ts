import type { Snapshot } from '../invariants/snapshot.js';
import type { SeededRandom } from '../world/seeded-random.js';
import { ACCIDENTS, WISHES, type Mishap } from '../world/temper.js';
import type { World } from '../world/world.js';
import { Accidents } from './accidents.js';
import type { Kind, Option } from './chooser.js';
import { Wishes } from './wishes.js';

/** What people and fate do, and how often each of it was done. */
export class Mishaps {
  readonly done: Partial<Record<Mishap, number>> = {};
  private readonly accidents: Accidents;
  private readonly wishes: Wishes;

  constructor(
    private readonly world: World,
    random: SeededRandom,
    seen: () => Snapshot,
  ) {
    this.wishes = new Wishes(world, random, seen);
    this.accidents = new Accidents(world, random, () => this.wishes.isCrowded());
  }

  kinds(): readonly Kind[] {
    return [
      ...ACCIDENTS.map((name) => this.kind(name, () => this.accidents[name]())),
      ...WISHES.map((name) => this.kind(name, () => (this.world.isBusy ? [] : this.wishes[name]()))),
    ];
  }

  /** What people hold they let go on some time. */
  lettingGoOn(weight: number): Kind {
    return { weight, options: () => (this.world.isBusy ? [] : this.wishes.letGoOn()) };
  }

  /** They say yes to all that waits for them. */
  granting(): Kind {
    return { weight: 1, options: () => (this.world.isBusy ? [] : this.wishes.grantAll()) };
  }

  private kind(mishap: Mishap, options: () => readonly Option[]): Kind {
    const counted = ({ name, happen }: Option): Option => ({
      name,
      happen: () => {
        this.done[mishap] = (this.done[mishap] ?? 0) + 1;
        happen();
      },
    });
    return { weight: this.world.temper.weights[mishap], options: () => options().map(counted) };
  }
}
