import {
  canonicalText,
  decideAnswer,
  describeProblem,
  isFinal,
  SyncError,
  type Agreement,
  type AnswerDecision,
  type ExecutionId,
  type FinalResult,
  type JsonValue,
  type Problem,
  type PushIntent,
  type ReferenceSet,
} from '@evenkeel/domain';
import type { AnsweredReference, AttachedReference, Transaction } from '@evenkeel/ports';
import { openSeveral } from '../match/open-several.js';

export interface AnswersOf {
  readonly set: ReferenceSet;
  readonly executionId: ExecutionId;
  readonly digest: (text: string) => string;
}

/** What became of an intent, and the reference that it left; null: none. */
export interface AppliedAnswer extends Pick<AnswerDecision, 'outcome' | 'problem'> {
  readonly referenceId: string | null;
  /** What is to be told of a write that was taken; left out: nothing. */
  readonly note?: Problem;
}

interface Answered {
  readonly intent: PushIntent;
  readonly result: FinalResult;
  readonly decision: AnswerDecision;
}

/**
 * Makes references and bases of the answers to these intents, which the caller has locked, whatever became of the run that sent them. Gives
 * what became of each by its id; what was applied before is only told. Intents without a final answer are left as they are.
 */
export async function applyAnswers(
  tx: Transaction,
  of: AnswersOf,
  intents: readonly PushIntent[],
): Promise<ReadonlyMap<string, AppliedAnswer>> {
  const all = intents.flatMap((intent) => answeredOf(intent) ?? []);
  const due = all.filter(({ intent }) => intent.state === 'answered');
  const kept = due.filter(({ decision }) => decision.reference === 'keep');
  const created = kept.filter(isNew);
  const isRead = created.some(({ intent }) => intent.agreed !== undefined);
  // What matches these records meanwhile must not find them without these references.
  if (isRead) await tx.matchKeys.lockType(of.set.recordType);
  const made = await tx.pushAnswers.attach(of.set, created.map(referenceOf(of)));
  if (isRead) await openSeveral(tx, [...new Set([...made.values()].map(({ recordId }) => recordId))]);
  await tx.pushAnswers.update(kept.filter((one) => !isNew(one)).map(referenceOf(of)));
  const gone = due.filter(({ decision }) => decision.reference === 'inactivate');
  await tx.pushAnswers.inactivate(
    gone.flatMap(({ intent }) => intent.referenceId ?? []),
    of.executionId,
  );
  await tx.pushIntents.markApplied(due.map(({ intent }) => intent.id));
  return new Map(all.map((one) => [one.intent.id, tellOf(one, made)]));
}

function answeredOf(intent: PushIntent): Answered | undefined {
  const { result, state, operation } = intent;
  if ((state !== 'answered' && state !== 'applied') || result === null || !isFinal(result)) return undefined;
  return {
    intent,
    result,
    decision: decideAnswer(operation.kind, result, { readsGone: intent.agreed !== undefined }),
  };
}

function isNew({ intent }: Answered): boolean {
  return intent.referenceId === null;
}

function referenceOf({ digest }: AnswersOf): (answered: Answered) => AnsweredReference {
  return ({ intent, result }) => {
    const told = result.kind === 'written' ? result : undefined;
    const sent = canonicalText(intent.sent);
    const record = told?.record ?? null;
    return {
      intentId: intent.id,
      recordId: intent.recordId,
      referenceId: intent.referenceId,
      externalId: told?.externalId ?? intent.operation.externalId ?? '',
      contentHash: digest(sent),
      version: told?.version ?? null,
      modifiedAt: told?.modifiedAt ?? null,
      // When it came, not when it was asked for: what was read meanwhile is older than what it says.
      observedAt: (intent.answeredAt ?? new Date(0)).toISOString(),
      sent,
      received: record === null ? null : canonicalText(record),
      agreed: intent.agreed === undefined ? null : textOf(agreedOver(intent, intent.agreed)),
    };
  };
}

/** With what was written over, by which a reading is known that does not show the write yet. */
function agreedOver({ operation: { kind, version } }: PushIntent, agreed: Agreement): Agreement {
  if (agreed.unread.length === 0) return agreed;
  if (kind === 'create') return { ...agreed, over: null };
  return version === null ? agreed : { ...agreed, over: version };
}

function textOf(agreement: Agreement): string {
  return canonicalText(agreement as unknown as JsonValue);
}

function tellOf(answered: Answered, made: ReadonlyMap<string, AttachedReference>): AppliedAnswer {
  const { intent, decision } = answered;
  const isMade = decision.reference === 'keep' && isNew(answered) && intent.state === 'answered';
  const attached = made.get(intent.id);
  const referenceId = intent.referenceId ?? attached?.id ?? null;
  if (isMade && referenceId === null) return { outcome: 'refused', problem: taken(answered), referenceId };
  const note = noteOf(answered, attached);
  return { outcome: decision.outcome, problem: decision.problem, referenceId, ...(note && { note }) };
}

function noteOf({ result }: Answered, attached: AttachedReference | undefined): Problem | undefined {
  if (result.kind !== 'written') return undefined;
  const { externalId, between } = result;
  if (attached !== undefined && attached.besides !== null) {
    const message = `The record became part of record ${attached.recordId} while it was created at the provider, which has it twice now: ${attached.besides} and ${externalId}`;
    return describeProblem(new SyncError('record.created_twice', message));
  }
  if (between === undefined) return undefined;
  const message = `The record ${externalId} was changed at the provider while it was written, in ${between.join(', ')}: what another writer gave the written fields may be overwritten`;
  return describeProblem(new SyncError('record.written_between', message));
}

function taken({ result }: Answered) {
  const id = result.kind === 'written' ? result.externalId : '';
  const message = `The provider answered the creation with ${id}, which another record of ours has been pushed to`;
  return describeProblem(new SyncError('record.reference_taken', message));
}
