import { idText, type JsonObject } from '@evenkeel/domain';
import type { StoreView } from './store-view.js';

/** One side of a job that goes both ways, as its own users see and change it. A key names a record on both sides. */
export interface Side {
  /** What is there, in whatever order. */
  listed(): Promise<readonly JsonObject[]>;
  create(records: readonly JsonObject[]): Promise<void>;
  change(keys: readonly string[], fields: JsonObject): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** What names a record, as a text. */
export function keyText(record: JsonObject, field: string): string {
  return idText(record[field]) ?? '';
}

/** The records of a type, which are read and changed by SQL. */
export class StoreSide implements Side {
  /** `key`: the field that names a record. */
  constructor(
    private readonly store: StoreView,
    private readonly recordType: string,
    private readonly key: string,
  ) {}

  async listed(): Promise<readonly JsonObject[]> {
    const rows = await this.store.rows<{ data: JsonObject }>(
      'select data from record where record_type = $1 and inactive_at is null and merged_into is null',
      [this.recordType],
    );
    return rows.map(({ data }) => data);
  }

  async create(records: readonly JsonObject[]): Promise<void> {
    await this.store.rows(
      'insert into record (tenant_id, record_type, data) select t.id, $1, d from tenant t, jsonb_array_elements($2::jsonb) d',
      [this.recordType, JSON.stringify(records)],
    );
  }

  async change(keys: readonly string[], fields: JsonObject): Promise<void> {
    const { recordType, key } = this;
    await this.store.rows(
      'update record set data = data || $4::jsonb where record_type = $1 and inactive_at is null and data ->> $2 = any($3::text[])',
      [recordType, key, keys, JSON.stringify(fields)],
    );
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.store.rows('delete from record where record_type = $1 and data ->> $2 = any($3::text[])', [
      this.recordType,
      this.key,
      keys,
    ]);
  }
}
