import { hasLast } from '../entries/lists-of.js';
import type { StreamRule } from './stream-rule.js';

/** What has to hold between settings of how an answer is read. */
export const answerRules: readonly StreamRule[] = [
  {
    holds: ({ format, recordsPath }) => format.kind !== 'csv' || recordsPath === '',
    error: 'must be left out beside the format csv: each line is an entry',
    path: ['recordsPath'],
    over: ['format', 'recordsPath'],
  },
  {
    holds: ({ format, layout }) => format.kind !== 'csv' || layout.kind === 'list',
    error: 'must be left out beside the format csv: each line is an entry',
    path: ['layout'],
    over: ['format', 'layout'],
  },
  {
    holds: ({ pagination, ...stream }) =>
      pagination.kind !== 'cursor' || pagination.lastPath === undefined || hasLast(stream),
    error: 'must be left out beside several lists or the layout map: none of their entries is the last one',
    path: ['pagination', 'lastPath'],
    over: ['recordsPath', 'removed', 'layout', 'pagination'],
  },
  {
    holds: ({ removed, parent }) => removed === undefined || parent === undefined,
    error: 'must be left out beside parent: the records of a parent that is gone are in no list',
    path: ['removed'],
    over: ['removed', 'parent'],
  },
];
