import { SyncError } from '@evenkeel/domain';
import type { Timers } from '@evenkeel/ports';

/** A person who asks what is the matter waits no longer for a database that takes calls and does not answer. */
const ANSWER_MS = 4_000;

/** Rejects with `system.database` where the database has not answered by then; what was asked goes on without a listener. */
export async function answerWithin<T>(timers: Timers, ask: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = timers.sleep(ANSWER_MS, done.signal).then(() => {
    throw new SyncError('system.database', `The database has not answered within ${ANSWER_MS / 1000} s`);
  });
  late.catch(() => undefined);
  const answer = ask();
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    done.abort();
  }
}
