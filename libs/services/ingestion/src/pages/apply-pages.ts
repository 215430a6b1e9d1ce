import type { PageFetched } from '@evenkeel/contracts-messages';
import { SyncError } from '@evenkeel/domain';
import { Timers } from '@evenkeel/ports';
import { ChooseMode } from '../modes/choose-mode.js';
import { account, type Applied } from '../steps/account.js';
import { admit } from '../steps/admit.js';
import { decide } from '../steps/decide.js';
import { identify } from '../steps/identify.js';
import { lockType, lockTypeOfNamed } from '../steps/lock-type.js';
import { match } from '../steps/match.js';
import { prepare } from '../steps/prepare.js';
import { rejectUnstorable } from '../steps/reject-unstorable.js';
import { validate } from '../steps/validate.js';
import { ApplyContexts, type ApplyContext } from './apply-contexts.js';
import { ListedRecords } from './listed-records.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import type { PreparedGroup } from './page-group.js';
import { SaidRecords } from './said-records.js';

/**
 * Applies contiguous pages of one chunk in one transaction: rows, page results, cursor, counts and the next hint commit
 * together or not at all.
 */
export class ApplyPages {
  private readonly listed = new ListedRecords();
  private readonly said = new SaidRecords();

  constructor(
    private readonly contexts: ApplyContexts,
    private readonly modes: ChooseMode,
    private readonly timers: Timers,
    private readonly metrics: IngestionMetrics,
  ) {}

  /**
   * `groups` are pages of one chunk in the order of their numbers; those that were applied before or do not fit the chunk are
   * skipped. While the database works on one group the next is prepared.
   */
  async applyInOrder(groups: readonly (readonly PageFetched[])[]): Promise<void> {
    const first = groups[0]?.[0];
    if (first === undefined) return;
    const context = await this.contexts.of(first);
    let writing: Promise<void> = Promise.resolve();
    for (const pages of groups) {
      const [group] = await Promise.all([this.prepare(pages, context), writing]);
      writing = this.write(group, context);
    }
    await writing;
  }

  private async prepare(pages: readonly PageFetched[], context: ApplyContext): Promise<PreparedGroup> {
    return validate(await prepare(pages, context, this.timers), context, this.timers);
  }

  private async write(group: PreparedGroup, context: ApplyContext): Promise<void> {
    const applied = await this.commitOrIsolate(group, context);
    if (applied !== undefined) this.metrics.countApplied(applied);
  }

  /** One value the database refuses must not hold up the others: it is found and rejected alone. */
  private async commitOrIsolate(group: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    try {
      return await this.commit(group, context);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'record.unstorable_value') throw error;
      return this.commit(await rejectUnstorable(context.tenant, group), context);
    }
  }

  /** Undefined where the fence lets no page of the group in. */
  private commit(prepared: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    return context.tenant.transaction(async (tx) => {
      const admitted = await admit(tx, prepared);
      if (admitted === undefined) return undefined;
      const mode = await this.modes.of(tx, admitted.chunk, context);
      await lockTypeOfNamed(tx, context, admitted, mode);
      const identified = await identify(tx, context, admitted);
      await lockType(tx, context, identified, mode);
      const decided = await decide(tx, context, identified, {
        ...mode,
        listed: this.listed,
        said: this.said,
      });
      const written = await mode.write(tx, context, await match(tx, context, decided));
      return account(tx, context, written);
    });
  }
}
