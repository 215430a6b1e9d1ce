import { CallPostponed } from '@evenkeel/domain';

/** Records that are read by their ids at the same time. */
const PARALLEL = 4;

/**
 * What reading each gives, in their order. Where a call has to wait, what was read before it is given, and where that is nothing it rejects
 * with its `CallPostponed`. A failure counts for more: waiting would not help.
 */
export async function readEach<Read>(
  ids: readonly string[],
  read: (id: string) => Promise<Read>,
): Promise<readonly Read[]> {
  const done: Read[] = [];
  for (let start = 0; start < ids.length; start += PARALLEL) {
    const group = await Promise.allSettled(ids.slice(start, start + PARALLEL).map(read));
    const failed = group.find(
      (each) => each.status === 'rejected' && !(each.reason instanceof CallPostponed),
    );
    if (failed?.status === 'rejected') throw failed.reason as Error;
    const waiting = group.findIndex(({ status }) => status === 'rejected');
    const before = waiting === -1 ? group : group.slice(0, waiting);
    done.push(...before.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
    if (waiting === -1) continue;
    if (done.length > 0) return done;
    throw (group[waiting] as PromiseRejectedResult).reason as CallPostponed;
  }
  return done;
}
