import {
  decideSettling,
  isFinal,
  settleChange,
  settleCreate,
  SyncError,
  type CallTimes,
  type PushIntent,
  type Settled,
  type SettlingFacts,
} from '@evenkeel/domain';
import type { ConnectorStream } from '@evenkeel/ports';
import { readAbout } from '../sources/read-about.js';
import { answersOf, callOf, type Writing } from './write-call.js';

export interface SettlingNeeds extends Writing {
  readonly stream: ConnectorStream;
  readonly callTimes: CallTimes;
}

/**
 * Finds out what became of intents that were sent and whose answer is not known, one after the other. What cannot be found out now is left in doubt
 * for the next time; what never can is uncertain.
 */
export async function settleIntents(needs: SettlingNeeds, intents: readonly PushIntent[]): Promise<void> {
  const repeated = new Set<string>();
  for (const intent of intents) {
    const { key } = intent.call;
    if (repeated.has(key)) continue;
    const facts = await factsOf(needs);
    const settling = decideSettling(intent, facts);
    if (settling.kind === 'repeat') {
      repeated.add(key);
      await repeatCall(needs, key);
    } else {
      await keep(needs, intent, await settleIntent(needs, intent, facts));
    }
  }
}

async function factsOf({ tenant, writes, stream, callTimes }: SettlingNeeds): Promise<SettlingFacts> {
  const now = await tenant.read((tx) => tx.now());
  const { longestMs: longestCallMs } = callTimes;
  return { abilities: writes.abilities, readsOne: stream.readOne !== undefined, now, longestCallMs };
}

/** The whole call, byte for byte, under its key; only what is not settled yet takes its answer. */
async function repeatCall({ tenant, writes }: SettlingNeeds, key: string): Promise<void> {
  const members = await tenant.transaction((tx) => tx.pushIntents.ofCall(key));
  const results = await callOf(writes, members);
  await tenant.transaction(async (tx) => {
    if (!(results instanceof SyncError)) await tx.pushIntents.answer(answersOf(members, results));
    await tx.pushIntents.makeDoubtful(members.map(({ id }) => id));
  });
}

async function settleIntent(
  { writes, stream }: SettlingNeeds,
  intent: PushIntent,
  facts: SettlingFacts,
): Promise<Settled> {
  const settling = decideSettling(intent, facts);
  try {
    switch (settling.kind) {
      case 'poll': {
        const result = await writes.settle?.(settling.token);
        return result !== undefined && isFinal(result) ? { kind: 'answered', result } : { kind: 'wait' };
      }
      case 'look_up': {
        if (writes.lookUp === undefined) return { kind: 'uncertain' };
        return settleCreate(intent, await writes.lookUp(intent.operation, intent.call.key), facts);
      }
      case 'read':
        return settleChange(intent, await readAbout(stream, settling.externalId), facts);
      case 'uncertain':
      case 'wait':
        return settling;
      case 'repeat':
        return { kind: 'wait' };
    }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    // It has answered, and does not say which record it is; else it does not answer now.
    return { kind: error.errorClass === 'business' ? 'uncertain' : 'wait' };
  }
}

async function keep(
  { tenant }: SettlingNeeds,
  { id, answeredAt }: PushIntent,
  settled: Settled,
): Promise<void> {
  // Its sender may still make the call: it stays as sent, and is looked at again once none can be under way.
  if (settled.kind === 'wait' && answeredAt === null) return;
  await tenant.transaction(async ({ pushIntents }) => {
    if (settled.kind === 'answered')
      await pushIntents.answer([{ id, state: 'answered', result: settled.result }]);
    if (settled.kind === 'uncertain') await pushIntents.makeUncertain([id]);
    if (settled.kind === 'absent') await pushIntents.noteAbsent(id);
    await pushIntents.makeDoubtful([id]);
  });
}
