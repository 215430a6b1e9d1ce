import type { ExecutionId, JobId, Trigger, TriggerId, TriggerState } from '@evenkeel/domain';
import type { StoredTrigger, TriggerRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { TRIGGER, TRIGGER_COLUMNS, triggerFromRow, type TriggerRow } from './trigger-row.js';
import { IS_ADMITTED } from '../connection/control-repository.js';
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
    return this.session.rows<{ triggerId: string; jobId: string }>(
      `select t.id as "triggerId", t.job_id as "jobId" from trigger t
       where t.state = 'accepted' and t.accepted_at <= (select engine_now()) - $1 * interval '1 millisecond'
         and ${IS_ADMITTED}
       order by t.accepted_at, t.id limit $2`,
      [olderThanMs, limit],
    );
  }

  private async findOne(id: TriggerId, lock: string): Promise<StoredTrigger | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<TriggerRow>(
      `select ${TRIGGER_COLUMNS} from trigger where id = $1 ${lock}`,
      [id],
    );
    return row && triggerFromRow(row);
  }
}
