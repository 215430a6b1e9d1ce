import { decideMatches, type MatchDecision, type MatchSubject } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { TypeMatcher } from './type-matcher.js';

/** Which stored records these readings are of, by the names of the subjects: in a few statements, however many they are. */
export async function decideStored(
  tx: Transaction,
  { compiled }: TypeMatcher,
  subjects: readonly MatchSubject[],
): Promise<ReadonlyMap<string, MatchDecision>> {
  if (subjects.length === 0) return new Map();
  const digests = new Set(subjects.flatMap(({ keys }) => keys.map(({ digest }) => digest)));
  const found = await tx.matchKeys.find([...digests]);
  const own = subjects.flatMap(({ recordId }) => recordId ?? []);
  const recordIds = new Set([...found.map(({ recordId }) => recordId), ...own]);
  const readings = await tx.sharedRecords.readings([...recordIds]);
  const presented = subjects.flatMap(({ setId, keys }) => keys.map(({ digest: key }) => ({ setId, key })));
  const apart =
    found.length === 0 ? [] : await tx.matchReviews.keptApart([...subjects, ...readings], presented);
  return decideMatches(subjects, { found, readings, apart }, compiled);
}
