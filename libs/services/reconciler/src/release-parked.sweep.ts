import type { FailureId } from '@evenkeel/domain';
import { acceptTrigger, attemptEach } from '@evenkeel/operations';
import { Ids, Logger, Store, Sweep, type DueParked } from '@evenkeel/ports';

/** Parked records that are looked at in one round; the others have their turn with the next. */
const LOOKED_AT = 10_000;

/**
 * Asks for a run of parked records whose other record has come, many with one, and tells of those that wait too long. It looks at rows
 * alone: whichever transaction brought the other record, and whatever was lost on the way, is found here.
 */
export class ReleaseParked extends Sweep {
  readonly everyMs = 1_000;
  private after: FailureId | null = null;

  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {
    super();
  }

  async run(): Promise<void> {
    const { after } = this;
    const { due, next } = await this.store.system.transaction((tx) => tx.due.parked(after, LOOKED_AT));
    this.after = next;
    await attemptEach(due, (ofJob) => this.release(ofJob));
  }

  private async release({ tenantId, jobId, failureIds, hasOverdue }: DueParked): Promise<void> {
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
