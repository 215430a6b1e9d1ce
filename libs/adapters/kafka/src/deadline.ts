import type { Timers } from '@evenkeel/ports';

export class TookTooLong extends Error {
  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`);
    this.name = 'TookTooLong';
  }
}

/** Rejects when `work` has not settled in time; `work` goes on, unheard. */
export async function within<T>(timers: Timers, ms: number, what: string, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = timers.sleep(ms, settled.signal).then(() => {
    throw new TookTooLong(what, ms);
  });
  late.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    settled.abort();
  }
}

/** Resolves when `work` has settled, or is late. */
export async function atMost(timers: Timers, ms: number, work: Promise<unknown>): Promise<void> {
  await within(timers, ms, 'This', work).catch(() => undefined);
}

/**
 * Lets go of a kafkajs client. After a broker restart its `disconnect()` may never return, and when it rejects there is
 * nothing left to let go of.
 */
export async function letGo(timers: Timers, client: { disconnect(): Promise<void> }): Promise<void> {
  await atMost(timers, 3_000, client.disconnect());
}
