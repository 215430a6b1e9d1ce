import type { RecordsAwaited } from '@evenkeel/contracts-messages';
import { Store } from '@evenkeel/ports';
import { LOOKED_AT, ParkedReleases } from './parked-releases.js';

/** Releases what has waited for these records; what more there is, is found by the sweep. */
export class OnRecordsAwaited {
  constructor(
    private readonly store: Store,
    private readonly releases: ParkedReleases,
  ) {}

  async handle(came: readonly RecordsAwaited[]): Promise<void> {
    for (const { setId, externalIds } of came) {
      const due = await this.store.system.transaction((tx) =>
        tx.due.parkedFor({ setId, externalIds }, LOOKED_AT),
      );
      await this.releases.release(due);
    }
  }
}
