import type { CaptureGap, DatabaseOutlook, OpenTransaction } from '@evenkeel/domain';
import type { Session } from '../database/session.js';

/** More of them are not told one by one. */
const OLDEST_TRANSACTIONS = 5;

/* Roles are limited by what is left of the server for those who are no superusers, and by their database; the fuller one counts. */
const OUTLOOK = `
  select
    case when pg_is_in_recovery() then 'recovery'
      when current_setting('transaction_read_only') = 'on' or exists (
        select from pg_db_role_setting s where s.setdatabase in (0, d.oid) and s.setrole in (0, current_user::regrole)
          and s.setconfig && '{default_transaction_read_only=on,default_transaction_read_only=true}') then 'setting'
    end as "readOnlyBecause",
    age(d.datfrozenxid)::float8 as "unfrozenTransactions",
    l.used, l.most,
    (select added_at from outbox order by id limit 1) as "outboxSince"
  from pg_database d, lateral (
    select used::int, most::int from (
      select count(*) as used, current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true), '0')::int as most
      from pg_stat_activity where datid is not null
      union all
      select (select count(*) from pg_stat_activity a where a.datid = d.oid), d.datconnlimit where d.datconnlimit >= 0) limits
    order by used / greatest(most, 1)::float8 desc limit 1) l
  where d.datname = current_database()`;

/** Those of other roles show their times to roles that have pg_read_all_stats. */
const OPEN_TRANSACTIONS = `
  select pid, coalesce(application_name, '') as program, state like 'idle in transaction%' as "isIdle", xact_start as since,
    exists (select from pg_locks l where l.pid = a.pid and l.granted and l.relation = 'record'::regclass
      and l.mode in ('RowShareLock', 'RowExclusiveLock')) as "holdsRecords"
  from pg_stat_activity a
  where datname = current_database() and backend_type = 'client backend' and xact_start is not null and pid <> pg_backend_pid()
  order by xact_start limit ${OLDEST_TRANSACTIONS}`;

/** Also of `session_replication_role = replica`: triggers that are always on fire there. Subscriptions fire no triggers of statements. */
const CAPTURE_GAPS = `
  select 'trigger' as kind, t.name from unnest($1::text[]) t(name)
  where not exists (
    select from pg_trigger g where g.tgrelid = 'record'::regclass and g.tgname = t.name and g.tgenabled = 'A')
  union all
  select 'subscription', s.subname::text from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
  where r.srrelid = 'record'::regclass order by 1 desc, 2`;

const CAPTURING = ['bases', 'delete', 'edit', 'inserted', 'kept_columns', 'truncate', 'updated'].map(
  (name) => `record_${name}`,
);

type Row = Omit<DatabaseOutlook, 'connections' | 'openTransactions' | 'captureGaps'> &
  DatabaseOutlook['connections'];

export async function loadDatabaseOutlook(session: Session): Promise<DatabaseOutlook> {
  const row = await session.row<Row & Record<string, unknown>>(OUTLOOK);
  const { used, most, ...outlook } = row!;
  const openTransactions = await session.rows<OpenTransaction & Record<string, unknown>>(OPEN_TRANSACTIONS);
  const captureGaps = await session.rows<CaptureGap & Record<string, unknown>>(CAPTURE_GAPS, [CAPTURING]);
  return { ...outlook, connections: { used, most }, captureGaps, openTransactions };
}
