import type { ExecutionId } from '@evenkeel/domain';
import type { ClaimedProposal, NotedProposal, ProposalRepository } from '@evenkeel/ports';
import type { Session, Value } from '../database/session.js';
import { textOf } from './row.js';

/** Of a conflict `f`: a model is to be asked about it now. */
export const IS_ASKED = `f.state = 'proposing' and (f.propose_after is null or f.propose_after <= (select engine_now()))`;

/** By what comes next, of a conflict as it was asked about: $1 id, $2 tenant, $3 revision, $4 proposal, $5 and $6 what else it takes. */
const NOTES: Readonly<Record<NotedProposal['next']['kind'], string>> = {
  again: `update conflict set proposal = $4, propose_after = engine_now() + $5 * interval '1 millisecond',
      proposal_attempts = proposal_attempts - $6::int
    where id = $1 and tenant_id = $2 and revision = $3 and state = 'proposing'`,
  review: `update conflict set proposal = $4, history = $5, state = 'open', propose_after = null, changed_at = engine_now()
    where id = $1 and tenant_id = $2 and revision = $3 and state = 'proposing'`,
  decided: `update conflict set proposal = $4, propose_after = null where id = $1 and tenant_id = $2 and revision = $3 + 1 and state = 'resolved'`,
};

export class PostgresProposalRepository implements ProposalRepository {
  constructor(private readonly session: Session) {}

  async claim(limit: number, leaseMs: number): Promise<readonly ClaimedProposal[]> {
    return this.session.rows<{
      conflictId: string;
      revision: number;
      attempt: number;
      executionId: ExecutionId | null;
    }>(
      `update conflict set proposal_attempts = proposal_attempts + 1, propose_after = engine_now() + $3 * interval '1 millisecond'
       where id = any(array(
         select f.id from conflict f where f.tenant_id = $1 and ${IS_ASKED}
         order by f.propose_after nulls first, f.id limit $2 for no key update skip locked))
       returning id as "conflictId", revision, proposal_attempts as attempt, execution_id as "executionId"`,
      [this.session.tenant, limit, leaseMs],
    );
  }

  async note({ conflictId, revision, proposal, next }: NotedProposal): Promise<void> {
    await this.session.write(NOTES[next.kind], [
      ...[conflictId, this.session.tenant, revision, textOf(proposal)],
      ...valuesOf(next),
    ]);
  }
}

function valuesOf(next: NotedProposal['next']): readonly Value[] {
  if (next.kind === 'again') return [next.waitMs, next.isFree === true ? 1 : 0];
  return next.kind === 'review' ? [JSON.stringify(next.history)] : [];
}
