import {
  planPages,
  type PagePlan,
  type PreparedPage,
  type ReferenceSet,
  type ReferenceState,
  type WriteRules,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

export interface PagesToPlan {
  readonly pages: readonly PreparedPage[];
  /** Where records were asked for by name: further references to lock with theirs. Null where a listing gave them. */
  readonly named: readonly string[] | null;
  readonly rules: WriteRules;
}

export interface LockedPlan {
  readonly plan: PagePlan;
  /** By external id. */
  readonly known: ReadonlyMap<string, ReferenceState>;
}

/**
 * Hashes read without a lock only choose what need not be written; whatever will be written is locked and decided again.
 * Of records that were asked for by name every reference is locked at once.
 */
export async function planUnderLock(
  tx: Transaction,
  set: ReferenceSet,
  { pages, named, rules }: PagesToPlan,
): Promise<LockedPlan> {
  const ids = idsOf(pages);
  if (named !== null) {
    const known = byExternalId(await tx.references.lock(set, [...new Set([...ids, ...named])]));
    return { plan: planPages(pages, known, rules), known };
  }
  const known = byExternalId(await tx.references.find(set, [...ids]));
  const proposal = planPages(pages, known, rules);
  const toLock = [...proposal.updates, ...proposal.sightings].map(({ externalId }) => externalId);
  if (toLock.length === 0) return { plan: proposal, known };
  for (const locked of await tx.references.lock(set, toLock)) known.set(locked.externalId, locked);
  return { plan: planPages(pages, known, rules), known };
}

function idsOf(pages: readonly PreparedPage[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const page of pages) {
    for (const record of page.records) {
      const externalId = record.kind === 'ready' ? record.write.externalId : record.externalId;
      if (externalId !== null) ids.add(externalId);
    }
  }
  return ids;
}

function byExternalId(references: readonly ReferenceState[]): Map<string, ReferenceState> {
  return new Map(references.map((reference) => [reference.externalId, reference]));
}
