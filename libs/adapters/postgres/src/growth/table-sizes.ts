import {
  DEFAULT_TABLE_BUDGET_GB,
  SLOW_STATEMENT_MS,
  type SlowStatement,
  type StorageOutlook,
  type TableSize,
} from '@evenkeel/domain';
import type { Session } from '../database/session.js';

/** More are not told. */
const MOST_STATEMENTS = 5;
const SIZES = `
  select c.relname as "table", pg_total_relation_size(c.oid)::float8 as bytes,
    greatest(c.reltuples, coalesce(s.n_live_tup, 0), 0)::float8 as rows, coalesce(s.n_dead_tup, 0)::float8 as "deadRows",
    coalesce(s.seq_scan, 0)::float8 as scans, coalesce(s.seq_tup_read, 0)::float8 as "scannedRows"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_stat_user_tables s on s.relid = c.oid
  where n.nspname = 'evenkeel' and c.relkind in ('r', 'p') order by 2 desc, 1`;

export function loadTableSizes(session: Session): Promise<readonly TableSize[]> {
  return session.rows<TableSize & Record<string, unknown>>(SIZES);
}

/** One look finds one that takes a second only by chance, and says little of it. */
const UNDER_WAY_MS = 10 * SLOW_STATEMENT_MS;

/** Of this role: texts of others are not shown to it. Transactions that last are told by a concern of their own. */
const UNDER_WAY = `
  select query as text, extract(epoch from clock_timestamp() - query_start)::float8 * 1000 as ms, null::float8 as calls
  from pg_stat_activity
  where datname = current_database() and state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()
    and application_name = 'evenkeel' and query_start < clock_timestamp() - $1 * interval '1 millisecond'
  order by query_start limit ${MOST_STATEMENTS}`;

const COLLECTED = `
  select s.query as text, s.mean_exec_time::float8 as ms, s.calls::float8 as calls
  from pg_stat_statements s join pg_roles r on r.oid = s.userid
  where s.dbid = (select oid from pg_database where datname = current_database()) and r.rolname = current_user
    and s.mean_exec_time >= $1 and s.calls > 1
  order by s.total_exec_time desc limit ${MOST_STATEMENTS}`;

/** Whether the extension can be asked: it is created, and the server has loaded it. */
const COLLECTS = `
  select from pg_extension where extname = 'pg_stat_statements'
    and current_setting('pg_stat_statements.max', true) is not null
    and to_regclass('pg_stat_statements') is not null`;

/** What this process was told of it, or the role or database by an administrator. */
const BUDGET = `
  select coalesce(nullif(current_setting('evenkeel.table_budget_gb', true), '')::float8, ${DEFAULT_TABLE_BUDGET_GB}) * 1024 ^ 3 as bytes`;

export async function loadStorageOutlook(session: Session): Promise<StorageOutlook> {
  const collects = (await session.row(COLLECTS)) !== undefined;
  const budget = await session.row<{ bytes: number }>(BUDGET);
  return {
    tables: await loadTableSizes(session),
    slowStatements: await session.rows<SlowStatement & Record<string, unknown>>(
      collects ? COLLECTED : UNDER_WAY,
      [collects ? SLOW_STATEMENT_MS : UNDER_WAY_MS],
    ),
    budgetBytes: budget!.bytes,
  };
}
