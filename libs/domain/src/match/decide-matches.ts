import { decideMatch } from './decide-match.js';
import type { MatchDecision } from './match-decision.js';
import { MatchPool } from './match-pool.js';
import type { MatchSubject, StoredMatches } from './match-subject.js';
import type { CompiledMatch } from './match-verdict.js';

/** Decides subjects in their order, each as if those before it were stored as was decided of them. By their names. */
export function decideMatches(
  subjects: readonly MatchSubject[],
  stored: StoredMatches,
  match: CompiledMatch,
): ReadonlyMap<string, MatchDecision> {
  const pool = new MatchPool(stored, subjects);
  const decisions = new Map<string, MatchDecision>();
  for (const subject of subjects) {
    const decision = decideMatch(pool.inputOf(subject), match);
    decisions.set(subject.name, decision);
    if (decision.kind === 'join') pool.join(subject, decision);
  }
  return decisions;
}
