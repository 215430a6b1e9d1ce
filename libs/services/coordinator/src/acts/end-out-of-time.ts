import { isSpacing, type Execution, type Next } from '@evenkeel/domain';
import type { Acting } from './acting.js';
import { end } from './end.js';
import { stop } from './stop.js';
import { findUnended } from './time-out.js';

/** Waiting for its provider would take longer than it has time: nothing is gained by waiting until its time is over. */
export async function endOutOfTime(
  acting: Acting,
  { postponed: by, until }: Extract<Next, { readonly kind: 'out_of_time' }>,
): Promise<Execution> {
  const unended = isSpacing(until, acting.now) ? await findUnended(acting) : undefined;
  return end(acting, await stop(acting, { postponed: { by, until }, unended }));
}
