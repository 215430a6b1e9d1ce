import {
  decideMatches,
  keysToCompare,
  pairsOfCrowded,
  pairText,
  rulesTooWide,
  tooManyUnder,
  type FoundReference,
  type MatchDecision,
  type MatchSubject,
  type NarrowedKeys,
  type StoredMatches,
  type StoredReading,
} from '@evenkeel/domain';
import type { Timers, Transaction } from '@evenkeel/ports';
import type { TypeMatcher } from './type-matcher.js';

/** So many are decided before the event loop may go on with other work. */
const SUBJECTS_BEFORE_YIELD = 25;

/** Which stored records these readings are of, by the names of the subjects: in a few statements, however many they are. Without `timers` it is decided in one go. */
export async function decideStored(
  tx: Transaction,
  { compiled }: TypeMatcher,
  subjects: readonly MatchSubject[],
  timers?: Timers,
): Promise<ReadonlyMap<string, MatchDecision>> {
  if (subjects.length === 0) return new Map();
  const digests = new Set(subjects.flatMap(({ keys }) => keys.map(({ digest }) => digest)));
  const found = await tx.matchKeys.find([...digests]);
  const crowded = tooManyUnder(found);
  const narrowed = await findNarrowed(tx, subjects, crowded);
  const own = subjects.flatMap(({ recordId }) => recordId ?? []);
  const readings = await readingsOf(tx, referencesToCompare(subjects, { found, narrowed, crowded }), own);
  const presented = subjects.flatMap(({ setId, keys }) => keys.map(({ digest: key }) => ({ setId, key })));
  const apart =
    found.length === 0 ? [] : await tx.matchReviews.keptApart([...subjects, ...readings], presented);
  const decisions = new Map<string, MatchDecision>();
  for (const [name, decision] of decideMatches(subjects, { found, narrowed, readings, apart }, compiled)) {
    decisions.set(name, decision);
    if (decisions.size % SUBJECTS_BEFORE_YIELD === 0) await timers?.yield();
  }
  return decisions;
}

/** What has two keys at once where under each of them is too much. */
async function findNarrowed(
  tx: Transaction,
  subjects: readonly MatchSubject[],
  crowded: ReadonlySet<string>,
): Promise<readonly NarrowedKeys[]> {
  if (crowded.size === 0) return [];
  const pairs = subjects.flatMap(({ keys }) => pairsOfCrowded(keys, crowded));
  return tx.matchKeys.findBoth([...new Map(pairs.map((pair) => [pairText(pair), pair])).values()]);
}

type Reading = Omit<StoredReading, 'at'>;
type Found = Omit<FoundReference, 'key'>;

/** Of what was found, and of these records. A record of one reference says what that does, and nothing more need be looked up. */
async function readingsOf(
  tx: Transaction,
  found: readonly Found[],
  own: readonly string[],
): Promise<readonly Reading[]> {
  const whole = new Set(own);
  for (const { recordId, sharesRecord } of found) if (sharesRecord) whole.add(recordId);
  const single = new Map<string, Found>();
  for (const reference of found)
    if (!whole.has(reference.recordId)) single.set(reference.recordId, reference);
  const data = await tx.sharedRecords.dataOf([...single.keys()]);
  const readings: Reading[] = [...(await tx.sharedRecords.readings([...whole]))];
  for (const [recordId, { referenceId, setId, externalId, active }] of single) {
    const said = data.get(recordId);
    if (said !== undefined) readings.push({ recordId, referenceId, setId, externalId, active, data: said });
  }
  return readings;
}

interface FoundUnderKeys extends Pick<StoredMatches, 'found' | 'narrowed'> {
  readonly crowded: ReadonlySet<string>;
}

/** What is found under a crowded key that something narrower stands for is not read. */
function referencesToCompare(
  subjects: readonly MatchSubject[],
  { found, narrowed, crowded }: FoundUnderKeys,
): readonly Found[] {
  if (crowded.size === 0) return found;
  const pairs = new Map(narrowed.map((pair) => [pairText(pair), pair]));
  const looked = new Set(
    subjects.flatMap(({ keys }) =>
      keysToCompare(keys, crowded, rulesTooWide(keys, crowded, pairs)).map(({ digest }) => digest),
    ),
  );
  return [...found.filter(({ key }) => looked.has(key)), ...narrowed.flatMap(({ found: both }) => both)];
}
