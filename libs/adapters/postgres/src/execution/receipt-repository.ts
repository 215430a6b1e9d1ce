import { NO_OUTCOMES, type ExecutionId, type Problem, type Receipt } from '@evenkeel/domain';
import type { Listed, ListRequest, ReceiptRepository, RecordOutcome } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { listed } from '../table/keyset.js';

export class PostgresReceiptRepository implements ReceiptRepository {
  constructor(private readonly session: Session) {}

  async save(id: ExecutionId, receipt: Receipt): Promise<void> {
    await this.session.write('update execution set receipt = $2 where id = $1', [
      id,
      JSON.stringify(receipt),
    ]);
  }

  async find(id: ExecutionId): Promise<Receipt | undefined> {
    const row = await this.session.row<{ receipt: (Omit<Receipt, 'replayed'> & Partial<Receipt>) | null }>(
      'select receipt from execution where id = $1',
      [id],
    );
    if (!row?.receipt) return undefined;
    // Receipts of earlier releases say nothing of what they did not know.
    const { replayed = 0, outcomes } = row.receipt;
    return { ...row.receipt, replayed, outcomes: { ...NO_OUTCOMES, ...outcomes } };
  }

  async outcomes(id: ExecutionId, request: ListRequest): Promise<Listed<RecordOutcome>> {
    type OutcomeRow = RecordOutcome & { readonly id: string; readonly problem: Problem | null };
    const rows = await this.session.rows<OutcomeRow>(
      `select id, external_id as "externalId", outcome, problem, raw from outcome
       where execution_id = $1 and id > coalesce($2::bigint, 0) order by id limit $3`,
      [id, request.after, request.limit + 1],
    );
    return listed(
      rows,
      request,
      (row) => row.id,
      ({ externalId, outcome, problem, raw }) => ({ externalId, outcome, problem, raw }),
    );
  }
}
