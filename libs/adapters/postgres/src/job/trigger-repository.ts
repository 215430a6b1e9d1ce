import type { ExecutionId, JobId, Trigger, TriggerId, TriggerState } from '@evenkeel/domain';
import type { StoredTrigger, TriggerRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { unansweredTriggers } from './statements.js';
import { TRIGGER, TRIGGER_COLUMNS, triggerFromRow, type TriggerRow } from './trigger-row.js';
import { isUuid } from '../table/row-names.js';

export class PostgresTriggerRepository implements TriggerRepository {
  constructor(private readonly session: Session) {}

  async insert(trigger: Trigger): Promise<void> {
    await this.session.write(
      `insert into trigger (${TRIGGER.list}) values (${TRIGGER.parameters})`,
      TRIGGER.values(trigger),
    );
  }

  async find(id: TriggerId): Promise<StoredTrigger | undefined> {
    return this.findOne(id, '');
  }

  async lock(id: TriggerId): Promise<StoredTrigger | undefined> {
    return this.findOne(id, 'for no key update');
  }

  async settle(
    id: TriggerId,
    state: Exclude<TriggerState, 'accepted'>,
    executionId: ExecutionId | null,
  ): Promise<void> {
    await this.session.write('update trigger set state = $2, execution_id = $3 where id = $1', [
      id,
      state,
      executionId,
    ]);
  }

  async skipAll(jobId: JobId): Promise<void> {
    await this.session.write(
      `update trigger set state = 'skipped' where id = any(array(
         select id from trigger where state = 'accepted' and job_id = $1 order by id for no key update))`,
      [jobId],
    );
  }

  async listUnanswered(
    olderThanMs: number,
    limit: number,
  ): Promise<readonly { triggerId: TriggerId; jobId: JobId }[]> {
    const rows = await this.session.rows<{ triggerId: string; jobId: string }>(
      unansweredTriggers('j.tenant_id = $3'),
      [olderThanMs, limit, this.session.tenant],
    );
    return rows.map(({ triggerId, jobId }) => ({ triggerId, jobId }));
  }

  private async findOne(id: TriggerId, lock: string): Promise<StoredTrigger | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<TriggerRow>(
      `select ${TRIGGER_COLUMNS} from trigger
       where id = $1 and exists (select from job where job.id = job_id and job.tenant_id = $2) ${lock}`,
      [id, this.session.tenant],
    );
    return row && triggerFromRow(row);
  }
}
