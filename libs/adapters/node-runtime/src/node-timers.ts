import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Timers, type Repeating } from '@evenkeel/ports';

export class NodeTimers extends Timers {
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // Node rejects with an AbortError of its own; the signal says why.
      signal?.throwIfAborted();
      throw error;
    }
  }

  async yield(): Promise<void> {
    await nextTurn();
  }

  every(ms: number, round: () => Promise<void>): Repeating {
    const stopping = new AbortController();
    const ended = this.repeat(ms, round, stopping.signal);
    return {
      stop: async () => {
        stopping.abort();
        await ended;
      },
    };
  }

  private async repeat(ms: number, round: () => Promise<void>, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      try {
        await delay(ms, undefined, { signal: stopping });
      } catch {
        return; // stopped during the pause
      }
      await round();
    }
  }
}
