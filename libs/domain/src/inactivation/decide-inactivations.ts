import type { ReferenceState } from '../record/reference.js';
import type { CandidateReading, CandidateVerdict } from './candidate.js';

export interface Inactivations {
  readonly inactivate: readonly ReferenceState[];
  /** One for each reading, in their order. */
  readonly verdicts: readonly CandidateVerdict[];
}

/**
 * Which candidates are inactivated, now that their references are locked. Whatever happened to a record since it was looked
 * at speaks for it.
 */
export function decideInactivations(
  readings: readonly CandidateReading[],
  locked: ReadonlyMap<string, ReferenceState>,
): Inactivations {
  const inactivate: ReferenceState[] = [];
  const verdicts = readings.map(({ referenceId, externalId, observedAt, found }): CandidateVerdict => {
    if (found !== 'gone') return found;
    const reference = locked.get(externalId);
    const asItWas =
      reference?.id === referenceId && reference.observedAt === observedAt && !isInactive(reference);
    if (!asItWas) return 'changed_since';
    inactivate.push(reference);
    return 'inactivated';
  });
  return { inactivate, verdicts };
}

export function isInactive({ inactive = false }: Pick<ReferenceState, 'inactive'>): boolean {
  return inactive;
}
