import type {
  Agreement,
  CallPlace,
  ChunkId,
  ExecutionId,
  IntentState,
  JobId,
  JsonObject,
  PushIntent,
  WriteResult,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** An intent as people see it. */
export interface StoredIntent extends PushIntent {
  readonly executionId: ExecutionId;
  readonly chunkId: ChunkId;
  readonly plannedAt: Date;
  readonly appliedAt: Date | null;
  readonly settledBy: string | null;
  readonly settledFor: string | null;
}

export interface IntentFilter {
  readonly jobId?: JobId;
  readonly recordId?: string;
  readonly states?: readonly IntentState[];
}

/** What the provider said to an intent; a result that is not final leaves it in doubt. */
export interface IntentAnswer {
  readonly id: string;
  readonly state: Extract<IntentState, 'in_doubt' | 'answered'>;
  readonly result: WriteResult;
}

/** An intent that is not sent because of what was read of its record just before. */
export interface UnsentAnswer {
  readonly id: string;
  readonly result: WriteResult;
  /** It leaves the call that it was to go with. */
  readonly call: CallPlace;
}

/** What is sent of an intent, as its record was read just before. */
export interface PreparedIntent {
  readonly id: string;
  readonly version: string | null;
  /** Null: its data, as it was frozen. */
  readonly whole: JsonObject | null;
}

/** What reading a record back says beside the answer to its write. */
export interface ReadBackIntent {
  readonly id: string;
  readonly result: WriteResult;
  readonly agreed: Agreement;
}

/** An intent that was refused for the version that it was made for. */
export interface RebasedIntent {
  readonly id: string;
  readonly call: CallPlace;
  /** Of the provider's record now. */
  readonly version: string | null;
}

/** A person's word on what became of an intent. */
export interface IntentSettling {
  readonly result: WriteResult;
  readonly actor: string;
  readonly reason: string | null;
}

/** Writes to providers, each as a row that outlives whatever sends it. */
export interface PushIntentRepository {
  /** In the order of the calls and their places; `states`: only those. */
  ofIds(ids: readonly string[], states?: readonly IntentState[]): Promise<readonly StoredIntent[]>;
  /** The same, locked in the order of their ids. */
  lock(ids: readonly string[]): Promise<readonly StoredIntent[]>;
  /** All that go, or went, with one call, in their order. */
  ofCall(key: string): Promise<readonly StoredIntent[]>;
  /** From `planned`: it is answered without a call. The chunk must be locked under the claim of the sender, also for what is prepared. */
  answerUnsent(answers: readonly UnsentAnswer[]): Promise<void>;
  /** Of those that are planned. */
  prepare(intents: readonly PreparedIntent[]): Promise<void>;
  /** Of those whose answer is not applied yet. */
  readBack(intents: readonly ReadBackIntent[]): Promise<void>;
  /** From `planned`. The chunk must be locked under the claim of the sender: then no other sends them. */
  markSent(ids: readonly string[]): Promise<void>;
  /** From `sent` back to `planned`, to go with other calls: nothing of theirs was taken. */
  regroup(intents: readonly { readonly id: string; readonly call: CallPlace }[]): Promise<void>;
  /** The same of those that the provider has in another state: they are made for this version from now on. */
  rebase(intents: readonly RebasedIntent[]): Promise<void>;
  /** Back to `planned`, of what was certainly not sent. */
  takeBack(ids: readonly string[]): Promise<void>;
  /** Of those that are sent, in doubt or uncertain: what was answered once stays. */
  answer(answers: readonly IntentAnswer[]): Promise<void>;
  /** A look-up has not found it; the first time stays. */
  noteAbsent(id: string): Promise<void>;
  /** From `sent` or `in_doubt`. */
  makeUncertain(ids: readonly string[]): Promise<void>;
  /** From `sent`: its sender ended before it told the answer. */
  makeDoubtful(ids: readonly string[]): Promise<void>;
  /** They must be locked. */
  markApplied(ids: readonly string[]): Promise<void>;
  /** Of those that are planned. */
  remove(ids: readonly string[]): Promise<void>;
  /**
   * Of a job, those in these states that no page is going to bring any more: it was applied, or its run has ended. What is `sent` counts only once it
   * has been for `sentForMs`, so that no call of it can be under way; left out: never. In the order of their ids, at most `limit`.
   */
  loose(
    jobId: JobId,
    states: readonly IntentState[],
    limit: number,
    sentForMs?: number,
  ): Promise<readonly StoredIntent[]>;
  find(id: string): Promise<StoredIntent | undefined>;
  /** In the order of their ids. */
  list(filter: IntentFilter, request: ListRequest): Promise<Listed<StoredIntent>>;
  /** Writes of a record that another writer may have come between, the newest first, at most `limit`. */
  writtenBetween(recordId: string, limit: number): Promise<readonly StoredIntent[]>;
  /** From `in_doubt` or `uncertain`; false where it is not that any more. */
  settle(id: string, settling: IntentSettling): Promise<boolean>;
}
