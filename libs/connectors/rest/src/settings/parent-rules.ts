import { parsePath } from '@evenkeel/domain';
import { idPaths } from '../record-id.js';
import { parentPathsIn } from '../request/places.js';
import { REQUEST, requestOf } from './request-rules.js';
import type { StreamRule } from './stream-rule.js';
import type { StreamSettings } from './stream-settings.js';

/** What has to hold of a stream with parents, as far as its own settings say it. */
export const parentRules: readonly StreamRule[] = [
  {
    holds: (stream) => stream.parent !== undefined || named(stream).length === 0,
    error: 'is needed: the request names a field of a parent',
    path: ['parent'],
    over: [...REQUEST, 'parent'],
  },
  {
    holds: (stream) => stream.parent === undefined || named(stream).length > 0,
    error: 'is in no part of the request: name what tells one parent from another, such as {parent.id}',
    path: ['parent'],
    over: [...REQUEST, 'parent'],
  },
  {
    holds: (stream) => named(stream).every(isPath),
    error: 'has a wrong path in it: behind {parent. goes a dotted path such as owner.login',
    path: ['path'],
    over: REQUEST,
  },
  {
    holds: ({ readOne }) => parentPathsIn(readOne?.path).length === 0,
    error:
      'cannot name a field of a parent: put it into the record by parent.into, list it in idPath, and name that',
    path: ['readOne', 'path'],
    over: ['readOne'],
  },
  {
    holds: ({ parent, slices }) => parent === undefined || slices === undefined,
    error: 'must be left out: the listing is cut as that of its parents is',
    path: ['slices'],
    over: ['parent', 'slices'],
  },
  {
    holds: ({ parent, incremental }) => parent === undefined || incremental?.kind !== 'position',
    error: 'must be of the kind time: a feed of each parent would have a position of its own',
    path: ['incremental'],
    over: ['parent', 'incremental'],
  },
  {
    holds: ({ parent, incremental }) => parent?.incremental !== true || incremental === undefined,
    error: 'must be left out: the listing of each parent is asked for what changed, so all parents are read',
    path: ['parent', 'incremental'],
    over: ['parent', 'incremental'],
  },
  {
    holds: (stream) =>
      stream.readOne?.sameShape !== true ||
      Object.keys(stream.parent?.into ?? {}).every((name) => idPaths(stream).includes(name)),
    error:
      'must be left out: parent.into puts fields into listed records that a record read by its id has not',
    path: ['readOne', 'sameShape'],
    over: ['parent', 'readOne', 'idPath'],
  },
];

function named(stream: StreamSettings): readonly string[] {
  return parentPathsIn(requestOf(stream));
}

function isPath(path: string): boolean {
  try {
    return parsePath(path).length > 0;
  } catch {
    return false;
  }
}
