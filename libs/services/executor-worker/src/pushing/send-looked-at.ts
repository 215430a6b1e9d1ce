import { lockClaimed } from './lock-claimed.js';
import { lookAfter } from './look-after.js';
import { lookBefore, type Looking } from './look-before.js';
import { beginsBy, groupsOf, idsOf, stopsOf, type Call, type SendingCalls } from './calls.js';
import { writeCall } from './write-call.js';

/**
 * Calls whose records are read before them, and after them where nothing checks their version. One group after the other: what is read is to be as new
 * as can be when it is written.
 */
export async function sendLookedAt(sending: SendingCalls & Looking, calls: readonly Call[]): Promise<void> {
  for (const group of groupsOf(calls)) {
    sending.reading.throwIfAborted();
    const looked = await lookBefore(sending, group);
    const beginsByMs = beginsBy(sending);
    await sending.tenant.transaction(async (tx) => {
      await lockClaimed(tx, sending.chunk);
      await tx.pushIntents.answerUnsent(looked.unsent);
      await tx.pushIntents.prepare(looked.prepared);
      await tx.pushIntents.markSent(idsOf(looked.calls));
    });
    // Each of them is waited for: its answer is kept before anything else is done.
    const called = await Promise.allSettled(
      looked.calls.map((call) => writeCall({ ...sending, beginsByMs }, call)),
    );
    const answers = called.flatMap((one) => (one.status === 'fulfilled' ? (one.value.answers ?? []) : []));
    if (answers.length > 0) await sending.tenant.transaction((tx) => tx.pushIntents.answer(answers));
    const readBack = await lookAfter(sending, looked, answers);
    if (readBack.length > 0) await sending.tenant.transaction((tx) => tx.pushIntents.readBack(readBack));
    const stops = called.flatMap((one) => (one.status === 'fulfilled' ? stopsOf(one.value) : [one.reason]));
    if (stops.length > 0) throw stops[0];
  }
}
