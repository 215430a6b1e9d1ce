import { feedStream } from '../feeds/feed-stream.js';
import { parentPathsIn } from '../request/places.js';
import { answerRules } from './answer-rules.js';
import { requestOf, requestRules } from './request-rules.js';
import type { StreamRule } from './stream-rule.js';
import type { StreamSettings } from './stream-settings.js';

const FEEDS = ['deletions', 'changes'] as const;
type Feed = (typeof FEEDS)[number];

/** What has to hold of a feed as of any listing. */
const rulesOf = (feed: Feed): readonly StreamRule[] => [
  ...[...requestRules, ...answerRules].map(({ holds, error, path }) => ({
    holds: ofFeed(feed, holds),
    error,
    path: [feed, ...path],
    over: [feed],
  })),
  {
    holds: ofFeed(feed, (stream) => parentPathsIn(requestOf(stream)).length === 0),
    error: 'cannot name a field of a parent: it is read once for all records',
    path: [feed],
    over: [feed],
  },
];

function ofFeed(name: Feed, holds: StreamRule['holds']): StreamRule['holds'] {
  return (stream) => {
    const feed = stream[name];
    return feed === undefined || holds(feedStream(feed, stream));
  };
}

export const feedRules: readonly StreamRule[] = [
  {
    holds: ({ changes, readOne }) => changes === undefined || readOne !== undefined,
    error: 'is needed beside changes: it says how a record is read that an event names',
    path: ['readOne'],
    over: ['changes', 'readOne'],
  },
  {
    holds: ({ changes, incremental }) => changes === undefined || incremental === undefined,
    error: 'must be left out: what changed is told by the events of changes',
    path: ['incremental'],
    over: ['changes', 'incremental'],
  },
  {
    holds: ({ changes, parent }) => changes === undefined || parent?.incremental !== true,
    error: 'must be left out: what changed is told by the events of changes',
    path: ['parent', 'incremental'],
    over: ['changes', 'parent'],
  },
  {
    holds: ({ changes }) => changes?.kindPath !== undefined || Object.keys(changes?.kinds ?? {}).length === 0,
    error: 'is needed beside kinds: it says where an event has its kind',
    path: ['changes', 'kindPath'],
    over: ['changes'],
  },
  {
    holds: (stream) => stream.deletions === undefined || isAskedSince(stream),
    error:
      'is of use only where changes are asked for since a time, by incremental, parent.incremental or changes',
    path: ['deletions'],
    over: ['deletions', 'incremental', 'parent', 'changes'],
  },
  ...FEEDS.flatMap(rulesOf),
];

/** Whether a reading of a stream can be narrowed to what changed since a moment. */
export function isAskedSince({ incremental, changes, parent }: StreamSettings): boolean {
  return incremental?.kind === 'time' || changes !== undefined || parent?.incremental === true;
}
