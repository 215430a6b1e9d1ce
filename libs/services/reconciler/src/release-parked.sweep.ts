import type { FailureId } from '@evenkeel/domain';
import { Store, Sweep } from '@evenkeel/ports';
import { LOOKED_AT, ParkedReleases } from './parked-releases.js';

/**
 * Looks at rows alone: whichever transaction brought the other record, and whatever was lost on the way, is found here. What one round
 * does not look at has its turn with the next.
 */
export class ReleaseParked extends Sweep {
  readonly everyMs = 1_000;
  private after: FailureId | null = null;

  constructor(
    private readonly store: Store,
    private readonly releases: ParkedReleases,
  ) {
    super();
  }

  async run(): Promise<void> {
    const { after } = this;
    const { due, next } = await this.store.system.transaction((tx) => tx.due.parked(after, LOOKED_AT));
    this.after = next;
    await this.releases.release(due);
  }
}
