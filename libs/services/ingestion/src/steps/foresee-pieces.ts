import {
  decidePieces,
  groupWrites,
  NO_DERIVED,
  NO_PIECES,
  planPieces,
  type DerivedCounts,
  type KnownLink,
  type PieceParent,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup } from '../pages/page-group.js';

/**
 * What would be derived of a group that goes into a plan. A shared record counts once in each group that would make it, and is not
 * counted as inactivated: another record may have it by then.
 */
export async function foreseePieces(
  tx: Transaction,
  { pieceRules, references: set }: Pick<ApplyContext, 'pieceRules' | 'references'>,
  { inputs }: Pick<DecidedGroup, 'inputs'>,
): Promise<DerivedCounts> {
  const parents = foreseenParents(inputs);
  if (pieceRules === undefined || parents.length === 0) return NO_DERIVED;
  const here = parents.flatMap(({ referenceId }) => referenceId ?? []);
  const plan = planPieces(parents, await tx.links.ofReferences(here), { ...pieceRules, set });
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const wanted of plan.wanted) {
    const ids = [...wanted.writes.keys()];
    const found = ids.length === 0 ? [] : await tx.references.find(wanted.set, ids);
    const decided = decidePieces(wanted, new Map(found.map((one) => [one.externalId, one])));
    counts.created += decided.creates.length;
    counts.updated += decided.updates.length;
    counts.unchanged += decided.unchanged;
  }
  const shared = new Set(pieceRules.derive.filter((rule) => rule.shared === true).map(({ name }) => name));
  const isOwn = ({ to }: KnownLink) => !shared.has(to.derivedBy?.rule ?? '');
  return {
    ...counts,
    inactivated: plan.orphans.filter(({ link }) => isOwn(link)).length,
    rejected: plan.rejected,
  };
}

function foreseenParents(inputs: DecidedGroup['inputs']): readonly PieceParent[] {
  const { creates, attaches, updates, inactivations } = groupWrites(inputs);
  const gone = [...inactivations.values()].flatMap(({ reference }) => reference?.id ?? []);
  const written = [
    ...Array.from(creates.values(), (write) => ({ referenceId: null, write })),
    ...Array.from(attaches.values(), ({ write }) => ({ referenceId: null, write })),
    ...updates.map(({ reference, ...write }) => ({ referenceId: reference.id, write })),
  ];
  return [
    ...written.map(({ referenceId, write: { externalId, observedAt, pieces = NO_PIECES } }) => ({
      referenceId,
      externalId,
      observedAt,
      pieces,
    })),
    ...gone.map((referenceId) => ({ referenceId, externalId: null, observedAt: '', pieces: undefined })),
  ];
}
