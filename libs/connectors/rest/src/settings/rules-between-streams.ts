import type { z } from 'zod';
import { isAskedSince } from './feed-rules.js';
import type { ParentSettings } from './parent-settings.js';
import type { StreamSettings } from './stream-settings.js';

type Streams = Readonly<Record<string, StreamSettings>>;

type StreamWithParent = StreamSettings & { readonly parent: ParentSettings };

/** A stream with parents, and those around it. */
interface Family {
  readonly name: string;
  readonly stream: StreamWithParent;
  /** The stream of the parents, where it is sound by itself. */
  readonly parents: StreamSettings | undefined;
  readonly streams: Streams;
}

interface RuleBetweenStreams {
  /** What is wrong; undefined: nothing. */
  readonly problem: (family: Family) => string | undefined;
  /** Where it is told. */
  readonly path: readonly string[];
}

const rules: readonly RuleBetweenStreams[] = [
  {
    problem: ({ stream: { parent }, streams }) =>
      Object.hasOwn(streams, parent.stream)
        ? undefined
        : `is no stream of this connection: there is only ${Object.keys(streams).join(', ')}`,
    path: ['parent', 'stream'],
  },
  {
    problem: ({ name, streams }) => {
      const way = ancestorsOf(name, streams);
      return way.indexOf(way.at(-1) ?? '') < way.length - 1
        ? `leads back to where it came from: ${way.join(' > ')}`
        : undefined;
    },
    path: ['parent', 'stream'],
  },
  {
    problem: ({ stream: { parent }, parents }) =>
      parents === undefined || !parent.incremental || isAskedSince(parents)
        ? undefined
        : `must be left out: "${parent.stream}" cannot be asked for what changed since a time`,
    path: ['parent', 'incremental'],
  },
  {
    problem: ({ stream: { parent, listing }, parents }) =>
      parents === undefined || listing !== 'stable' || parents.listing === 'stable'
        ? undefined
        : `cannot be stable: the listing of "${parent.stream}" is not, and a parent that it misses has records, too`,
    path: ['listing'],
  },
];

/** The names of a stream, its parents, their parents and so on; ends with the first that comes again. */
function ancestorsOf(name: string, streams: Streams): readonly string[] {
  const way = [name];
  for (;;) {
    const next = streams[way.at(-1) ?? '']?.parent?.stream;
    if (next === undefined) return way;
    const isAgain = way.includes(next);
    way.push(next);
    if (isAgain) return way;
  }
}

/** What has to hold between the streams of a connection. A stream that is wrong by itself is left out: that is told with it. */
export function checkStreams(streams: Streams, context: z.core.$RefinementCtx): void {
  const wrong = new Set(context.issues.map(({ path = [] }) => path[0]));
  for (const [name, stream] of Object.entries(streams)) {
    if (wrong.has(name) || stream.parent === undefined) continue;
    const { parent } = stream;
    const isSound = Object.hasOwn(streams, parent.stream) && !wrong.has(parent.stream);
    const parents = isSound ? streams[parent.stream] : undefined;
    for (const { problem, path } of rules) {
      const message = problem({ name, stream: { ...stream, parent }, parents, streams });
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: [name, ...path] });
    }
  }
}
