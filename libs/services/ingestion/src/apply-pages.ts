import { Injectable } from '@nestjs/common';
import { pageApplied, type PageFetched } from '@evenkeel/contracts-messages';
import {
  addCounts,
  admitPages,
  countInputs,
  nextBound,
  planPages,
  prepareRecord,
  SyncError,
  type Chunk,
  type PagePlan,
  type PlannedInput,
  type PreparedPage,
  type PreparedRecord,
  type ReferenceState,
  type SourceRecord,
} from '@evenkeel/domain';
import { Digest, Store, Timers, type Transaction } from '@evenkeel/ports';
import { ApplyContexts, type ApplyContext } from './apply-contexts.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { recordFailures } from './record-failures.js';
import { rejectUnstorable, type PreparedGroup } from './reject-unstorable.js';
import { toOutcomeRows, toPageResults } from './page-results.js';

/** So many are prepared before an answer of the database, or a page of another chunk, may have its turn. */
const RECORDS_A_TURN = 100;

/**
 * Applies contiguous pages of one chunk in one transaction: rows, page results, cursor, counts and the next hint commit
 * together or not at all.
 */
@Injectable()
export class ApplyPages {
  constructor(
    private readonly store: Store,
    private readonly contexts: ApplyContexts,
    private readonly digest: Digest,
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
      const [group] = await Promise.all([this.prepareGroup(pages, context), writing]);
      writing = this.write(group, context);
    }
    await writing;
  }

  private async write(group: PreparedGroup, context: ApplyContext): Promise<void> {
    const applied = await this.commitOrIsolate(group, context);
    if (applied !== undefined) this.metrics.countApplied(applied);
  }

  private async prepareGroup(pages: readonly PageFetched[], context: ApplyContext): Promise<PreparedGroup> {
    const prepared: PreparedPage[] = [];
    for (const page of pages) prepared.push(await this.prepare(page, context));
    return { pages, prepared };
  }

  private async prepare(page: PageFetched, context: ApplyContext): Promise<PreparedPage> {
    const options = {
      filter: context.filter,
      mapping: context.mapping,
      salt: context.salt,
      digest: (text: string) => this.digest.of(text),
      observedAt: page.observedAt,
    };
    const records: PreparedRecord[] = [];
    for (const record of page.records) {
      records.push(prepareRecord(record, options));
      if (records.length % RECORDS_A_TURN === 0) await this.timers.turn();
    }
    return { pageNo: page.pageNo, records };
  }

  /** One value the database refuses must not hold up the others: it is found and rejected alone. */
  private async commitOrIsolate(group: PreparedGroup, context: ApplyContext): Promise<PagePlan | undefined> {
    try {
      return await this.commit(group, context);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'record.unstorable_value') throw error;
      return this.commit(await rejectUnstorable(this.store, group), context);
    }
  }

  private commit(group: PreparedGroup, context: ApplyContext): Promise<PagePlan | undefined> {
    return this.store.transaction(async (tx) => {
      const chunk = await tx.chunks.lock(group.pages[0]?.chunkId ?? '');
      if (chunk === undefined) return undefined;
      const admitted = admitPages(chunk, group.pages);
      if (admitted.length === 0) return undefined;
      const prepared = admitted.map((page) => preparedOf(group, page));
      const plan = await planUnderLock(tx, context, prepared);
      const created = await tx.pages.createRecords(context.references, plan.creates);
      if (plan.updates.length > 0) await tx.pages.updateRecords(chunk.executionId, plan.updates);
      if (plan.sightings.length > 0) await tx.pages.noteVersions(plan.sightings);
      const { hasOpenFailures } = await this.advance(tx, chunk, { admitted, plan, created });
      if (hasOpenFailures || plan.inputs.some((inputs) => inputs.some(hasProblem))) {
        const applied = { pages: admitted, prepared, plan, hasOpenFailures };
        await recordFailures(tx, context, applied, (text) => this.digest.of(text));
      }
      return plan;
    });
  }

  private async advance(
    tx: Transaction,
    chunk: Chunk,
    {
      admitted,
      plan,
      created,
    }: { admitted: readonly PageFetched[]; plan: PagePlan; created: readonly string[] },
  ): Promise<{ readonly hasOpenFailures: boolean }> {
    const last = admitted[admitted.length - 1];
    const ended = last?.cursorOut === null;
    const { outcomes } = addCounts(plan.inputs.map(countInputs));
    const advanced = await tx.pages.advance(
      {
        chunkId: chunk.id,
        executionId: chunk.executionId,
        cursor: last?.cursorOut ?? null,
        pages: admitted.length,
        outcomes,
        replayed: admitted.reduce((sum, { records }) => sum + records.filter(isReplay).length, 0),
        bound: admitted.reduce(nextBound, chunk.bound),
        end: ended,
      },
      toPageResults(admitted, plan, created),
      toOutcomeRows(admitted, plan),
    );
    if (ended) {
      const { id: chunkId, executionId } = chunk;
      const pagesApplied = chunk.pagesApplied + admitted.length;
      await tx.outbox.add(pageApplied, [{ executionId, chunkId, pagesApplied }]);
    }
    return advanced;
  }
}

function isReplay({ replay }: SourceRecord): boolean {
  return replay !== undefined;
}

function hasProblem({ problem }: PlannedInput): boolean {
  return problem !== null;
}

function preparedOf(group: PreparedGroup, page: PageFetched): PreparedPage {
  const prepared = group.prepared[group.pages.indexOf(page)];
  if (prepared === undefined) throw new Error(`Page ${page.pageNo} was not prepared`);
  return prepared;
}

/** Hashes read without a lock only choose what need not be written; whatever will be written is locked and decided again. */
async function planUnderLock(
  tx: Transaction,
  { references: set, writePolicy }: ApplyContext,
  pages: readonly PreparedPage[],
): Promise<PagePlan> {
  const ids = new Set<string>();
  for (const page of pages) {
    for (const record of page.records) {
      const externalId = record.kind === 'ready' ? record.write.externalId : record.externalId;
      if (externalId !== null) ids.add(externalId);
    }
  }
  const known = byExternalId(await tx.pages.findReferences(set, [...ids]));
  const proposal = planPages(pages, known, writePolicy);
  const toLock = [...proposal.updates, ...proposal.sightings].map(({ externalId }) => externalId);
  if (toLock.length === 0) return proposal;
  for (const locked of await tx.pages.lockReferences(set, toLock)) known.set(locked.externalId, locked);
  return planPages(pages, known, writePolicy);
}

function byExternalId(references: readonly ReferenceState[]): Map<string, ReferenceState> {
  return new Map(references.map((reference) => [reference.externalId, reference]));
}
