import { setTimeout as sleep } from 'node:timers/promises';

const SHORTEST_POLL_MS = 50;
const LONGEST_POLL_MS = 200;
/** Of what was waited so far: an answer costs the engine a hundredth of a second, and it is not asked for more than this is worth. */
const POLL_SHARE = 0.02;

/** Asks again and again until there is an answer. Rejects after `withinMs` with what was waited for and the last error. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const since = performance.now();
  let last = 'there was no answer yet';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    const waitedMs = performance.now() - since;
    if (waitedMs > withinMs) throw new Error(`${what}: not within ${withinMs} ms (${last})`);
    await sleep(Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, waitedMs * POLL_SHARE)));
  }
}
