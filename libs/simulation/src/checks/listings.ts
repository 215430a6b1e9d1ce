import { isListing, type ExecutionStatus } from '@evenkeel/domain';
import type { Invariant, Moments } from './invariant.js';
import { firstOf } from './pages.js';
import type { SeenExecution, Snapshot } from './snapshot.js';

const GREEN: readonly ExecutionStatus[] = ['completed', 'completed_with_errors'];

/** What holds for listings that were read to their end, and for those that have none. */
export const LISTING_INVARIANTS: readonly Invariant[] = [
  {
    says: 'A run that has completed and speaks of no doubt has all that was at the provider, unchanged, since before it began, but for what it says has failed.',
    isTested: (moments) => undoubted(moments).length > 0,
    find: (moments) => firstOf(undoubted(moments), (execution) => findMissing(moments, execution)),
  },
  {
    says: 'A listing is read no further than the contract of its job says.',
    isTested: ({ before, now, maxRecords }) => maxRecords !== null && listedIn(now) > listedIn(before),
    find: ({ now, maxRecords }) =>
      firstOf(now.chunks, ({ id, kind, state, listed }) =>
        maxRecords === null || !isListing({ kind }) || state === 'applied' || listed <= maxRecords
          ? undefined
          : `chunk ${id} has listed ${listed} records and goes on, although ${maxRecords} may come`,
      ),
  },
];

const listedIn = ({ chunks }: Snapshot) => chunks.reduce((sum, { listed }) => sum + listed, 0);

/** Runs of everything, or of what has changed, that have ended well by now and of whose listing nothing is said. */
export function undoubted({ before, now }: Pick<Moments, 'before' | 'now'>): readonly SeenExecution[] {
  const were = new Map(before.executions.map(({ id, status }) => [id, status]));
  const doubtful = new Set(now.chunks.flatMap(({ execution, doubt }) => (doubt === null ? [] : [execution])));
  return now.executions.filter(
    ({ id, lane, status, scope, isPreview }) =>
      lane === 'bulk' &&
      !isPreview &&
      (scope === 'full' || scope === 'incremental') &&
      GREEN.includes(status) &&
      were.get(id) !== status &&
      !doubtful.has(id),
  );
}

function findMissing(
  { now, provider }: Moments,
  { id: execution, job, status, since }: SeenExecution,
): string | undefined {
  const stream = provider.stream(job);
  const sinceMs = provider.fromEngineMs(Date.parse(since ?? now.at), Date.parse(now.at));
  if (stream.mayHideSince(sinceMs)) return undefined;
  const stored = new Map(
    now.references.flatMap((reference) => (reference.stream === job ? [[reference.id, reference]] : [])),
  );
  // What is parked is no failure.
  const parked = now.waiting.map(({ id }) => id);
  const excused = new Set(status === 'completed' ? parked : [...parked, ...now.failing]);
  return firstOf([...stream.steadySince(sinceMs)], ([id, version]) => {
    const has = stored.get(id);
    if (excused.has(id)) return undefined;
    const ended = `execution ${execution} ended ${status} without a doubt, and`;
    if (has === undefined) return `${ended} ${id} is not in the store`;
    if (has.inactive) return `${ended} ${id} is inactive`;
    if (has.data?.twin) return `${ended} ${id} holds what another record with its id says`;
    return (has.data?.version ?? 0) >= version
      ? undefined
      : `${ended} ${id} is at version ${has.data?.version} in the store, at ${version} at the provider`;
  });
}
