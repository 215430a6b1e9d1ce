import type { WriteRules } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { IdentifiedGroup } from '../pages/page-group.js';

/**
 * Which records of the group are joined although they are read as they were before: their conflict was decided, they were changed here, or
 * they had left the filter of the job. Nothing is locked
 * for it: what is decided meanwhile waits for the next reading.
 */
export async function findRejoined(
  tx: Transaction,
  { twoWay }: Pick<ApplyContext, 'twoWay'>,
  { references }: Pick<IdentifiedGroup, 'references'>,
): Promise<WriteRules['rejoins']> {
  if (twoWay === undefined) return undefined;
  const ids = Array.from(references.values(), ({ id }) => id);
  const contested = await tx.conflicts.rejoined(ids);
  const outside = twoWay.isFiltered ? await tx.agreements.outside(ids) : [];
  const rejoined = new Set([...contested, ...outside]);
  return rejoined.size === 0 ? undefined : ({ id }) => rejoined.has(id);
}
