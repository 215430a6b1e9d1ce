import type { Invariant } from './invariant.js';
import { firstOf } from './pages.js';

/** What holds for plans that are carried out. */
export const PLAN_INVARIANTS: readonly Invariant[] = [
  {
    says: 'Where a plan is carried out, what has changed at the provider since it was made is not written.',
    isTested: ({ before, now }) =>
      now !== before &&
      now.executions.some(({ follows, status }) => follows !== null && status === 'running'),
    find: ({ before, now, provider }) => {
      const were = new Map(before.references.map((reference) => [reference.id, reference]));
      const follows = new Map(now.executions.map((execution) => [execution.id, execution.follows]));
      return firstOf(now.references, ({ id, stream, data, changes, changedBy }) => {
        const was = were.get(id);
        if (was === undefined || was.changes === changes) return undefined;
        const madeAt = now.madeSince.get(follows.get(changedBy ?? '') ?? '');
        const visibleMs = provider
          .stream(stream)
          .item(id)
          ?.visibleSince(data?.version ?? 0);
        if (madeAt === undefined || visibleMs === undefined) return undefined;
        return visibleMs > provider.fromEngineMs(Date.parse(madeAt), Date.parse(now.at))
          ? `${id} was written at version ${data?.version}, which is newer than the plan`
          : undefined;
      });
    },
  },
];
