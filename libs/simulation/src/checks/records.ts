import { hasEnded } from '@evenkeel/domain';
import { EVENTS } from '../workload/provider/scripted-provider.js';
import { OVERLAP_SECONDS } from '../world/world-profile.js';
import type { Invariant, Moments } from './invariant.js';
import { firstOf } from './pages.js';
import type { SeenReference, Snapshot } from './snapshot.js';

/** What holds for records, references and the watermark. */
export const RECORD_INVARIANTS: readonly Invariant[] = [
  {
    says: 'Every reference has a record, and every change of a record has left a before-image.',
    isTested: (moments) => written(moments).length > 0,
    find: ({ now }) =>
      firstOf(now.references, ({ id, recordVersion, changes }) => {
        if (recordVersion === null) return `${id} has no record`;
        return recordVersion === changes + 1
          ? undefined
          : `${id} is at version ${recordVersion} after ${changes} changes`;
      }),
  },
  {
    says: 'Versions of the provider never go back.',
    isTested: (moments) =>
      written(moments).some(({ stream }) => moments.provider.stream(stream).options.hasVersions),
    find: (moments) =>
      changed(moments, { hasVersions: true }, (was, is) =>
        (is.data?.version ?? 0) < (was.data?.version ?? 0)
          ? `${is.id} went back from version ${was.data?.version} to ${is.data?.version}`
          : undefined,
      ),
  },
  {
    says: 'Where there are no versions, an earlier observation never replaces a later one, unless its time says that it shows a later change.',
    isTested: (moments) =>
      written(moments).some(({ stream }) => !moments.provider.stream(stream).options.hasVersions),
    find: (moments) =>
      changed(moments, { hasVersions: false }, (was, is) =>
        Date.parse(is.observedAt) < Date.parse(was.observedAt) && !showsLater(moments, was, is)
          ? `${is.id} was seen at ${was.observedAt} and now shows what was seen at ${is.observedAt}`
          : undefined,
      ),
  },
  {
    says: 'The watermark never goes back.',
    isTested: ({ before, now }) => now.watermarks.length > before.watermarks.length,
    find: ({ now }) =>
      firstOf([...now.watermarks.entries()], ([index, [job, value]]) => {
        const earlier = now.watermarks.slice(0, index).findLast(([other]) => other === job);
        return earlier && Date.parse(value) < Date.parse(earlier[1])
          ? `the watermark of ${job} went back from ${earlier[1]} to ${value}`
          : undefined;
      }),
  },
  {
    says: 'When the watermark moves, everything changed before it (less the overlap) is in the store or kept as a failure.',
    isTested: ({ before, now }) => now.watermarks.length > before.watermarks.length,
    find: (moments) =>
      moments.now.watermarks.length === moments.before.watermarks.length ? undefined : findUnread(moments),
  },
];

/** References of records that were changed between the moments. */
function written({ before, now }: Moments): readonly SeenReference[] {
  const were = new Map(before.references.map(({ id, recordVersion }) => [id, recordVersion]));
  return now.references.filter(({ id, recordVersion }) => were.has(id) && were.get(id) !== recordVersion);
}

function findUnread({ before: earlier, now, provider }: Moments): string | undefined {
  const latest = now.watermarks.findLast(([job]) => job === EVENTS)?.[1];
  if (latest === undefined) return undefined;
  const stored = new Map(now.references.map(({ id, data }) => [id, data?.version ?? 0]));
  const before = Date.parse(latest) - OVERLAP_SECONDS * 1000;
  const stream = provider.stream(EVENTS);
  // A run that carries out a plan passes over what has changed since it was made: the next run reads that.
  const hasCarriedOut = now.executions.some(
    ({ id, job, follows, status }) =>
      job === EVENTS && follows !== null && hasEnded(status) && !hadEnded(earlier, id),
  );
  const isParked = (id: string) => now.waiting.some((parked) => parked.id === id);
  return firstOf([...stream.versionsBefore(before)], ([id, version]) => {
    const has = stored.get(id) ?? 0;
    const item = stream.item(id);
    const isLeft =
      (hasCarriedOut && item?.isChangedSince(before) === true) || item?.wasNamelessSince(before) === true;
    return has >= version || isLeft || now.failing.includes(id) || isParked(id)
      ? undefined
      : `the watermark ${latest} is beyond version ${version} of ${id}, of which the store has ${has}`;
  });
}

/** The question was asked earlier and answered later, and the time of change says so. */
function showsLater({ provider }: Moments, was: SeenReference, is: SeenReference): boolean {
  const { hasTimes } = provider.stream(is.stream).options;
  return hasTimes && (is.data?.version ?? 0) > (was.data?.version ?? 0);
}

function hadEnded({ executions }: Snapshot, id: string): boolean {
  const execution = executions.find((candidate) => candidate.id === id);
  return execution !== undefined && hasEnded(execution.status);
}

function changed(
  { before, now, provider }: Moments,
  { hasVersions }: { readonly hasVersions: boolean },
  find: (was: SeenReference, is: SeenReference) => string | undefined,
): string | undefined {
  const were = new Map(before.references.map((reference) => [reference.id, reference]));
  return firstOf(now.references, (is) => {
    const isMeant = provider.stream(is.stream).options.hasVersions === hasVersions;
    const was = isMeant ? were.get(is.id) : undefined;
    return was && find(was, is);
  });
}
