import { EVENTS } from '../workload/provider/scripted-provider.js';
import type { Invariant } from './invariant.js';
import { firstOf } from './pages.js';

/** What holds of records that waited for others. */
export const RELEASED_INVARIANTS: readonly Invariant[] = [
  {
    says: 'What waited for another record is stored, waits on, is kept as a failure, or is gone: nothing that was parked is lost.',
    isTested: ({ before, now }) => before.waiting.length > 0 && now.waiting.length !== before.waiting.length,
    find: ({ before, now, provider }) => {
      const kept = new Set([
        ...now.references.flatMap(({ id, stream }) => (stream === EVENTS ? [id] : [])),
        ...now.waiting.map(({ id }) => id),
        ...now.failing,
      ]);
      return firstOf(before.waiting, ({ id }) =>
        kept.has(id) || provider.stream(EVENTS).item(id)?.wasGoneSince(-Infinity) === true
          ? undefined
          : `${id} was parked, and is neither stored nor kept`,
      );
    },
  },
];
