import type { PushPage, StoredIntent } from '@evenkeel/ports';
import { looksAround, type Looking } from './look-before.js';
import type { Call, SendingCalls } from './calls.js';
import { sendLookedAt } from './send-looked-at.js';
import { settleIntents, type SettlingNeeds } from './settle-intents.js';
import { SlidingCalls } from './sliding-calls.js';

export interface Sending extends SettlingNeeds, SendingCalls, Looking {}

const UNANSWERED = ['planned', 'sent', 'in_doubt'] as const;

/**
 * Sends what a frozen page has to be sent, and finds out what became of what an earlier attempt sent. Rejects with the reason for which
 * a call was not made; what was answered until then is kept.
 */
export async function sendPage(sending: Sending, page: PushPage): Promise<void> {
  const ids = page.entries.flatMap(({ intentId }) => intentId ?? []);
  const load = () => sending.tenant.read((tx) => tx.pushIntents.ofIds(ids, UNANSWERED));
  const isOf = (state: StoredIntent['state']) => (intent: StoredIntent) => intent.state === state;
  const earlier = await load();
  const sent = earlier.filter(isOf('sent'));
  await settleIntents(sending, sent);
  let open = sent.length === 0 ? earlier : await load();
  // A call that was refused as a whole comes back as two.
  for (
    let planned = open.filter(isOf('planned'));
    planned.length > 0;
    planned = open.filter(isOf('planned'))
  ) {
    await send(sending, callsOf(planned));
    open = await load();
  }
  // Most of what was lost can be told at once; the rest is looked into after the page.
  sending.reading.throwIfAborted();
  await settleIntents(sending, open.filter(isOf('in_doubt')));
}

async function send(sending: Sending, calls: readonly Call[]): Promise<void> {
  if (looksAround(sending.before)) await sendLookedAt(sending, calls);
  else await new SlidingCalls(sending, [...calls]).send();
}

function callsOf(intents: readonly StoredIntent[]): readonly Call[] {
  const calls = new Map<string, StoredIntent[]>();
  for (const intent of intents) {
    const call = calls.get(intent.call.key) ?? [];
    calls.set(intent.call.key, [...call, intent]);
  }
  return [...calls.values()];
}
