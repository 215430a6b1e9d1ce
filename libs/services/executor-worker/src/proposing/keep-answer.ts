import {
  askAgain,
  decideConflict,
  judgeProposal,
  withEvent,
  type FailedAsk,
  type FieldProposal,
  type ProposalOutcome,
  type RecordCheck,
  type RecordType,
  type Verdict,
} from '@evenkeel/domain';
import type { ListedConflict, Transaction } from '@evenkeel/ports';
import { loadRules, type PreparedQuestion } from './prepare-question.js';
import { leaveToPerson, note, proposalOf } from './proposal-of.js';

/** What came of one call. */
export interface AskedOnce {
  readonly calls: number;
  readonly tokens: number;
  readonly came:
    | { readonly kind: 'text'; readonly text: string }
    | ({ readonly kind: 'failed' } & Pick<FailedAsk, 'cause' | 'isPassing' | 'waitMs'>);
}

export type CheckOf = (type: RecordType | undefined) => RecordCheck | undefined;

/** Keeps what came of a question. An answer is the decision only while the conflict is as it was asked about. */
export async function keepAnswer(
  tx: Transaction,
  prepared: PreparedQuestion,
  { came, ...use }: AskedOnce,
  checkOf: CheckOf,
): Promise<ProposalOutcome | 'stale'> {
  const { claimed, callId, model } = prepared;
  await tx.models.countAnswered(callId, use);
  const conflict = await tx.conflicts.lock(claimed.conflictId);
  if (conflict === undefined || conflict.state !== 'proposing' || conflict.revision !== claimed.revision)
    return 'stale';
  if (came.kind === 'failed') return again(tx, prepared, conflict, came);
  const verdict = await judge(tx, prepared, conflict, { text: came.text, checkOf });
  if (verdict.kind === 'again')
    return again(tx, prepared, conflict, { cause: verdict.cause, isPassing: true });
  if (verdict.kind === 'apply') return decide(tx, prepared, conflict, verdict);
  const { outcome, cause, fields } = verdict;
  await leaveToPerson(tx, conflict, { outcome, cause, fields, model: model.name });
  return outcome;
}

async function judge(
  tx: Transaction,
  { question }: PreparedQuestion,
  conflict: ListedConflict,
  { text, checkOf }: { readonly text: string; readonly checkOf: CheckOf },
): Promise<Verdict> {
  // By what the job and the type say now: they may be stricter than when it was asked.
  const rules = await loadRules(tx, conflict);
  const record = (await tx.records.dataOf([conflict.recordId])).get(conflict.recordId);
  const applyAt = rules?.policy.model.applyAt ?? null;
  return judgeProposal(text, {
    conflict,
    asked: question.fields,
    record,
    check: checkOf(rules?.type),
    applyAt,
  });
}

async function again(
  tx: Transaction,
  { claimed: { attempt }, model }: PreparedQuestion,
  conflict: ListedConflict,
  failed: Omit<FailedAsk, 'attempt'>,
): Promise<ProposalOutcome> {
  const next = askAgain({ attempt, ...failed });
  const outcome = next.kind === 'again' ? 'waiting' : 'failed';
  const came = { outcome, cause: next.cause, model: model.name } as const;
  if (next.kind === 'give_up') await leaveToPerson(tx, conflict, came);
  else await note(tx, conflict, { proposal: await proposalOf(tx, conflict, came), next });
  return outcome;
}

async function decide(
  tx: Transaction,
  { model }: PreparedQuestion,
  conflict: ListedConflict,
  { fields, reason }: Extract<Verdict, { readonly kind: 'apply' }>,
): Promise<ProposalOutcome> {
  const { id, jobId, referenceId, revision, history } = conflict;
  const proposal = await proposalOf(tx, conflict, {
    outcome: 'applied',
    cause: null,
    fields,
    model: model.name,
  });
  const [by, { at }] = [`model ${model.name}`, proposal];
  const choices = Object.entries(fields).map(([path, { choice }]: [string, FieldProposal]) => [path, choice]);
  const decided = decideConflict(conflict, {
    ...{ revision, by, reason, at },
    fields: Object.fromEntries(choices) as Record<string, FieldProposal['choice']>,
  });
  const event = { kind: 'decided', at, revision: decided.revision, by, reason } as const;
  await tx.conflicts.save([
    { id, jobId, referenceId, conflict: decided, history: withEvent(history, event) },
  ]);
  await note(tx, conflict, { proposal, next: { kind: 'decided' } });
  return 'applied';
}
