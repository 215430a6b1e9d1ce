import { Injectable } from '@nestjs/common';
import { pageApplied, type PageFetched } from '@evenkeel/contracts-messages';
import {
  addCounts,
  admitPages,
  countInputs,
  isListing,
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
} from '@evenkeel/domain';
import { Digest, Store, type Transaction } from '@evenkeel/ports';
import { applyCandidates, goneIn, touchSeen } from './apply-candidates.js';
import { ApplyContexts, type ApplyContext } from './apply-contexts.js';
import { IngestionMetrics } from './ingestion-metrics.js';
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
    private readonly metrics: IngestionMetrics,
  ) {}

  /** `pages` belong to one chunk and come in the order of their numbers; doubles and strangers among them are let go. */
  async apply(pages: readonly PageFetched[]): Promise<void> {
    const [first] = pages;
    if (first === undefined) return;
    const context = await this.contexts.of(first.executionId);
    const group = { pages, prepared: pages.map((page) => this.prepare(page, context)) };
    const applied = await this.commitOrIsolate(group, context);
    if (applied === undefined) return;
    this.metrics.countApplied(applied.plan);
    this.metrics.countInactivated(applied.inactivated);
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
  private async commitOrIsolate(group: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    try {
      return await this.commit(group, context);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'record.unstorable_value') throw error;
      return this.commit(await rejectUnstorable(this.store, group), context);
    }
  }

  private commit(group: PreparedGroup, context: ApplyContext): Promise<Applied | undefined> {
    return this.store.transaction(async (tx) => {
      const chunk = await tx.chunks.lock(group.pages[0]?.chunkId ?? '');
      if (chunk === undefined) return undefined;
      const admitted = admitPages(chunk, group.pages);
      if (admitted.length === 0) return undefined;
      const prepared = admitted.map((page) => preparedOf(group, page));
      const named = isListing(chunk.slice) ? null : goneIn(admitted);
      const { plan, known } = await planUnderLock(tx, context, prepared, named);
      const created = await tx.pages.createRecords(context.references, plan.creates);
      if (plan.updates.length > 0) await tx.pages.updateRecords(chunk.executionId, plan.updates);
      if (plan.sightings.length > 0) await tx.pages.noteVersions(plan.sightings);
      if (named !== null) await touchSeen(tx, admitted, plan.inputs);
      const inactivated = await applyCandidates(tx, chunk, admitted, known);
      const { hasOpenFailures } = await this.advance(tx, chunk, { admitted, plan, created });
      if (hasOpenFailures || plan.inputs.some((inputs) => inputs.some(hasProblem))) {
        const applied = { pages: admitted, prepared, plan, hasOpenFailures };
        await recordFailures(tx, context, applied, (text) => this.digest.of(text));
      }
      return { plan, inactivated };
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

/** What a transaction has done. */
interface Applied {
  readonly plan: PagePlan;
  readonly inactivated: number;
}

interface LockedPlan {
  readonly plan: PagePlan;
  /** By external id. */
  readonly known: ReadonlyMap<string, ReferenceState>;
}

/**
 * Hashes read without a lock only choose what need not be written; whatever will be written is locked and decided again.
 * Of records that were asked for by name every reference is locked at once, with those of `named`.
 */
async function planUnderLock(
  tx: Transaction,
  { references: set, writePolicy }: ApplyContext,
  pages: readonly PreparedPage[],
  named: readonly string[] | null,
): Promise<LockedPlan> {
  const ids = new Set<string>();
  for (const page of pages) {
    for (const record of page.records) {
      const externalId = record.kind === 'ready' ? record.write.externalId : record.externalId;
      if (externalId !== null) ids.add(externalId);
    }
  }
  if (named !== null) {
    const known = byExternalId(await tx.pages.lockReferences(set, [...new Set([...ids, ...named])]));
    return { plan: planPages(pages, known, writePolicy), known };
  }
  const known = byExternalId(await tx.pages.findReferences(set, [...ids]));
  const proposal = planPages(pages, known, writePolicy);
  const toLock = [...proposal.updates, ...proposal.sightings].map(({ externalId }) => externalId);
  if (toLock.length === 0) return { plan: proposal, known };
  for (const locked of await tx.pages.lockReferences(set, toLock)) known.set(locked.externalId, locked);
  return { plan: planPages(pages, known, writePolicy), known };
}

function byExternalId(references: readonly ReferenceState[]): Map<string, ReferenceState> {
  return new Map(references.map((reference) => [reference.externalId, reference]));
}
