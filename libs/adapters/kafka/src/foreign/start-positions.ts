import type { TopicStart } from '@evenkeel/domain';

export interface TopicPositions {
  /** What the group has committed, by partition; left out or below 0: nothing. */
  readonly committed: ReadonlyMap<number, number>;
  /** Where the records of each partition begin and end. */
  readonly ends: readonly { readonly partition: number; readonly low: number; readonly high: number }[];
}

/**
 * Where a group begins in partitions of which it has committed nothing. A partition that came to a topic which is listened to already
 * is read from its beginning: what it holds was written since.
 */
export function startPositions(
  { committed, ends }: TopicPositions,
  startAt: TopicStart,
): ReadonlyMap<number, number> {
  const isNew = ({ partition }: { readonly partition: number }) => (committed.get(partition) ?? -1) < 0;
  const isLatest = startAt === 'latest' && ends.every(isNew);
  return new Map(ends.filter(isNew).map(({ partition, low, high }) => [partition, isLatest ? high : low]));
}
