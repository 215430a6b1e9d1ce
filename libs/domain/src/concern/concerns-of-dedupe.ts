import type { FoundConcern } from './concern.js';
import type { ConcernFacts } from './concern-facts.js';

/** Dedupe runs that go no further by themselves: a paused one, and one that failed and was followed by no other of its type. */
export function concernsOfDedupe({ stoppedDedupes }: Pick<ConcernFacts, 'stoppedDedupes'>): FoundConcern[] {
  return stoppedDedupes.map(({ runId, recordType, problem, since }) => {
    const message =
      problem === null
        ? 'A dedupe run of this type is paused: it goes on when it is resumed'
        : `The last dedupe run of this type failed: ${problem}`;
    return { kind: 'dedupe_stopped', about: recordType, id: runId, since, message };
  });
}
