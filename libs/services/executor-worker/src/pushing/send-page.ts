import type { PushPage, StoredIntent } from '@evenkeel/ports';
import { looksAround, type Looking } from './look-before.js';
import { sendCalls, type Call, type SendingCalls } from './send-calls.js';
import { sendLookedAt } from './send-looked-at.js';
import { settleIntents, type SettlingNeeds } from './settle-intents.js';

export interface Sending extends SettlingNeeds, SendingCalls, Looking {}

/**
 * Sends what a frozen page has to be sent, and finds out what became of what an earlier attempt sent. Rejects with the reason for which
 * a call was not made; what was answered until then is kept.
 */
export async function sendPage(sending: Sending, page: PushPage): Promise<void> {
  const ids = page.entries.flatMap(({ intentId }) => intentId ?? []);
  const load = () => sending.tenant.transaction((tx) => tx.pushIntents.ofIds(ids));
  const isOf = (state: StoredIntent['state']) => (intent: StoredIntent) => intent.state === state;
  const send = looksAround(sending.before) ? sendLookedAt : sendCalls;
  await settleIntents(sending, (await load()).filter(isOf('sent')));
  // A call that was refused as a whole comes back as two.
  for (;;) {
    const planned = (await load()).filter(isOf('planned'));
    if (planned.length === 0) break;
    await send(sending, callsOf(planned));
  }
  // Most of what was lost can be told at once; the rest is looked into after the page.
  sending.reading.throwIfAborted();
  await settleIntents(sending, (await load()).filter(isOf('in_doubt')));
}

function callsOf(intents: readonly StoredIntent[]): readonly Call[] {
  const calls = new Map<string, StoredIntent[]>();
  for (const intent of intents) {
    const call = calls.get(intent.call.key) ?? [];
    calls.set(intent.call.key, [...call, intent]);
  }
  return [...calls.values()];
}
