import { chunkFailed, pageApplied, type PageFetched } from '@evenkeel/contracts-messages';
import {
  addCounts,
  admitPages,
  countInputs,
  deferFailed,
  errorsOf,
  isListing,
  isProven,
  nextBound,
  sliceMeaning,
  SyncError,
  triesAgain,
  type Chunk,
  type PagePlan,
  type PlannedInput,
  type PreparedPage,
  type Problem,
  type SourceRecord,
} from '@evenkeel/domain';
import { Store, Timers, type Transaction } from '@evenkeel/ports';
import { applyCandidates, goneIn, touchSeen } from './apply-candidates.js';
import { ApplyContexts, type ApplyContext } from './apply-contexts.js';
import { findBrokenRun } from './find-broken-run.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { KeepPlan } from './keep-plan.js';
import { planUnderLock } from './plan-under-lock.js';
import { preparePages } from './prepare-pages.js';
import { recordFailures } from './record-failures.js';
import { takeWanted } from './take-wanted.js';
import { rejectUnstorable, type PreparedGroup } from './reject-unstorable.js';
import { toOutcomeRows, toPageResults } from './page-results.js';

/**
 * Applies contiguous pages of one chunk in one transaction: rows, page results, cursor, counts and the next hint commit
 * together or not at all.
 */
export class ApplyPages {
  constructor(
    private readonly store: Store,
    private readonly contexts: ApplyContexts,
    private readonly plans: KeepPlan,
    private readonly timers: Timers,
    private readonly metrics: IngestionMetrics,
  ) {}

  /**
   * `groups` are pages of one chunk in the order of their numbers; doubles and strangers among them are let go. While the
   * database works on one group the next is prepared.
   */
  async applyInOrder(groups: readonly (readonly PageFetched[])[]): Promise<void> {
    const first = groups[0]?.[0];
    if (first === undefined) return;
    const context = await this.contexts.of(first.executionId);
    let writing: Promise<void> = Promise.resolve();
    for (const pages of groups) {
      const [group] = await Promise.all([preparePages(pages, context, this.timers), writing]);
      writing = this.write(group, context);
    }
    await writing;
  }

  private async write(group: PreparedGroup, context: ApplyContext): Promise<void> {
    const applied = await this.commitOrIsolate(group, context);
    if (applied === undefined) return;
    this.metrics.countApplied(applied.plan);
    this.metrics.countInactivated(applied.inactivated);
  }

  /** One value the database refuses must not hold up the others: it is found and rejected alone. */
  private async commitOrIsolate(group: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    try {
      return await this.commit(group, context);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'record.unstorable_value') throw error;
      return this.commit(await rejectUnstorable(this.store, group), context);
    }
  }

  private commit(fetched: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    return this.store.transaction(async (tx) => {
      const chunk = await tx.chunks.lock(fetched.pages[0]?.chunkId ?? '');
      if (chunk === undefined) return undefined;
      const all = admitPages(chunk, fetched.pages);
      if (all.length === 0) return undefined;
      const listed = all.map((page) => preparedOf(fetched, page));
      const named = isListing(chunk.slice) ? null : goneIn(all);
      const permits = await this.plans.permitsOf(tx, chunk);
      const { writePolicy: policy, trustsVersions } = context;
      const rules = { policy, trustsVersions, ...(permits && { permits }) };
      const { plan: proposed, known } = await planUnderLock(tx, context.references, {
        pages: listed,
        named,
        rules,
      });
      const whole = triesAgain(chunk) ? deferFailed(proposed) : proposed;
      const decided = { chunk, pages: all, prepared: listed, plan: whole, references: known };
      if (chunk.plan?.role === 'make') {
        const kept = await this.plans.keepAll(tx, chunk.plan.planId, decided);
        await this.advance(tx, chunk, { admitted: all, plan: kept, created: [], broken: undefined });
        return { plan: kept, inactivated: 0 };
      }
      const { group, wanted } = takeWanted(decided, (record, reference) =>
        permits === undefined ? true : permits({ ...record, contentHash: null }, reference),
      );
      const { pages: admitted, prepared, plan } = group;
      if (wanted.length > 0) await tx.inventories.add(wanted);
      if (chunk.plan?.role === 'follow') await this.plans.keepMoved(tx, chunk.plan.movedInto, group);
      const created = await tx.recordWrites.create(context.references, plan.creates);
      if (plan.updates.length > 0) await tx.recordWrites.update(chunk.executionId, plan.updates);
      if (plan.sightings.length > 0) await tx.references.noteVersions(plan.sightings);
      if (named !== null) await touchSeen(tx, admitted, plan.inputs);
      const inactivated = await applyCandidates(tx, chunk, admitted, known);
      const hasFailed = plan.inputs.some((inputs) => inputs.some(hasProblem));
      const broken = hasFailed ? await findBrokenRun(tx, chunk, plan) : undefined;
      if (hasFailed) await tx.errorLog.add(chunk.executionId, errorsOf(chunk, plan));
      const { hasOpenFailures } = await this.advance(tx, chunk, { admitted, plan, created, broken });
      // Of a run that goes wrong as a whole no single record is to blame: nothing is kept of them.
      if (broken === undefined && (hasOpenFailures || hasFailed)) {
        const applied = { pages: admitted, prepared, plan, hasOpenFailures };
        await recordFailures(tx, context, applied);
      }
      return { plan, inactivated };
    });
  }

  private async advance(
    tx: Transaction,
    chunk: Chunk,
    { admitted, plan, created, broken }: Advance,
  ): Promise<{ readonly hasOpenFailures: boolean }> {
    const last = admitted[admitted.length - 1];
    const ended = last?.cursorOut === null && broken === undefined;
    const { fetched, outcomes } = addCounts(plan.inputs.map(countInputs));
    const advanced = await tx.pages.advance(
      {
        chunkId: chunk.id,
        executionId: chunk.executionId,
        cursor: last?.cursorOut ?? null,
        pages: admitted.length,
        outcomes,
        replayed: admitted.reduce((sum, { records }) => sum + countReplays(chunk, records), 0),
        bound: admitted.reduce(nextBound, chunk.bound),
        end: ended,
      },
      toPageResults(admitted, plan, created),
      toOutcomeRows(admitted, plan),
    );
    const { id: chunkId, executionId, attempt } = chunk;
    const provesRun = !isProven([chunk]) && isProven([chunk, { fetched, replayed: 0 }]);
    if (broken !== undefined) {
      await tx.chunkLeases.fail(chunkId, attempt, broken);
      await tx.outbox.add(chunkFailed, [{ executionId, chunkId }]);
    } else if (ended || provesRun) {
      const pagesApplied = chunk.pagesApplied + admitted.length;
      await tx.outbox.add(pageApplied, [{ executionId, chunkId, pagesApplied }]);
    }
    return advanced;
  }
}

interface Advance {
  readonly admitted: readonly PageFetched[];
  readonly plan: PagePlan;
  readonly created: readonly string[];
  /** Why these pages are the last of their run. */
  readonly broken: Problem | undefined;
}

/** What is tried again was fetched before. */
function countReplays({ slice }: Chunk, records: readonly SourceRecord[]): number {
  return sliceMeaning(slice).isReplayed
    ? records.length
    : records.filter(({ replay }) => replay !== undefined).length;
}

function hasProblem({ problem }: PlannedInput): boolean {
  return problem !== null;
}

function preparedOf(group: PreparedGroup, page: PageFetched): PreparedPage {
  const prepared = group.prepared[group.pages.indexOf(page)];
  if (prepared === undefined) throw new Error(`Page ${page.pageNo} was not prepared`);
  return prepared;
}

/** What a transaction has done. */
interface Applied {
  readonly plan: PagePlan;
  readonly inactivated: number;
}
