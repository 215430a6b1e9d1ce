import type { EditableRecord, EditedRecord, RecordEditRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { isBigint } from '../table/row-names.js';

type EditableRow = EditableRecord & Record<string, unknown>;

export class PostgresRecordEditRepository implements RecordEditRepository {
  constructor(private readonly session: Session) {}

  async overwrittenBy(recordType: string): Promise<string | undefined> {
    const row = await this.session.row<{ job: string | null }>('select job_that_overwrites($1, $2) as job', [
      this.session.tenant,
      recordType,
    ]);
    return row?.job ?? undefined;
  }

  async lock(id: string): Promise<EditableRecord | undefined> {
    if (!isBigint(id)) return undefined;
    return this.session.row<EditableRow>(
      `select id::text, record_type as "recordType", data, version, inactive_at is null as active, merged_into::text as "mergedInto"
       from record where id = $1 and tenant_id = $2 for no key update`,
      [id, this.session.tenant],
    );
  }

  async create(recordType: string, dataText: string, actor: string): Promise<string> {
    const row = await this.editing(actor, () =>
      this.session.row<{ id: string }>(
        'insert into record (tenant_id, record_type, data) values ($1, $2, $3) returning id::text',
        [this.session.tenant, recordType, dataText],
      ),
    );
    return row!.id;
  }

  async save(id: string, { dataText, active }: EditedRecord, actor: string): Promise<void> {
    await this.editing(actor, () =>
      this.session.write(
        `update record set data = $2, inactive_at = case when $3 then null else coalesce(inactive_at, engine_now()) end
         where id = $1 and tenant_id = $4`,
        [id, dataText, active, this.session.tenant],
      ),
    );
  }

  /** What the triggers do with an edit by SQL they do with this one. After an error the transaction is over. */
  private async editing<T>(actor: string, write: () => Promise<T>): Promise<T> {
    await this.session.write(
      `select set_config('evenkeel.engine', 'off', true), set_config('evenkeel.actor', $1, true)`,
      [actor],
    );
    const written = await write();
    await this.session.write(`select set_config('evenkeel.engine', 'on', true)`);
    return written;
  }
}
