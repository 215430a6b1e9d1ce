import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  decideInactivations,
  meaningOf,
  type Chunk,
  type PlannedInput,
  type ReferenceState,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** External ids of candidates that may be inactivated: locked before anything is decided. */
export function goneIn(pages: readonly PageFetched[]): readonly string[] {
  return pages.flatMap(({ candidates = [] }) =>
    candidates.filter(({ found }) => found === 'gone').map(({ externalId }) => externalId),
  );
}

/** Inactivates what is gone and keeps what became of each candidate, in the transaction of their pages. Gives how many. */
export async function applyCandidates(
  tx: Transaction,
  { executionId, slice }: Chunk,
  pages: readonly PageFetched[],
  locked: ReadonlyMap<string, ReferenceState>,
): Promise<number> {
  if (slice.kind !== 'close_out') return 0;
  let inactivated = 0;
  for (const { pageNo, observedAt, candidates = [] } of pages) {
    const { inactivate: references, verdicts } = decideInactivations(candidates, locked);
    const how = slice.reread
      ? { cause: 'gone_when_read', observedAt }
      : // Not seen at some time during the listing: whatever was seen since it began says otherwise.
        { cause: 'not_listed', observedAt: null };
    await tx.candidates.inactivate({ executionId, references, ...how });
    await tx.candidates.saveVerdicts(executionId, slice.fromPage + pageNo, verdicts);
    inactivated += references.length;
  }
  return inactivated;
}

/**
 * A record that was asked for by name and is written no otherwise still keeps that it was seen: a close-out that goes on
 * at the same time must not take it for gone.
 */
export async function touchSeen(
  tx: Transaction,
  pages: readonly PageFetched[],
  inputs: readonly (readonly PlannedInput[])[],
): Promise<void> {
  for (const [index, { observedAt, records }] of pages.entries()) {
    const seen = (inputs[index] ?? []).flatMap(({ outcome, target }, position) => {
      const isSighting = meaningOf(outcome).isSeen && records[position]?.replay === undefined;
      return isSighting && target.kind === 'existing' ? [target.referenceId] : [];
    });
    await tx.references.touch(seen, observedAt);
  }
}
