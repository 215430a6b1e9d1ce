import { canonicalText, type JsonObject } from '@evenkeel/domain';
import { Pool } from 'pg';

const ENDED = `('completed', 'completed_with_errors', 'failed', 'timed_out', 'cancelled')`;

/** What must hold in the end, as SQL that finds what breaks it. Rows are told as they are. */
const PROMISES: Readonly<Record<string, string>> = {
  'every accepted request is known': `select id from unnest($1::uuid[]) as id except select id from trigger`,
  'every request was answered': `select id, kind, state from trigger where state = 'accepted'`,
  'a request opened one execution': `select trigger_id, count(*) from execution
    group by trigger_id having count(*) > 1`,
  'every execution has ended': `select id, status from execution where status not in ${ENDED}`,
  'receipts balance': `select id, status, receipt from execution
    where started_at is not null and status in ${ENDED} and (receipt->>'balanced')::boolean is not true
`,
  'pages of a chunk are applied once each, without a gap': `select c.id, c.pages_applied, p.pages
    from chunk c, lateral (
      select count(*) as pages, coalesce(bool_and(r.page_no = r.nth and r.cursor_in is not distinct from r.cursor_before), true) as unbroken
      from (select page_no, cursor_in, row_number() over pages - 1 as nth, lag(cursor_out) over pages as cursor_before
        from page_result where chunk_id = c.id window pages as (order by page_no)) r) p
    where (c.pages_applied <> p.pages or not p.unbroken)`,
  'a chunk counts what its pages saw': `select c.id, c.fetched, c.replayed, p.inputs
    from chunk c, lateral (select coalesce(sum(cardinality(seen)), 0) as inputs from page_result where chunk_id = c.id) p
    where c.fetched + c.replayed <> p.inputs`,
  'no record was written twice': `select f.external_id, r.version from record r join external_reference f on f.record_id = r.id
    where r.version < 1 + (select count(*) from record_change c where c.record_id = r.id)`,
  'nothing waits to be published': `select topic, count(*) from outbox group by topic`,
  'no message was given up': `select topic, service, error from stuck_message`,
};

/** Goes through the books of the engine with SQL of its own, so that no code of the engine judges itself. */
export class Accounts {
  private constructor(private readonly pool: Pool) {}

  static of(url: string): Accounts {
    const pool = new Pool({ connectionString: url, options: '-c search_path=evenkeel', max: 1 });
    // The database comes and goes.
    pool.on('error', () => undefined);
    return new Accounts(pool);
  }

  /** How much is still to be done: requests without an answer, executions without an end. */
  async open(): Promise<number> {
    const [row] = await this.query<{ open: number }>(
      `select (select count(*) from trigger where state = 'accepted')::int
         + (select count(*) from execution where status not in ${ENDED})::int as open`,
    );
    return row?.open ?? 0;
  }

  /** What was not kept, in words. */
  async broken(accepted: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const [promise, sql] of Object.entries(PROMISES)) {
      const rows = await this.query(sql, sql.includes('$1') ? [accepted] : []);
      if (rows.length > 0) found.push(`${promise}: ${rows.length} not, such as ${JSON.stringify(rows[0])}`);
    }
    return found;
  }

  /** Records that differ from their source, by external id, and why. */
  async differences(recordType: string, source: ReadonlyMap<string, JsonObject>): Promise<string[]> {
    const rows = await this.query<{ id: string; data: JsonObject }>(
      `select f.external_id as id, r.data from external_reference f join record r on r.id = f.record_id
       where r.record_type = $1 and f.inactive_at is null`,
      [recordType],
    );
    const stored = new Map(rows.map(({ id, data }) => [id, canonicalText(data)]));
    const missing = [...source.keys()].filter((id) => !stored.has(id)).map((id) => `${id} is missing`);
    const gone = [...stored.keys()]
      .filter((id) => !source.has(id))
      .map((id) => `${id} is gone at the source`);
    const other = [...source]
      .map(([id, data]) => ({ id, is: stored.get(id), should: canonicalText(data) }))
      .filter(({ is, should }) => is !== undefined && is !== should)
      .map(({ id, is, should }) => `${id} is ${is} and should be ${should}`);
    return [...missing, ...gone, ...other].map((difference) => `${recordType}: ${difference}`);
  }

  /** Records that were taken for gone although their source has them. */
  async wronglyInactive(recordType: string, source: ReadonlyMap<string, JsonObject>): Promise<string[]> {
    const rows = await this.query<{ id: string; cause: string }>(
      `select f.external_id as id, f.inactive_cause as cause from external_reference f join record r on r.id = f.record_id
       where r.record_type = $1 and f.inactive_at is not null`,
      [recordType],
    );
    return rows.filter(({ id }) => source.has(id)).map(({ id, cause }) => `${recordType} ${id}: ${cause}`);
  }

  async summary(): Promise<string> {
    const kinds = `select 'requests ' || state as kind, count(*)::int as times from trigger group by 1
      union all select scope->>'kind' || ' runs ' || status, count(*)::int from execution group by 1
      union all select 'pages', count(*)::int from page_result order by 1`;
    const rows = await this.query<{ kind: string; times: number }>(kinds);
    return rows.map(({ kind, times }) => `${kind} ${times}`).join(', ');
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(sql, values)).rows as Row[];
  }
}
