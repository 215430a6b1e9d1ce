import { decideMatch } from './decide-match.js';
import type { MatchDecision } from './match-decision.js';
import { MatchPool } from './match-pool.js';
import type { MatchSubject, StoredMatches } from './match-subject.js';
import type { CompiledMatch } from './match-verdict.js';

/**
 * Decides subjects in their order, each as if those before it were stored as was decided of them. By their names, one at a time: with
 * many candidates it takes long, and its caller may let others work in between.
 */
export function* decideMatches(
  subjects: readonly MatchSubject[],
  stored: StoredMatches,
  match: CompiledMatch,
): Generator<readonly [name: string, decision: MatchDecision]> {
  const pool = new MatchPool(stored, subjects);
  for (const subject of subjects) {
    const decision = decideMatch(pool.inputOf(subject), match);
    if (decision.kind === 'join') pool.join(subject, decision);
    else pool.stay(subject);
    yield [subject.name, decision];
  }
}
