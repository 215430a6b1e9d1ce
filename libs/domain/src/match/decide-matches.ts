import { decideMatch } from './decide-match.js';
import type { MatchDecision } from './match-decision.js';
import { MatchPool } from './match-pool.js';
import type { MatchSubject, StoredMatches } from './match-subject.js';
import type { CompiledMatch } from './match-verdict.js';

type Decided = readonly [name: string, decision: MatchDecision];

/**
 * Decides subjects in their order, each as if those before it were stored as was decided of them. By their names, one at a time: with
 * many candidates it takes long, and its caller may let others work in between.
 */
export function decideMatches(
  subjects: readonly MatchSubject[],
  stored: StoredMatches,
  match: CompiledMatch,
): Generator<Decided> {
  return new MatchDecider(subjects, match).decide(subjects, stored);
}

/** The same where what is stored is read part by part: while one is decided the next is on its way. */
export class MatchDecider {
  private readonly pool: MatchPool;

  /** @param subjects all of them: what many present names nothing by itself, whichever part they are in */
  constructor(
    subjects: readonly MatchSubject[],
    private readonly match: CompiledMatch,
  ) {
    this.pool = new MatchPool(NOTHING_STORED, subjects);
  }

  /**
   * @param part the subjects that come next
   * @param stored what they may have to do with, but for the keys and records that were given with earlier parts: of these it is known what has
   * been decided since
   */
  *decide(part: readonly MatchSubject[], stored: StoredMatches): Generator<Decided> {
    this.pool.hold(stored);
    for (const subject of part) {
      const decision = decideMatch(this.pool.inputOf(subject), this.match);
      if (decision.kind === 'join') this.pool.join(subject, decision);
      else this.pool.stay(subject);
      yield [subject.name, decision];
    }
  }
}

const NOTHING_STORED: StoredMatches = { found: [], narrowed: [], readings: [], apart: [] };
