import { THINGS } from './provider/scripted-provider.js';
import { one, type Action } from '../scheduler/scheduler.js';
import type { SeededRandom } from '../world/seeded-random.js';
import { OVERLAP_SECONDS, type ProviderChange } from '../world/world-profile.js';
import type { World } from '../world/world.js';

const ANNOUNCED_AT_ONCE = 2;

/** What happens to records at the provider, as a part of its usual life. */
export class ProviderChanges implements Record<ProviderChange, () => readonly Action[]> {
  constructor(
    private readonly world: World,
    private readonly random: SeededRandom,
    /** Whether so much is asked for that no record should be asked for by its id. */
    private readonly isAtCapacity: () => boolean,
  ) {}

  /** The provider tells of it, or not. */
  edit(): readonly Action[] {
    return one('the source changes', () => {
      const delayMs = this.random.chance(0.5) ? 0 : this.random.below((OVERLAP_SECONDS - 10) * 1000);
      const stream = this.world.provider.anyStream();
      this.tellOf(stream.options.name, stream.edit(delayMs));
    });
  }

  /** Several at once where deletions are announced; else only a listing shows it. */
  delete(): readonly Action[] {
    return one('the source loses a record', () => {
      const stream = this.world.provider.anyStream();
      for (let left = stream.options.reportsDeletions ? ANNOUNCED_AT_ONCE : 1; left > 0; left -= 1)
        stream.delete();
    });
  }

  reappearance(): readonly Action[] {
    return one('the source has a record again', () => {
      const stream = this.world.provider.anyStream();
      const id = stream.restore();
      if (id !== undefined) this.tellOf(stream.options.name, id);
    });
  }

  arrival(): readonly Action[] {
    return one('the source gets a record', () => {
      const stream = this.world.provider.anyStream();
      const id = stream.add();
      if (id !== undefined) this.tellOf(stream.options.name, id);
    });
  }

  /** Nothing of the record has changed but its place. */
  move(): readonly Action[] {
    return one('the source puts a record last', () => this.world.provider.stream(THINGS).moveToEnd());
  }

  private tellOf(stream: string, id: string): void {
    if (this.isAtCapacity() || this.random.chance(0.4)) return;
    void this.world.people.run(stream, 'full', [id]).catch(() => undefined);
  }
}
