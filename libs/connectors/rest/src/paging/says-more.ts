import { SyncError } from '@evenkeel/domain';
import { valueAt } from '../value-at.js';
import type { PageRead } from './paging.js';

/** Where the answer says whether there is more, or, inverted, whether this was the end. */
export interface MoreFlag {
  readonly path: string;
  readonly inverse: boolean;
}

const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

/** Throws `provider.unexpected_shape` where it says neither. */
export function saysMore({ answer, url }: PageRead, { path, inverse }: MoreFlag): boolean {
  const said = FLAGS.get(valueAt(answer.body, path));
  if (said !== undefined) return said !== inverse;
  throw new SyncError(
    'provider.unexpected_shape',
    `"${path}" in the answer of ${url.pathname} does not say whether there is more: it is neither true nor false`,
  );
}
