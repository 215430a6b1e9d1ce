import type { Schedule } from './schedule.js';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * How long after each of its times the runs of a job begin, in milliseconds: always as long, whichever replica asks, and not the same for all
 * jobs.
 *
 * @param key what tells the job from others
 */
export function fireDelayMs({ jitterSeconds = 0 }: Schedule, key: string): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), FNV_PRIME);
  return (hash >>> 0) % (jitterSeconds * 1000 + 1);
}
