import type { z } from 'zod';
import type { StreamSettings } from './stream-settings.js';

type Streams = Readonly<Record<string, StreamSettings>>;

interface RuleBetweenStreams {
  /** What is wrong with a stream that has parents; undefined: nothing. */
  readonly problem: (stream: StreamWithParent, streams: Streams, name: string) => string | undefined;
  /** Where it is told. */
  readonly path: readonly string[];
}

type StreamWithParent = StreamSettings & { readonly parent: NonNullable<StreamSettings['parent']> };

const rules: readonly RuleBetweenStreams[] = [
  {
    problem: ({ parent }, streams) =>
      Object.hasOwn(streams, parent.stream)
        ? undefined
        : `is no stream of this connection: there is only ${Object.keys(streams).join(', ')}`,
    path: ['parent', 'stream'],
  },
  {
    problem: (_stream, streams, name) => {
      const way = ancestorsOf(name, streams);
      return way.indexOf(way.at(-1) ?? '') < way.length - 1
        ? `leads back to where it came from: ${way.join(' > ')}`
        : undefined;
    },
    path: ['parent', 'stream'],
  },
  {
    problem: ({ parent }, streams) =>
      !parent.incremental || isAskedSince(streams[parent.stream])
        ? undefined
        : `must be left out: "${parent.stream}" cannot be asked for what changed since a time`,
    path: ['parent', 'incremental'],
  },
  {
    problem: ({ parent, listing }, streams) =>
      listing !== 'stable' || streams[parent.stream]?.listing === 'stable'
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

/** Whether a reading of a stream can be narrowed to what changed since a moment. */
function isAskedSince(stream: StreamSettings | undefined): boolean {
  return stream?.incremental?.kind === 'time' || stream?.parent?.incremental === true;
}

/** What has to hold between the streams of a connection. A stream that is wrong by itself is left out: that is told with it. */
export function checkStreams(streams: Streams, context: z.core.$RefinementCtx): void {
  const wrong = new Set(context.issues.map(({ path = [] }) => path[0]));
  for (const [name, stream] of Object.entries(streams)) {
    if (wrong.has(name) || stream.parent === undefined) continue;
    const { parent } = stream;
    for (const { problem, path } of rules) {
      const message = problem({ ...stream, parent }, streams, name);
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: [name, ...path] });
    }
  }
}
