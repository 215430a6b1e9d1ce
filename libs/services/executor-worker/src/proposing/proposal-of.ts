import { withEvent, type Proposal } from '@evenkeel/domain';
import type { NotedProposal, StoredConflict, Transaction } from '@evenkeel/ports';

/** What came of asking, of a conflict as it was asked about. */
export interface Came extends Pick<Proposal, 'outcome' | 'cause'> {
  readonly fields?: Proposal['fields'];
  /** Null: there is none. */
  readonly model: string | null;
}

export async function proposalOf(
  tx: Transaction,
  { revision, remoteVersion }: Pick<StoredConflict, 'revision' | 'remoteVersion'>,
  { outcome, cause, model, fields = {} }: Came,
): Promise<Proposal> {
  return { outcome, cause, model, revision, remoteVersion, at: (await tx.now()).toISOString(), fields };
}

/** Leaves it to a person, with what the model proposes or why there is nothing. */
export async function leaveToPerson(tx: Transaction, conflict: StoredConflict, came: Came): Promise<void> {
  const proposal = await proposalOf(tx, conflict, came);
  const { revision, history } = conflict;
  const by = came.model === null ? null : `model ${came.model}`;
  const event = { kind: 'proposed', at: proposal.at, revision, by, reason: proposal.cause } as const;
  await note(tx, conflict, { proposal, next: { kind: 'review', history: withEvent(history, event) } });
}

export async function note(
  tx: Transaction,
  { id: conflictId, revision }: Pick<StoredConflict, 'id' | 'revision'>,
  noted: Pick<NotedProposal, 'proposal' | 'next'>,
): Promise<void> {
  await tx.proposals.note({ conflictId, revision, ...noted });
}
