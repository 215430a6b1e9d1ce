import type { WriteRules } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { IdentifiedGroup } from '../pages/page-group.js';

/**
 * Which records of the group are joined although they are read as they were before: their conflict was decided, or they were changed here. Nothing is locked
 * for it: what is decided meanwhile waits for the next reading.
 */
export async function findRejoined(
  tx: Transaction,
  { twoWay }: Pick<ApplyContext, 'twoWay'>,
  { references }: Pick<IdentifiedGroup, 'references'>,
): Promise<WriteRules['rejoins']> {
  if (twoWay === undefined) return undefined;
  const rejoined = await tx.conflicts.rejoined(Array.from(references.values(), ({ id }) => id));
  return rejoined.size === 0 ? undefined : ({ id }) => rejoined.has(id);
}
