import type { CallTimes, Chunk } from '@evenkeel/domain';
import type { StoredIntent } from '@evenkeel/ports';
import type { Called, Calling } from './write-call.js';

/** Calls that are under way at the same time. */
export const PARALLEL = 8;

/** Intents that go with one call. */
export type Call = readonly StoredIntent[];

export interface SendingCalls extends Omit<Calling, 'beginsByMs'> {
  readonly chunk: Chunk;
  readonly reading: AbortSignal;
  readonly callTimes: CallTimes;
  readonly monotonicMs: () => number;
}

/** To be asked before calls are marked as sent: until when they may be made. */
export function beginsBy({ monotonicMs, callTimes }: SendingCalls): number {
  return monotonicMs() + callTimes.beginsWithinMs;
}

/** Why no further call is made. */
export function stopsOf({ postponed }: Called): readonly unknown[] {
  return postponed === undefined ? [] : [postponed];
}

export function groupsOf(calls: readonly Call[]): readonly (readonly Call[])[] {
  return Array.from({ length: Math.ceil(calls.length / PARALLEL) }, (_, nth) =>
    calls.slice(nth * PARALLEL, (nth + 1) * PARALLEL),
  );
}

export function idsOf(calls: readonly Call[]): readonly string[] {
  return calls.flat().map(({ id }) => id);
}
