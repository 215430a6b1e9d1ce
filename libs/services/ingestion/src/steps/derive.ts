import {
  decidePieces,
  errorsOfPieces,
  groupWrites,
  locksOf,
  NO_DERIVED,
  NO_PIECES,
  planPieces,
  type DerivedCounts,
  type Orphan,
  type PieceParent,
  type PiecePlan,
  type ReferenceState,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { WrittenGroup } from '../pages/page-group.js';

interface ParentsGroup extends WrittenGroup {
  /** References that these pages have inactivated. */
  readonly inactivatedIds: readonly string[];
}

/**
 * Writes what records that changed hold beside themselves: derived records and links. What is unchanged was derived before. Every
 * derived record that is written or loses a parent is locked before any is written, rule by rule and by its id: transactions that
 * have some in common wait for each other in one direction.
 */
export async function derive(
  tx: Transaction,
  { pieceRules, references: set }: Pick<ApplyContext, 'pieceRules' | 'references'>,
  group: ParentsGroup,
): Promise<DerivedCounts> {
  const { executionId } = group.chunk;
  const parents = parentsOf(group);
  if (pieceRules === undefined || parents.length === 0) return NO_DERIVED;
  const isNew = new Set(group.created.values());
  const earlier = parents.flatMap(({ referenceId }) =>
    referenceId === null || isNew.has(referenceId) ? [] : [referenceId],
  );
  const plan = planPieces(parents, await tx.links.ofReferences(earlier), { ...pieceRules, set });
  const written = await writePieces(tx, group, plan);
  await tx.links.add(plan.added);
  await tx.links.end(plan.ended);
  const inactivated = await inactivateOrphans(tx, group, plan.orphans);
  if (plan.rejected > 0) await tx.errorLog.add(executionId, errorsOfPieces(parents));
  return { ...written, inactivated, rejected: plan.rejected };
}

/** What these pages wrote or inactivated, each record once, as they leave it. */
function parentsOf({ inputs, created, inactivatedIds }: ParentsGroup): readonly PieceParent[] {
  const { creates, attaches, updates } = groupWrites(inputs);
  const written = [
    ...Array.from(creates, ([key, write]) => ({ referenceId: created.get(key) ?? null, write })),
    // Of a new reference of a record that is here nothing was derived yet, as of a new record.
    ...Array.from(attaches, ([key, { write }]) => ({ referenceId: created.get(key) ?? null, write })),
    ...updates.map(({ reference, ...write }) => ({ referenceId: reference.id, write })),
  ];
  const gone = new Set(inactivatedIds);
  const here = written.filter(({ referenceId }) => referenceId === null || !gone.has(referenceId));
  return [
    ...here.map(({ referenceId, write: { externalId, pieces = NO_PIECES, observedAt } }) => ({
      referenceId,
      externalId,
      pieces,
      observedAt,
    })),
    ...Array.from(gone, (referenceId) => ({
      referenceId,
      externalId: null,
      pieces: undefined,
      observedAt: '',
    })),
  ];
}

async function writePieces(
  tx: Transaction,
  { chunk: { executionId } }: Pick<WrittenGroup, 'chunk'>,
  plan: PiecePlan,
): Promise<Pick<DerivedCounts, 'created' | 'updated' | 'unchanged'>> {
  const stored = new Map<string, ReadonlyMap<string, ReferenceState>>();
  for (const { key, set, externalIds } of locksOf(plan)) {
    const locked = await tx.references.lock(set, externalIds);
    stored.set(key, new Map(locked.map((reference) => [reference.externalId, reference])));
  }
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const wanted of plan.wanted) {
    if (wanted.writes.size === 0) continue;
    const decided = decidePieces(wanted, stored.get(wanted.key) ?? new Map<string, ReferenceState>());
    await tx.recordWrites.create(wanted.set, decided.creates);
    await tx.recordWrites.update(executionId, decided.updates);
    counts.created += decided.creates.length;
    counts.updated += decided.updates.length;
    counts.unchanged += decided.unchanged;
  }
  return counts;
}

/** Once their references are locked: a transaction that took another parent from them is committed by then, and is seen. */
async function inactivateOrphans(
  tx: Transaction,
  { chunk: { executionId } }: Pick<WrittenGroup, 'chunk'>,
  orphans: readonly Orphan[],
): Promise<number> {
  const due = await tx.links.withoutParent(orphans);
  for (const cause of new Set(due.map((orphan) => orphan.cause))) {
    const referenceIds = due.flatMap(({ link, cause: why }) =>
      why === cause ? (link.toReferenceId ?? []) : [],
    );
    await tx.candidates.inactivate({ executionId, referenceIds, cause, observedAt: null });
  }
  return due.length;
}
