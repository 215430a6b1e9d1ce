import { candidatePosition, decideInactivations } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup } from '../pages/page-group.js';
import { closeFailuresOfGone } from './record-failures.js';

/** Inactivates what is gone, closes its failures and keeps what became of each candidate, in the transaction of their pages. Gives their references. */
export async function inactivateCandidates(
  tx: Transaction,
  context: ApplyContext,
  { chunk: { executionId, slice }, pages, references: locked }: DecidedGroup,
): Promise<readonly string[]> {
  if (slice.kind !== 'close_out') return [];
  const inactivated: string[] = [];
  for (const { cursorIn, observedAt, candidates = [] } of pages) {
    const { inactivate: references, verdicts } = decideInactivations(candidates, locked);
    const how = slice.reread
      ? { cause: 'gone_when_read', observedAt }
      : // Not seen at some time during the listing: whatever was seen since it began says otherwise.
        { cause: 'not_listed', observedAt: null };
    const referenceIds = references.map(({ id }) => id);
    await tx.candidates.inactivate({ executionId, referenceIds, ...how });
    const externalIds = references.map(({ externalId }) => externalId);
    await closeFailuresOfGone(tx, context, executionId, { externalIds, observedAt });
    const { page, done } = candidatePosition(cursorIn);
    await tx.candidates.saveVerdicts(executionId, { pageNo: slice.fromPage + page, from: done }, verdicts);
    inactivated.push(...referenceIds);
  }
  return inactivated;
}
