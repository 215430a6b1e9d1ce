import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Asks again and again until there is an answer. Rejects after `withinMs` with what was waited for and the last error. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  let last = 'there was no answer yet';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > until) throw new Error(`${what}: not within ${withinMs} ms (${last})`);
    await sleep(POLL_MS);
  }
}
