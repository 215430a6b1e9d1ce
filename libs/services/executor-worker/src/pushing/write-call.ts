import {
  bisectCall,
  isFinal,
  isRecoverable,
  SyncError,
  type PushIntent,
  type WriteResult,
} from '@evenkeel/domain';
import type { IntentAnswer, StreamWrites, Transaction, Transactions } from '@evenkeel/ports';

/** How the writes of a push are made and kept. */
export interface Writing {
  readonly tenant: Transactions<Transaction>;
  readonly writes: StreamWrites;
}

export interface Calling extends Writing {
  readonly nextId: () => string;
}

/** What one call led to; `postponed`: nothing of it was sent, for this. */
export interface Called {
  readonly postponed?: SyncError;
}

/** Makes one call of intents that are marked as sent, and keeps each answer before anything else is done. */
export async function writeCall(
  { tenant, writes, nextId }: Calling,
  intents: readonly PushIntent[],
): Promise<Called> {
  const answered = await callOf(writes, intents);
  if (answered instanceof SyncError) {
    const ids = intents.map(({ id }) => id);
    await tenant.transaction(({ pushIntents }) =>
      answered.isInDoubt ? pushIntents.makeDoubtful(ids) : pushIntents.takeBack(ids),
    );
    return { postponed: answered };
  }
  const isRefused = writes.abilities.isAllOrNothing && answered.every(isRefusedForGood);
  const parts = isRefused ? bisectCall(intents, nextId) : undefined;
  await tenant.transaction((tx) =>
    parts === undefined
      ? tx.pushIntents.answer(answersOf(intents, answered))
      : tx.pushIntents.regroup(parts.map(({ intent, call }) => ({ id: intent.id, call }))),
  );
  return {};
}

/** What is not in the answers was not answered. A result that says less than what became of it leaves its intent in doubt. */
export function answersOf(
  intents: readonly PushIntent[],
  results: readonly WriteResult[],
): readonly IntentAnswer[] {
  return intents.flatMap(({ id }, at): readonly IntentAnswer[] => {
    const result = results[at];
    if (result === undefined) return [];
    return [{ id, state: isFinal(result) ? 'answered' : 'in_doubt', result }];
  });
}

/** Whatever else a connector throws may have come after the call was made. */
export async function callOf(
  writes: StreamWrites,
  intents: readonly PushIntent[],
): Promise<readonly WriteResult[] | SyncError> {
  const [first] = intents;
  if (first === undefined) return [];
  try {
    return await writes.write({ operations: intents.map(({ operation }) => operation), key: first.call.key });
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
}

/** Something of the call is wrong, and it is not known what: none of it was taken. */
function isRefusedForGood(result: WriteResult): boolean {
  return result.kind === 'failed' && result.isApplied === 'no' && !isRecoverable(result.problem.errorClass);
}
