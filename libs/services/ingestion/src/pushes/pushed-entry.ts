import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  meaningOf,
  type AppliedRecord,
  type Chunk,
  type FailedRecord,
  type Outcome,
  type Problem,
  type PushIntent,
} from '@evenkeel/domain';
import type { AppliedAnswer } from '@evenkeel/operations';
import type { PushEntry } from '@evenkeel/ports';

/** What became of one record that a push looked at. */
export interface PushedEntry extends Pick<PushEntry, 'recordId' | 'recordVersion' | 'externalId'> {
  readonly referenceId: string | null;
  readonly outcome: Outcome;
  readonly problem: Problem | null;
  /** What is told of one that was taken all the same. */
  readonly note?: Problem;
}

export interface PushedGroup {
  readonly chunk: Chunk;
  readonly page: PageFetched;
  readonly entries: readonly PushedEntry[];
}

/** An intent without an answer leaves its record in doubt; one that is there no more was erased with its record. */
export function tellEntry(
  { outcome, problem, intentId, ...entry }: PushEntry,
  intents: ReadonlyMap<string, PushIntent>,
  answers: ReadonlyMap<string, AppliedAnswer>,
): PushedEntry {
  if (intentId === null) return { ...entry, outcome: outcome ?? 'excluded', problem };
  const answer = answers.get(intentId);
  const { operation } = intents.get(intentId) ?? {};
  if (answer !== undefined) return { ...entry, ...answer, externalId: entry.externalId };
  return { ...entry, outcome: operation === undefined ? 'excluded' : 'in_doubt', problem: null };
}

/** What a failing record is known by within its job: it may have no external id yet. */
export function pushFailureKey(recordId: string): string {
  return `record:${recordId}`;
}

/** What an entry means for the failures of the job; undefined: nothing. */
export function failureOf(
  { recordId, externalId, outcome, problem }: PushedEntry,
  observedAt: string,
  groupKeyOf: (problem: Problem) => { readonly pattern: string; readonly groupKey: string },
): FailedRecord | AppliedRecord | undefined {
  const key = pushFailureKey(recordId);
  if (problem === null)
    return meaningOf(outcome).isApplied ? { kind: 'applied', key, observedAt } : undefined;
  const told = { ...problem, message: `Record ${recordId}: ${problem.message}` };
  return {
    kind: 'failed',
    key,
    externalId,
    observedAt,
    stage: outcome === 'rejected' ? 'map' : 'write',
    problem: told,
    ...groupKeyOf(problem),
    payload: null,
    mapped: null,
  };
}
