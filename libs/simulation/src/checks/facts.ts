import type { Invariant, TwoMoments } from './invariant.js';
import { firstOf } from './pages.js';
import type { SeenFact, Snapshot } from './snapshot.js';

/** What holds for what is written down to be told. Facts keep their order; the relay numbers them in it. */
export const FACT_INVARIANTS: readonly Invariant<TwoMoments>[] = [
  {
    says: 'Each change of the status of an execution is told once, in order and without a gap.',
    isTested: ({ before, now }) => now.facts.length > before.facts.length,
    find: ({ now }) => {
      const told = movesOf(now);
      return firstOf(now.executions, ({ id, status }) => {
        const moves = told.get(id) ?? [];
        const gap = moves.find(({ from }, at) => from !== (moves[at - 1]?.to ?? null));
        if (gap !== undefined)
          return `execution ${id} is told to go from ${gap.from} to ${gap.to}, and was elsewhere`;
        const last = moves.at(-1)?.to;
        return last === status
          ? undefined
          : `execution ${id} is ${status}, and ${last ?? 'nothing'} was told last`;
      });
    },
  },
  {
    says: 'Each page that was applied is told once.',
    isTested: ({ before, now }) => now.pages.length > before.pages.length,
    find: ({ now }) =>
      now.pagesTold === now.pages.length
        ? undefined
        : `${now.pages.length} pages were applied, and ${now.pagesTold} are told`,
  },
];

function movesOf({ facts }: Snapshot): ReadonlyMap<string, readonly SeenFact[]> {
  const moves = new Map<string, SeenFact[]>();
  for (const fact of facts) moves.set(fact.execution, [...(moves.get(fact.execution) ?? []), fact]);
  return moves;
}
