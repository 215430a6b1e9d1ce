import type { Execution, JobId } from '@evenkeel/domain';
import type { ExecutionRetryRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';

export class PostgresExecutionRetryRepository implements ExecutionRetryRepository {
  constructor(private readonly session: Session) {}

  async cancel(jobId: JobId): Promise<void> {
    await this.session.write(
      `update execution set next_attempt_at = null
       where next_attempt_at is not null and job_id = $1 and lane = 'bulk'`,
      [jobId],
    );
  }

  async giveUp(jobId: JobId): Promise<void> {
    await this.session.write(
      `update execution set next_attempt_at = null,
         dead_letter = case when dead_letter = 'dead' then 'resolved' else dead_letter end
       where job_id = $1 and (next_attempt_at is not null or dead_letter = 'dead')`,
      [jobId],
    );
  }

  async resolveDeadLetters({ jobId, lane, retry }: Execution): Promise<void> {
    await this.session.write(
      `update execution set dead_letter = 'resolved'
       where dead_letter = 'dead' and job_id = $1 and ((lane = 'bulk' and $2 = 'bulk') or id = $3)`,
      [jobId, lane, retry.of],
    );
  }
}
