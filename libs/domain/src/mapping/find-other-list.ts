import { EVERY, type ValuesPath } from './path.js';

/**
 * The place of the first of several paths that goes through another list than one before it: no entry could give a value at each of them.
 * Undefined where all go through the same lists, as far as they go through any.
 */
export function findOtherList(paths: readonly ValuesPath[]): number | undefined {
  let deepest: ValuesPath = [];
  for (const [at, path] of paths.entries()) {
    const lists = path.slice(0, path.lastIndexOf(EVERY) + 1);
    const shared = Math.min(lists.length, deepest.length);
    if (lists.slice(0, shared).some((step, place) => step !== deepest[place])) return at;
    if (lists.length > deepest.length) deepest = lists;
  }
  return undefined;
}
