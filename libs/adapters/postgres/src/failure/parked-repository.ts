import type { ExecutionId, FailureId, JobId, ReferenceSet } from '@evenkeel/domain';
import type { ArrivedRecords, Listed, ListRequest, ParkedRecord, ParkedRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import { listed } from '../table/keyset.js';
import {
  FIND_AWAITED,
  FORGET_UNLISTED,
  GIVE_UP_PARKED,
  LIST_PARKED,
  RELEASE_PARKED,
} from './parked-statements.js';

export class PostgresParkedRepository implements ParkedRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async awaited(
    set: ReferenceSet,
    externalIds: readonly string[],
    most: number,
  ): Promise<ArrivedRecords | undefined> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return undefined;
    const rows = await this.session.hot(FIND_AWAITED, [known.id, externalIds, most]);
    return rows.length === 0 ? undefined : { setId: known.id, externalIds: rows.map(([id]) => id!) };
  }

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
