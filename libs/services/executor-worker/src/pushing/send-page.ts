import type { Chunk } from '@evenkeel/domain';
import type { PushPage, StoredIntent } from '@evenkeel/ports';
import { lockClaimed } from './lock-claimed.js';
import { lookAfter } from './look-after.js';
import { lookBefore, type Looking } from './look-before.js';
import { settleIntents, type SettlingNeeds } from './settle-intents.js';
import { writeCall, type Calling } from './write-call.js';

/** Calls that are under way at the same time. */
const PARALLEL = 8;

export interface Sending extends SettlingNeeds, Calling, Looking {
  readonly chunk: Chunk;
}

/**
 * Sends what a frozen page has to be sent, and finds out what became of what an earlier attempt sent. Rejects with the reason for which
 * a call was not made; what was answered until then is kept.
 */
export async function sendPage(sending: Sending, page: PushPage): Promise<void> {
  const ids = page.entries.flatMap(({ intentId }) => intentId ?? []);
  const load = () => sending.tenant.transaction((tx) => tx.pushIntents.ofIds(ids));
  const isOf = (state: StoredIntent['state']) => (intent: StoredIntent) => intent.state === state;
  await settleIntents(sending, (await load()).filter(isOf('sent')));
  // A call that was refused as a whole comes back as two.
  for (;;) {
    const planned = (await load()).filter(isOf('planned'));
    if (planned.length === 0) break;
    await sendCalls(sending, callsOf(planned));
  }
  // Most of what was lost can be told at once; the rest is looked into after the page.
  sending.reading.throwIfAborted();
  await settleIntents(sending, (await load()).filter(isOf('in_doubt')));
}

async function sendCalls(sending: Sending, calls: readonly (readonly StoredIntent[])[]): Promise<void> {
  for (let start = 0; start < calls.length; start += PARALLEL) {
    sending.reading.throwIfAborted();
    const group = calls.slice(start, start + PARALLEL);
    const looked = await lookBefore(sending, group);
    await sending.tenant.transaction(async (tx) => {
      await lockClaimed(tx, sending.chunk);
      await tx.pushIntents.answerUnsent(looked.unsent);
      await tx.pushIntents.prepare(looked.prepared);
      await tx.pushIntents.markSent(looked.calls.flat().map(({ id }) => id));
    });
    // Each of them is waited for: its answer is kept before anything else is done.
    const called = await Promise.allSettled(looked.calls.map((call) => writeCall(sending, call)));
    const answers = called.flatMap((one) => (one.status === 'fulfilled' ? (one.value.answers ?? []) : []));
    if (answers.length > 0) await sending.tenant.transaction((tx) => tx.pushIntents.answer(answers));
    const readBack = await lookAfter(sending, looked, answers);
    if (readBack.length > 0) await sending.tenant.transaction((tx) => tx.pushIntents.readBack(readBack));
    for (const one of called) {
      if (one.status === 'rejected') throw one.reason;
      if (one.value.postponed !== undefined) throw one.value.postponed;
    }
  }
}

function callsOf(intents: readonly StoredIntent[]): readonly (readonly StoredIntent[])[] {
  const calls = new Map<string, StoredIntent[]>();
  for (const intent of intents) {
    const call = calls.get(intent.call.key) ?? [];
    calls.set(intent.call.key, [...call, intent]);
  }
  return [...calls.values()];
}
