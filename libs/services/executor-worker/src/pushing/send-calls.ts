import type { CallTimes, Chunk } from '@evenkeel/domain';
import type { IntentAnswer, StoredIntent } from '@evenkeel/ports';
import { ClaimLost } from '../reading/chunk-lease.js';
import { lockClaimed } from './lock-claimed.js';
import { writeCall, type Called, type Calling } from './write-call.js';

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

/**
 * Calls go in groups. While one is under way the answers of the group before are kept and the next group is marked as sent, in one transaction, so
 * that neither waits for the other.
 */
export async function sendCalls(sending: SendingCalls, calls: readonly Call[]): Promise<void> {
  sending.reading.throwIfAborted();
  const groups = groupsOf(calls);
  let beginsByMs = beginsBy(sending);
  await keep(sending, { answers: [], next: groups[0] ?? [] });
  let answers: readonly IntentAnswer[] = [];
  for (const [nth, group] of groups.entries()) {
    const next = groups[nth + 1] ?? [];
    const nextByMs = beginsBy(sending);
    // Each of them is waited for: what was asked has an answer to be kept.
    const [[kept], called] = await Promise.all([
      Promise.allSettled([keep(sending, { answers, next })]),
      Promise.allSettled(group.map((call) => writeCall({ ...sending, beginsByMs }, call))),
    ]);
    beginsByMs = nextByMs;
    answers = called.flatMap((one) => (one.status === 'fulfilled' ? (one.value.answers ?? []) : []));
    const stops = [kept, ...called].flatMap(stopOf);
    if (sending.reading.aborted) stops.push(sending.reading.reason);
    if (stops.length === 0) continue;
    await stop(sending, { answers, next: kept.status === 'fulfilled' ? next : [] });
    throw stops[0];
  }
  await keep(sending, { answers, next: [] });
}

interface Keeping {
  readonly answers: readonly IntentAnswer[];
  /** Calls that are made next. */
  readonly next: readonly Call[];
}

async function keep(sending: SendingCalls, { answers, next }: Keeping): Promise<void> {
  const { tenant, chunk } = sending;
  if (answers.length + next.length === 0) return;
  try {
    await tenant.transaction(async (tx) => {
      if (next.length > 0) await lockClaimed(tx, chunk);
      if (answers.length > 0) await tx.pushIntents.answer(answers);
      if (next.length > 0) await tx.pushIntents.markSent(idsOf(next));
    });
  } catch (error) {
    // What was answered is true, also where another worker has the chunk.
    if (error instanceof ClaimLost && answers.length > 0)
      await tenant.transaction((tx) => tx.pushIntents.answer(answers));
    throw error;
  }
}

/** What was marked and is not going to be called was not sent. Where the chunk is another worker's, that one finds it out: it may be calling by now. */
async function stop({ tenant, chunk }: SendingCalls, { answers, next }: Keeping): Promise<void> {
  await tenant.transaction((tx) => tx.pushIntents.answer(answers));
  if (next.length === 0) return;
  try {
    await tenant.transaction(async (tx) => {
      await lockClaimed(tx, chunk);
      await tx.pushIntents.takeBack(idsOf(next));
    });
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error;
  }
}

/** Why no further call is made. */
export function stopOf(one: PromiseSettledResult<Called | void>): readonly unknown[] {
  if (one.status === 'rejected') return [one.reason];
  return one.value?.postponed === undefined ? [] : [one.value.postponed];
}

export function groupsOf(calls: readonly Call[]): readonly (readonly Call[])[] {
  return Array.from({ length: Math.ceil(calls.length / PARALLEL) }, (_, nth) =>
    calls.slice(nth * PARALLEL, (nth + 1) * PARALLEL),
  );
}

export function idsOf(calls: readonly Call[]): readonly string[] {
  return calls.flat().map(({ id }) => id);
}
