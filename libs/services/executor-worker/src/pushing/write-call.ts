import {
  bisectCall,
  describeProblem,
  isFinal,
  isRecoverable,
  MOST_PUSH_ROUNDS,
  SyncError,
  type PushIntent,
  type SourceRecord,
  type WriteOperation,
  type WriteResult,
} from '@evenkeel/domain';
import type {
  ConnectorStream,
  IntentAnswer,
  RebasedIntent,
  StreamWrites,
  Transaction,
  Transactions,
} from '@evenkeel/ports';
import { readAbout } from '../sources/read-about.js';

/** How the writes of a push are made and kept. */
export interface Writing {
  readonly tenant: Transactions<Transaction>;
  readonly writes: StreamWrites;
}

export interface Calling extends Writing {
  /** By the clock of this process: what was marked longer ago may be another worker's by now. */
  readonly beginsByMs: number;
  readonly stream: ConnectorStream;
  /** Whether what the provider has in another state is written over: not where the job reads it as well. */
  readonly writesOver: boolean;
  readonly nextId: () => string;
}

/** What one call led to; `postponed`: nothing of it was sent, for this. */
export interface Called {
  readonly postponed?: SyncError;
  /** To be kept by the caller, with those of the calls beside it. */
  readonly answers?: readonly IntentAnswer[];
}

/** Makes one call of intents that are marked as sent, unless it is too late for that (`beginsByMs`). What is not among its answers is kept already. */
export async function writeCall(calling: Calling, intents: readonly PushIntent[]): Promise<Called> {
  const { tenant, writes, writesOver, nextId, beginsByMs } = calling;
  const answered = await callOf(writes, intents, beginsByMs);
  if (answered instanceof SyncError) {
    const ids = intents.map(({ id }) => id);
    await tenant.transaction(({ pushIntents }) =>
      answered.isInDoubt
        ? pushIntents.answer(ids.map((id) => lostAnswer(id, answered)))
        : pushIntents.takeBack(ids),
    );
    return { postponed: answered };
  }
  const isRefused = writes.abilities.isAllOrNothing && answered.every(isRefusedForGood);
  const parts = isRefused ? bisectCall(intents, nextId) : undefined;
  const answers = answersOf(intents, answered);
  // While one of the call is in doubt the call stays as it was.
  const mayMove = writesOver && answered.every(isFinal);
  const isMoved = ({ result }: IntentAnswer) => mayMove && result.kind === 'moved';
  const moved = answers.filter(isMoved);
  if (parts === undefined && moved.length === 0) return { answers };
  await tenant.transaction(({ pushIntents }) =>
    parts === undefined
      ? pushIntents.answer(answers.filter((answer) => !isMoved(answer)))
      : pushIntents.regroup(parts.map(({ intent, call }) => ({ id: intent.id, call }))),
  );
  if (moved.length > 0) await rebaseMoved(calling, intents, moved);
  return {};
}

/** The call has ended, and that is all that is known of it. */
function lostAnswer(id: string, error: SyncError): IntentAnswer {
  const result = { kind: 'failed', isApplied: 'unknown', problem: describeProblem(error) } as const;
  return { id, state: 'in_doubt', result };
}

/** What the provider has in another state is made anew for that; what cannot be is answered so. */
async function rebaseMoved(
  { tenant, stream, nextId }: Calling,
  intents: readonly PushIntent[],
  moved: readonly IntentAnswer[],
): Promise<void> {
  const of = new Set(moved.map(({ id }) => id));
  const found = await readMoved(
    stream,
    intents.filter(({ id }) => of.has(id)),
  );
  await tenant.transaction(async ({ pushIntents }) => {
    // Each in a call of its own: the key of the one before is answered as that was.
    await pushIntents.rebase(found.map((one) => ({ ...one, call: { key: nextId(), position: 0 } })));
    await pushIntents.answer(moved);
  });
}

/** The versions that the provider has of records that were refused because it has another one, as long as that makes sense. */
async function readMoved(
  stream: ConnectorStream,
  intents: readonly PushIntent[],
): Promise<readonly Pick<RebasedIntent, 'id' | 'version'>[]> {
  const found: Pick<RebasedIntent, 'id' | 'version'>[] = [];
  for (const { id, rounds, operation } of intents) {
    const { externalId } = operation;
    if (externalId === null || rounds >= MOST_PUSH_ROUNDS) continue;
    const record = await readOrUndefined(stream, externalId);
    if (record?.version != null) found.push({ id, version: record.version });
  }
  return found;
}

/** Undefined also where the provider does not say it now. */
async function readOrUndefined(
  stream: ConnectorStream,
  externalId: string,
): Promise<SourceRecord | undefined> {
  try {
    return await readAbout(stream, externalId);
  } catch (error) {
    if (error instanceof SyncError) return undefined;
    throw error;
  }
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
  beginsByMs?: number,
): Promise<readonly WriteResult[] | SyncError> {
  const [first] = intents;
  if (first === undefined) return [];
  try {
    const by = beginsByMs === undefined ? {} : { beginsByMs };
    return await writes.write({ operations: intents.map(operationOf), key: first.call.key, ...by });
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
}

function operationOf({ operation, whole }: PushIntent): WriteOperation {
  return whole === undefined ? operation : { ...operation, data: whole };
}

/** Something of the call is wrong, and it is not known what: none of it was taken. */
function isRefusedForGood(result: WriteResult): boolean {
  return result.kind === 'failed' && result.isApplied === 'no' && !isRecoverable(result.problem.errorClass);
}
