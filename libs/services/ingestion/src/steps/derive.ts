import {
  errorsOfPieces,
  groupWrites,
  locksOf,
  NO_DERIVED,
  planPieces,
  type DerivedCounts,
  type Orphan,
  type PieceParent,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { WrittenGroup } from '../pages/page-group.js';
import { goneParents, writtenParents } from './piece-parents.js';
import { remergePieces, SharedPieces } from './shared-pieces.js';
import {
  lockPieces,
  maySharePieces,
  writePieces,
  type DeriveContext,
  type LockedPieces,
} from './write-pieces.js';

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
  {
    pieceRules,
    derivedTypes,
    references: set,
  }: Pick<ApplyContext, 'pieceRules' | 'derivedTypes' | 'references'>,
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
  const locked = await lockPieces(tx, plan);
  const context = { executionId, derivedTypes, shared: new SharedPieces() };
  const written = await writePieces(tx, context, plan.wanted, locked);
  await tx.links.add(plan.added);
  await tx.links.end(plan.ended);
  const inactivated = await inactivateOrphans(tx, context, plan.orphans, locked);
  await remergePieces(tx, context);
  if (plan.rejected > 0) await tx.errorLog.add(executionId, errorsOfPieces(parents));
  return { ...written, inactivated, rejected: plan.rejected };
}

/** What these pages wrote or inactivated, each record once, as they leave it. */
function parentsOf({ inputs, created, inactivatedIds }: ParentsGroup): readonly PieceParent[] {
  const gone = new Set(inactivatedIds);
  const here = writtenParents(groupWrites(inputs), created).filter(
    ({ referenceId }) => referenceId === null || !gone.has(referenceId),
  );
  return [...here, ...goneParents(gone)];
}

/** Once their references are locked: a transaction that took another parent from them is committed by then, and is seen. */
async function inactivateOrphans(
  tx: Transaction,
  context: DeriveContext,
  orphans: readonly Orphan[],
  locked: LockedPieces,
): Promise<number> {
  const { executionId, shared } = context;
  const due = await tx.links.withoutParent(orphans);
  for (const cause of new Set(due.map((orphan) => orphan.cause))) {
    const referenceIds = due.flatMap(({ link, cause: why }) =>
      why === cause ? (link.toReferenceId ?? []) : [],
    );
    await tx.candidates.inactivate({ executionId, referenceIds, cause, observedAt: null });
  }
  const sharing = due.filter(({ link: { to: set, externalId } }) =>
    maySharePieces(context, locked, { set, externalId }),
  );
  for (const { set, externalIds } of locksOf({ wanted: [], orphans: sharing })) {
    // Again: a merge of these pages may have given it to another record.
    shared.addOf(set.recordType, await tx.references.lock(set, externalIds));
  }
  return due.length;
}
