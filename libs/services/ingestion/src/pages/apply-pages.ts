import type { PageFetched } from '@evenkeel/contracts-messages';
import { SyncError, type ObservedShape, type StreamShape } from '@evenkeel/domain';
import { Timers } from '@evenkeel/ports';
import { ChooseMode } from '../modes/choose-mode.js';
import { account, type Applied } from '../steps/account.js';
import { admit } from '../steps/admit.js';
import { awaitWrites } from '../steps/await-writes.js';
import { decide } from '../steps/decide.js';
import { identify } from '../steps/identify.js';
import { keepShape, stopAtChange } from '../steps/keep-shape.js';
import { lockTypes, lockTypesOfNamed } from '../steps/lock-type.js';
import { joinBeside } from '../steps/join-beside.js';
import { leaveOutside } from '../steps/leave-outside.js';
import { match } from '../steps/match.js';
import { holdFlips } from '../steps/hold-flips.js';
import { mergeChanges } from '../steps/merge-changes.js';
import { leaveHeld, leaveListed, pairArrivals } from '../steps/pair-arrivals.js';
import { prepare } from '../steps/prepare.js';
import { prepareKeys } from '../steps/prepare-keys.js';
import { rejectUnstorable } from '../steps/reject-unstorable.js';
import { setHeldAside } from '../steps/set-held-aside.js';
import { readAnew } from '../steps/unread-records.js';
import { validate } from '../steps/validate.js';
import { ApplyContexts, type ApplyContext } from './apply-contexts.js';
import { ListedRecords } from './listed-records.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import type { PreparedGroup } from './page-group.js';
import { SaidRecords } from './said-records.js';
import { StreamShapes } from './stream-shapes.js';

interface Committed {
  readonly applied: Applied;
  /** Undefined: no record of them was looked at. */
  readonly observed: ObservedShape | undefined;
  /** Where what they look like was written. */
  readonly kept: StreamShape | undefined;
}

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
    private readonly shapes: StreamShapes,
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
    const group = await validate(await prepare(pages, context, this.timers), context, this.timers);
    await prepareKeys(group, context, this.timers);
    return group;
  }

  private async write(group: PreparedGroup, context: ApplyContext): Promise<void> {
    const applied = await this.commitOrIsolate(group, context);
    if (applied !== undefined)
      this.metrics.countApplied(applied, { jobId: context.jobId, pages: group.pages });
  }

  /**
   * One value that the database refuses, or a row that a session holds, must not hold up the others: each is found and set
   * aside alone. Of what is held ever less is left.
   */
  private async commitOrIsolate(group: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    try {
      return await this.commitAndRemember(group, context);
    } catch (error) {
      if (error instanceof SyncError && error.code === 'record.unstorable_value')
        return this.commitAndRemember(await rejectUnstorable(context.tenant, group), context);
      const rest = isHeld(error) ? await setHeldAside(context.tenant, context.references, group) : undefined;
      if (rest === undefined) throw error;
      return this.commitOrIsolate(rest, context);
    }
  }

  /** What the process holds of a stream is what is committed: what a transaction that fails has seen is seen again. */
  private async commitAndRemember(group: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    const committed = await this.commit(group, context);
    if (committed?.observed) this.shapes.remember(context.references, committed.observed, committed.kept);
    return committed?.applied;
  }

  /** Undefined where the fence lets no page of the group in, or its shape stops the run. */
  private commit(prepared: PreparedGroup, context: ApplyContext): Promise<Committed | undefined> {
    const { shapes } = this;
    return context.tenant.transaction(async (tx) => {
      const admitted = await admit(tx, prepared);
      if (admitted === undefined) return undefined;
      const observed = shapes.look(admitted.pages, context.schemaPolicy);
      const watched = observed && { shapes, chunk: admitted.chunk, observed };
      if (watched && (await stopAtChange(tx, context, watched))) return undefined;
      if (context.isCause) await tx.recordWrites.causedBy(context.jobId);
      if (context.untold !== undefined)
        await tx.recordWrites.tellOfEach(admitted.chunk.executionId, context.untold);
      const mode = await this.modes.of(tx, admitted.chunk, context);
      await lockTypesOfNamed(tx, context, admitted, mode);
      const identified = await identify(tx, context, admitted);
      await lockTypes(tx, context, identified, mode);
      const paired = await pairArrivals(tx, context, identified, mode);
      const decided = await decide(tx, context, paired.group, {
        ...mode,
        listed: this.listed,
        said: this.said,
      });
      await leaveOutside(tx, context, decided, mode);
      const free = mode.writes ? leaveListed(leaveHeld(decided, paired.held), context) : decided;
      const known = await readAnew(tx, context, await awaitWrites(tx, context, free));
      const beside = await joinBeside(tx, context, known, mode);
      const joined = await mergeChanges(tx, context, beside, mode);
      const merged = await holdFlips(tx, context, joined, mode);
      const written = await mode.write(tx, context, await match(tx, context, merged, this.timers));
      const applied = await account(tx, context, written);
      const isEnd = admitted.pages.at(-1)?.cursorOut === null;
      const kept = watched && (await keepShape(tx, context, { ...watched, isEnd }));
      return { applied, observed, kept };
    });
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof SyncError && error.code === 'record.held';
}
