import {
  askModel,
  decideAsking,
  MOST_ASKS,
  parseSensitive,
  policyOf,
  tokensOf,
  type Asking,
  type CompiledConflictPolicy,
  type ModelQuestion,
  type ProposalOutcome,
  type RecordType,
} from '@evenkeel/domain';
import type { ClaimedProposal, StoredConflict, StoredModel, Transaction } from '@evenkeel/ports';
import { leaveToPerson, note, proposalOf } from './proposal-of.js';

/** A question whose call is counted already. */
export interface PreparedQuestion {
  readonly claimed: ClaimedProposal;
  readonly model: StoredModel;
  readonly question: ModelQuestion;
  /** Of the reserved call. */
  readonly callId: string;
  readonly tokens: number;
}

/** The question, or what became of the conflict without one. */
export type Preparation =
  | { readonly kind: 'ask'; readonly prepared: PreparedQuestion }
  | { readonly kind: 'ended'; readonly outcome: ProposalOutcome | 'stale' };

/** Makes the question about a conflict and counts its call, or says in the conflict why there is none. */
export async function prepareQuestion(
  tx: Transaction,
  claimed: ClaimedProposal,
  nextId: () => string,
): Promise<Preparation> {
  // Reservations of one model come one after another, and each before its conflict.
  const model = await tx.models.lock();
  const conflict = await tx.conflicts.lock(claimed.conflictId);
  if (conflict === undefined || conflict.state !== 'proposing' || conflict.revision !== claimed.revision)
    return { kind: 'ended', outcome: 'stale' };
  const leave = async (outcome: 'not_asked' | 'failed', cause: string): Promise<Preparation> => {
    await leaveToPerson(tx, conflict, { outcome, cause, model: model?.name ?? null });
    return { kind: 'ended', outcome };
  };
  if (claimed.attempt > MOST_ASKS)
    return leave('failed', 'It was asked several times, and no answer was kept');
  if (model === undefined)
    return leave('not_asked', 'No model is configured: `evenkeel models set` names one');
  const asking = await askingOf(tx, conflict);
  if (asking.kind === 'not_asked') return leave('not_asked', asking.cause);
  const { question } = asking;
  const tokens = tokensOf(question);
  const { conflictId, executionId } = claimed;
  const decision = decideAsking(model.budget, await tx.models.uses(executionId), tokens);
  if (decision.kind === 'review') return leave('not_asked', decision.cause);
  if (decision.kind === 'wait') {
    const came = { outcome: 'waiting', cause: decision.cause, model: model.name } as const;
    const waitMs = await tx.models.untilNextDayMs();
    const proposal = await proposalOf(tx, conflict, came);
    await note(tx, conflict, { proposal, next: { kind: 'again', waitMs, isFree: true } });
    return { kind: 'ended', outcome: 'waiting' };
  }
  const callId = nextId();
  await tx.models.reserve({ id: callId, conflictId, executionId, tokens });
  return { kind: 'ask', prepared: { claimed, model, question, callId, tokens } };
}

async function askingOf(tx: Transaction, conflict: StoredConflict): Promise<Asking> {
  const found = await loadRules(tx, conflict);
  if (found === undefined) return { kind: 'not_asked', cause: 'Its job is not here any more' };
  const { recordType, schema, sensitive, policy } = found;
  return askModel(conflict, { recordType, schema, sensitive: parseSensitive(sensitive), policy });
}

export interface ProposalRules extends Pick<RecordType, 'schema' | 'sensitive'> {
  readonly recordType: string;
  readonly policy: CompiledConflictPolicy;
  /** Undefined: the type is not here. */
  readonly type: RecordType | undefined;
}

/** What the job and its record type say now; undefined: the job is not here. */
export async function loadRules(
  tx: Transaction,
  { jobId }: Pick<StoredConflict, 'jobId'>,
): Promise<ProposalRules | undefined> {
  const job = await tx.jobs.find(jobId);
  if (job === undefined) return undefined;
  const { recordType } = job.definition;
  const type = await tx.recordTypes.find(recordType);
  const { schema, sensitive } = type ?? { schema: null, sensitive: [] };
  return { recordType, schema, sensitive, policy: policyOf(job.definition), type };
}
