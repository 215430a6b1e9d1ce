import type { ExecutionId, FailureId, JobId } from '@evenkeel/domain';
import type { Listed, ListRequest, ParkedRecord, ParkedRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { listed } from '../table/keyset.js';
import { FORGET_UNLISTED, GIVE_UP_PARKED, LIST_PARKED, RELEASE_PARKED } from './parked-statements.js';

export class PostgresParkedRepository implements ParkedRepository {
  constructor(private readonly session: Session) {}

  async list(jobId: JobId | undefined, request: ListRequest): Promise<Listed<ParkedRecord>> {
    const values = [jobId ?? null, request.after, request.limit + 1, this.session.tenant];
    const rows = await this.session.rows<ParkedRecord & Record<string, unknown>>(LIST_PARKED, values);
    return listed(
      rows,
      request,
      ({ id }) => id,
      (row): ParkedRecord => row,
    );
  }

  async release(jobId: JobId, ids: readonly FailureId[]): Promise<readonly FailureId[]> {
    const rows = await this.session.rows<{ id: string }>(RELEASE_PARKED, [jobId, ids]);
    return rows.map(({ id }) => id);
  }

  giveUp(jobId: JobId): Promise<number> {
    return this.session.write(GIVE_UP_PARKED, [jobId]);
  }

  forgetUnlisted(execution: {
    readonly id: ExecutionId;
    readonly jobId: JobId;
    readonly since: Date;
  }): Promise<number> {
    return this.session.write(FORGET_UNLISTED, [execution.jobId, execution.id, execution.since]);
  }
}
