import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamCall, StreamedEvent, StreamId } from '@evenkeel/client-admin';
import type { CommandContext } from '../command-context.js';
import { AdminUnreachable } from '../failure.js';

const AGAIN_MS = 500;

/** Follows until Ctrl-C. Where the server goes away it waits for it, and goes on behind the last event that it was told. */
export async function* followOn<Id extends StreamId>(
  { api, terminal }: CommandContext,
  id: Id,
  call: StreamCall<Id>,
): AsyncGenerator<StreamedEvent> {
  const { interrupted: signal } = terminal;
  let after = (call as { readonly after?: string | undefined }).after;
  let [isAway, wasThere] = [false, false];
  while (!signal.aborted) {
    try {
      for await (const told of api.follow(
        id,
        { ...call, ...(after === undefined ? {} : { after }) },
        { signal },
      )) {
        [isAway, wasThere] = [false, true];
        after = told.id ?? after;
        yield told;
      }
    } catch (error) {
      if (signal.aborted) return;
      // One that was never there is told at once.
      if (!(error instanceof AdminUnreachable) || !wasThere) throw error;
      if (!isAway) terminal.note('the admin API does not answer, waiting for it');
      isAway = true;
    }
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}
