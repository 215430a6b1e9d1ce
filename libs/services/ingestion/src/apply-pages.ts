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
  type ReferenceState,
  type SourceRecord,
  type WriteRules,
} from '@evenkeel/domain';
import { Digest, Store, type Transaction } from '@evenkeel/ports';
import { ApplyContexts, type ApplyContext } from './apply-contexts.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { KeepPlan } from './keep-plan.js';
import { recordFailures } from './record-failures.js';
import { rejectUnstorable, type PreparedGroup } from './reject-unstorable.js';
import { toOutcomeRows, toPageResults } from './page-results.js';

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
    private readonly plans: KeepPlan,
    private readonly metrics: IngestionMetrics,
  ) {}

  /** `pages` belong to one chunk and come in the order of their numbers; doubles and strangers among them are let go. */
  async apply(pages: readonly PageFetched[]): Promise<void> {
    const [first] = pages;
    if (first === undefined) return;
    const context = await this.contexts.of(first.executionId);
    const group = { pages, prepared: pages.map((page) => this.prepare(page, context)) };
    const applied = await this.commitOrIsolate(group, context);
    if (applied !== undefined) this.metrics.countApplied(applied);
  }

  private prepare(page: PageFetched, context: ApplyContext): PreparedPage {
    const options = {
      filter: context.filter,
      mapping: context.mapping,
      salt: context.salt,
      digest: (text: string) => this.digest.of(text),
      observedAt: page.observedAt,
    };
    return { pageNo: page.pageNo, records: page.records.map((record) => prepareRecord(record, options)) };
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

  private commit(fetched: PreparedGroup, context: ApplyContext): Promise<PagePlan | undefined> {
    return this.store.transaction(async (tx) => {
      const chunk = await tx.chunks.lock(fetched.pages[0]?.chunkId ?? '');
      if (chunk === undefined) return undefined;
      const admitted = admitPages(chunk, fetched.pages);
      if (admitted.length === 0) return undefined;
      const prepared = admitted.map((page) => preparedOf(fetched, page));
      const permits = await this.plans.permitsOf(tx, chunk);
      const decided = await planUnderLock(tx, { ...context, ...(permits && { permits }) }, prepared);
      const group = { chunk, pages: admitted, prepared, ...decided };
      if (chunk.plan?.role === 'make') {
        const plan = await this.plans.keepAll(tx, chunk.plan.planId, group);
        await this.advance(tx, chunk, { admitted, plan, created: [] });
        return plan;
      }
      if (chunk.plan?.role === 'follow') await this.plans.keepMoved(tx, chunk.plan.movedInto, group);
      const { plan } = decided;
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
  { references: set, writePolicy, permits }: ApplyContext & Pick<WriteRules, 'permits'>,
  pages: readonly PreparedPage[],
): Promise<{ readonly plan: PagePlan; readonly references: ReadonlyMap<string, ReferenceState> }> {
  const ids = new Set<string>();
  for (const page of pages) {
    for (const record of page.records) {
      const externalId = record.kind === 'ready' ? record.write.externalId : record.externalId;
      if (externalId !== null) ids.add(externalId);
    }
  }
  const rules = { policy: writePolicy, ...(permits === undefined ? {} : { permits }) };
  const known = byExternalId(await tx.pages.findReferences(set, [...ids]));
  const proposal = planPages(pages, known, rules);
  const toLock = [...proposal.updates, ...proposal.sightings].map(({ externalId }) => externalId);
  if (toLock.length === 0) return { plan: proposal, references: known };
  for (const locked of await tx.pages.lockReferences(set, toLock)) known.set(locked.externalId, locked);
  return { plan: planPages(pages, known, rules), references: known };
}

function byExternalId(references: readonly ReferenceState[]): Map<string, ReferenceState> {
  return new Map(references.map((reference) => [reference.externalId, reference]));
}
