import type { JsonObject } from '@evenkeel/domain';
import { Pool } from 'pg';

export interface StoredRow {
  readonly data: JsonObject;
  readonly version: number;
}

/** The pages of one execution as their results tell them, in order. */
export interface PageResultRow {
  readonly chunkId: string;
  readonly pageNo: number;
  readonly inputs: number;
  readonly cursorIn: string | null;
  readonly cursorOut: string | null;
}

const TABLES = { record: 'id', external_reference: 'id', page_result: 'chunk_id, page_no', chunk: 'id' };

/** Looks at the tables themselves, so that no code of the engine judges itself. */
export class StoreView {
  private constructor(private readonly pool: Pool) {}

  static async open(url: string): Promise<StoreView> {
    const pool = new Pool({ connectionString: url, options: '-c search_path=evenkeel', max: 2 });
    // Journeys take the database down at their end.
    pool.on('error', () => undefined);
    await pool.query('select 1');
    return new StoreView(pool);
  }

  /** The records of a type by external id. */
  async records(recordType: string): Promise<Map<string, StoredRow>> {
    const rows = await this.query<StoredRow & { external_id: string }>(
      `select reference.external_id, record.data, record.version
         from external_reference reference join record on record.id = reference.record_id
        where record.record_type = $1`,
      [recordType],
    );
    const found = new Map(rows.map(({ external_id: id, data, version }) => [id, { data, version }]));
    if (found.size !== rows.length)
      throw new Error(`${rows.length - found.size} external ids are there twice`);
    return found;
  }

  /** The data of one record as JSON text in the words of the database; undefined if it is not there. */
  async recordText(recordType: string, externalId: string): Promise<string | undefined> {
    const [row] = await this.query<{ text: string }>(
      `select record.data::text as text
         from external_reference reference join record on record.id = reference.record_id
        where record.record_type = $1 and reference.external_id = $2`,
      [recordType, externalId],
    );
    return row?.text;
  }

  /** Whether the database finds the JSON text, at this path of it, equal to the other: numbers by their value. */
  async isSameJson(text: string, path: readonly string[], other: string): Promise<boolean> {
    const [row] = await this.query<{ same: boolean | null }>('select $1::jsonb #> $2 = $3::jsonb as same', [
      text,
      path,
      other,
    ]);
    return row?.same === true;
  }

  /** External ids of the records of a type that are inactive. */
  async inactive(recordType: string): Promise<string[]> {
    const rows = await this.query<{ external_id: string }>(
      `select reference.external_id from external_reference reference join record on record.id = reference.record_id
        where record.record_type = $1 and record.inactive_at is not null and reference.inactive_at is not null
        order by 1`,
      [recordType],
    );
    return rows.map(({ external_id: id }) => id);
  }

  async count(table: 'record' | 'external_reference' | 'trigger' | 'webhook_delivery'): Promise<number> {
    const [row] = await this.query<{ count: number }>(`select count(*)::int as count from ${table}`);
    return row?.count ?? 0;
  }

  /** Rows of this type, those without a reference included. */
  async countOf(recordType: string): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      'select count(*)::int as count from record where record_type = $1',
      [recordType],
    );
    return row?.count ?? 0;
  }

  async pages(executionId: string): Promise<PageResultRow[]> {
    return this.query<PageResultRow>(
      `select chunk_id as "chunkId", page_no as "pageNo", cardinality(seen) as inputs,
              cursor_in as "cursorIn", cursor_out as "cursorOut"
         from page_result where chunk_id in (select id from chunk where execution_id = $1)
        order by chunk_id, page_no`,
      [executionId],
    );
  }

  /** The pages of the slices into which an execution's stream was cut, with the range of each. */
  async rangePages(executionId: string): Promise<{ range: Record<string, unknown>; pageNo: number }[]> {
    return this.query(
      `select chunk.slice->'range' as range, page.page_no as "pageNo"
         from page_result page join chunk on chunk.id = page.chunk_id
        where chunk.execution_id = $1 and chunk.slice->>'kind' = 'range'`,
      [executionId],
    );
  }

  /** Who has worked on the chunks of these executions, as far as their rows remember. */
  async workers(executionIds: readonly string[]): Promise<string[]> {
    const rows = await this.query<{ worker: string }>(
      `select distinct worker from chunk
        where worker is not null and execution_id = any($1::uuid[]) order by worker`,
      [executionIds],
    );
    return rows.map(({ worker }) => worker);
  }

  /** The decided slots of a job, in order. */
  async slots(jobId: string): Promise<{ dueAt: Date; decision: string; triggerId: string | null }[]> {
    return this.query(
      `select due_at as "dueAt", decision, trigger_id as "triggerId"
         from schedule_slot where job_id = $1 order by due_at`,
      [jobId],
    );
  }

  async triggers(jobId: string): Promise<{ id: string; kind: string; state: string }[]> {
    return this.query('select id, kind, state from trigger where job_id = $1 order by accepted_at, id', [
      jobId,
    ]);
  }

  async stuckMessages(): Promise<{ topic: string; service: string; error: string }[]> {
    return this.query('select topic, service, error from stuck_message order by id');
  }

  /** One checksum for each table that applying pages writes to: equal as long as no row of it changes. */
  async checksums(): Promise<Record<string, string>> {
    const sums: Record<string, string> = {};
    for (const [table, key] of Object.entries(TABLES)) {
      const [row] = await this.query<{ sum: string | null }>(
        `select md5(string_agg(md5(t::text), '' order by ${key})) as sum from ${table} t`,
      );
      sums[table] = row?.sum ?? 'empty';
    }
    return sums;
  }

  /** Chunks of named records that were given back because a call of theirs has to wait. */
  async postponedNamedChunks(): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      `select count(*)::int as count from chunk where slice ->> 'kind' = 'ids' and postponed is not null`,
    );
    return row?.count ?? 0;
  }

  /** What a statement of the story gives, in its own words. */
  async rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.query<Row>(sql, values);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(sql, values)).rows as Row[];
  }
}
