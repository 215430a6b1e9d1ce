import { isListing, type DecidedInput, type ReferenceState, type SourceRecord } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup } from '../pages/page-group.js';

/**
 * External ids of records that are older by what the provider says than what is here, and are to be taken over all the same: the provider was
 * asked for them by their ids, or gave them so in two complete listings. Looks only where something contradicts.
 */
export async function findAdoptable(
  tx: Transaction,
  { jobId, closesOut }: ApplyContext,
  { chunk, inputs }: DecidedGroup,
): Promise<ReadonlySet<string>> {
  const isNamed = !isListing(chunk.slice);
  if ((!isNamed && !closesOut) || !inputs.some(contradictedBy)) return NONE;
  const sightings = inputs.flatMap((input) => {
    const reference = contradictedBy(input);
    return reference === undefined || isNotRead(input.source)
      ? []
      : [{ reference, observedAt: input.page.observedAt }];
  });
  if (sightings.length === 0) return NONE;
  return tx.references.adoptable({ jobId, executionId: chunk.executionId, isNamed, sightings });
}

const NONE: ReadonlySet<string> = new Set();

function contradictedBy({ known, decision }: DecidedInput): ReferenceState | undefined {
  return decision.kind === 'leave' && decision.contradicts === true ? known.reference : undefined;
}

/** Kept of an earlier reading, or sent: the provider was not asked what it has now. */
function isNotRead({ replay, told }: Pick<SourceRecord, 'replay' | 'told'>): boolean {
  return replay !== undefined || told !== undefined;
}
