import type { Invariant } from './invariant.js';
import { listedAt } from './listed.js';
import { firstOf } from './pages.js';
import type { Snapshot } from './snapshot.js';

const inactive = ({ references }: Snapshot) => references.filter((reference) => reference.inactive).length;

/** What holds for records that are taken for gone. */
export const INACTIVATION_INVARIANTS: readonly Invariant[] = [
  {
    says: 'A record is inactivated only if the provider lacked it after it was last seen, and, unless it was asked for or announced, after the listing began and after it was last listed.',
    isTested: ({ before, now }) => inactive(now) > inactive(before),
    find: ({ before, now, provider }) => {
      const were = new Map(before.references.map((reference) => [reference.id, reference]));
      const closeOuts = new Map(now.closeOuts.map((closeOut) => [closeOut.execution, closeOut]));
      const listed = listedAt(before);
      return firstOf(now.references, ({ id, stream, inactive, inactiveBy, goneAlone }) => {
        const was = were.get(id);
        if (!inactive || was === undefined || was.inactive) return undefined;
        const since = closeOuts.get(inactiveBy ?? '')?.since;
        if (since === undefined && !goneAlone) return `${id} is inactive although no listing was judged`;
        const seenMs = Date.parse(was.observedAt);
        const sinceMs = goneAlone
          ? seenMs
          : Math.max(Date.parse(since ?? ''), seenMs, listed.get(was.reference) ?? 0);
        return provider
          .stream(stream)
          .item(id)
          ?.wasGoneSince(provider.fromEngineMs(sinceMs, Date.parse(now.at)))
          ? undefined
          : `${id} is inactive although the provider had it all the while`;
      });
    },
  },
  {
    says: 'What is inactivated was missed by a listing that was complete, and is no more than the ceiling or a person allows.',
    isTested: ({ before, now }) => inactive(now) > inactive(before),
    find: ({ now }) =>
      firstOf(now.closeOuts, ({ execution, complete, granted, ceiling, inactivated }) => {
        if (inactivated === 0) return undefined;
        if (!complete)
          return `execution ${execution} inactivated records although its listing was not complete`;
        return granted || inactivated <= ceiling
          ? undefined
          : `execution ${execution} inactivated ${inactivated} records, and may ${ceiling}`;
      }),
  },
];
