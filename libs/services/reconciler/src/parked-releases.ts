import { acceptTrigger, attemptEach } from '@evenkeel/operations';
import { Ids, Logger, Store, type DueParked } from '@evenkeel/ports';

/** Parked records that are looked at in one round, which is the most that one run releases of a job. */
export const LOOKED_AT = 10_000;

/** Asks for runs of parked records whose other record has come, many with one, and tells of those that wait too long. */
export class ParkedReleases {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  async release(due: readonly DueParked[]): Promise<void> {
    await attemptEach(due, (ofJob) => this.releaseOf(ofJob));
  }

  private async releaseOf({ tenantId, jobId, failureIds, hasOverdue }: DueParked): Promise<void> {
    const found = await this.store.of(tenantId).transaction(async (tx) => {
      const givenUp = hasOverdue ? await tx.parked.giveUp(jobId) : 0;
      const released = failureIds.length === 0 ? [] : await tx.parked.release(jobId, failureIds);
      if (released.length > 0) {
        const named = { externalIds: null, failureIds: released, mode: null } as const;
        await acceptTrigger(tx, { id: this.ids.next(), jobId, kind: 'retry', actor: 'parked', ...named });
      }
      return { released: released.length, givenUp };
    });
    if (found.released + found.givenUp > 0) this.log.info('parked records looked at', { jobId, ...found });
  }
}
