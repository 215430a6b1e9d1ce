import { MatchDecider, type MatchDecision, type MatchSubject, type StoredMatches } from '@evenkeel/domain';
import type { Timers, Transaction } from '@evenkeel/ports';
import { StoredReader } from './read-stored.js';
import type { TypeMatcher } from './type-matcher.js';

/** So many are decided before the event loop may go on with other work. */
const SUBJECTS_BEFORE_YIELD = 25;
/** So many are decided together: what is stored of the next is read meanwhile. */
const PART = 250;

interface Pace {
  /** Left out: nothing else is done while it is decided. */
  readonly timers?: Timers | undefined;
  readonly part?: number;
}

interface Part {
  readonly subjects: readonly MatchSubject[];
  readonly stored: StoredMatches;
}

const NOTHING: Part = { subjects: [], stored: { found: [], narrowed: [], readings: [], apart: [] } };

/** Which stored records these readings are of, by the names of the subjects: in a few statements for each part, however many they are. */
export async function decideStored(
  tx: Transaction,
  { compiled }: TypeMatcher,
  subjects: readonly MatchSubject[],
  { timers, part: size = PART }: Pace = {},
): Promise<ReadonlyMap<string, MatchDecision>> {
  const decider = new MatchDecider(subjects, compiled);
  const reader = new StoredReader(tx);
  const decisions = new Map<string, MatchDecision>();
  const decide = async (part: Part) => {
    for (const [name, decision] of decider.decide(part.subjects, part.stored)) {
      decisions.set(name, decision);
      if (decisions.size % SUBJECTS_BEFORE_YIELD === 0) await timers?.yield();
    }
  };
  let part = NOTHING;
  for (let from = 0; from < subjects.length; from += size) {
    const next = subjects.slice(from, from + size);
    const both = [reader.next(next), decide(part)] as const;
    // Whatever fails: what is asked of the transaction has its answer before that ends.
    await Promise.allSettled(both);
    const [stored] = await Promise.all(both);
    part = { subjects: next, stored };
  }
  await decide(part);
  return decisions;
}
