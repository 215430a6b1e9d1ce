/** The rows of a table that belong to a tenant, `$1`. */
export interface TenantRows {
  readonly table: string;
  /** A condition on the table, which is named `t`. */
  readonly of: string;
}

/** Rows are of what has a tenant itself. */
const of = (column: string, table: string, where = 'tenant_id = $1') =>
  `t.${column} in (select id from ${table} where ${where})`;
const IN_CONNECTION = of('connection_id', 'connection');
const IN_EXECUTION = of('execution_id', 'execution');
const IN_JOB = of('job_id', 'job');
const OF_CONNECTIONS = 'connection_id in (select id from connection where tenant_id = $1)';
const IN_REFERENCE_SET = of('set_id', 'reference_set', OF_CONNECTIONS);

const rows = (condition: string, tables: readonly string[]): readonly TenantRows[] =>
  tables.map((table) => ({ table, of: condition }));
const own = (...tables: readonly string[]) => rows('t.tenant_id = $1', tables);

/**
 * Everything that belongs to a tenant, in an order in which it can be deleted: what refers to something goes before it. What a process
 * writes meanwhile is found by another round. Not here: the audit log, which is only added to.
 */
export const TENANT_ROWS: readonly TenantRows[] = [
  // Subjects may be of names that several tenants have.
  {
    table: 'event_sequence',
    of: `t.subject in (select subject from lifecycle_event where tenant_id = $1)
      and not exists (select from lifecycle_event o where o.subject = t.subject and o.tenant_id <> $1)`,
  },
  ...own('event_fact', 'lifecycle_event'),
  ...own(
    'notification',
    'notification_condition',
    'notification_webhook_condition',
    'notification_cursor',
    'notification_channel',
  ),
  ...own('trigger_message', 'trigger_topic', 'model_call', 'model'),
  // What was read, planned and written by runs.
  ...rows(of('plan_id', 'plan'), ['plan_page', 'plan_change']),
  ...own('pairing_record', 'pairing', 'plan'),
  ...own('push_page', 'push_intent', 'local_change', 'local_side'),
  ...own('conflict', 'flip_flop', 'failure'),
  ...rows(of('run_id', 'dedupe_run'), ['dedupe_pair']),
  ...own('dedupe_run', 'match_review', 'match_key', 'kept_apart', 'projection'),
  ...rows(of('approval_id', 'approval'), ['announced_deletion']),
  ...own('approval'),
  ...rows(IN_EXECUTION, ['close_out_page', 'close_out', 'inventory_page', 'outcome', 'execution_error']),
  {
    table: 'page_result',
    of: 't.chunk_id in (select c.id from chunk c join execution e on e.id = c.execution_id where e.tenant_id = $1)',
  },
  ...rows(IN_EXECUTION, ['chunk']),
  // Records, with what is known of them.
  ...rows(of('record_id', 'record'), ['record_change']),
  {
    table: 'record_link',
    of: `t.from_reference in (select e.id from external_reference e
      where e.set_id in (select id from reference_set where ${OF_CONNECTIONS}))`,
  },
  ...own('reference_base'),
  ...rows(IN_REFERENCE_SET, ['external_reference']),
  ...own('reference_set', 'record_creation', 'record_merge', 'record_erasure', 'record'),
  // What people set.
  ...own('execution', 'past_execution'),
  ...rows(of('run_id', 'group_run', 'group_id in (select id from sync_group where tenant_id = $1)'), [
    'group_run_job',
  ]),
  ...rows(of('group_id', 'sync_group'), ['group_run', 'sync_group_job']),
  ...own('sync_group'),
  ...rows(IN_JOB, ['trigger', 'schedule_slot', 'watermark', 'watermark_history', 'job_revision']),
  ...own('job', 'record_view'),
  ...rows(of('record_type_id', 'record_type'), ['record_type_revision']),
  ...own('record_type'),
  ...rows(of('endpoint_id', 'webhook_endpoint', OF_CONNECTIONS), ['webhook_delivery']),
  ...rows(IN_CONNECTION, ['webhook_endpoint', 'stream_shape_version']),
  ...own('stream_shape'),
  ...rows(IN_CONNECTION, [
    ...['credential', 'access_token', 'kept_answer', 'control'],
    ...['breaker_state', 'call_tally', 'quota_ledger'],
  ]),
  ...own('configured_object', 'secret_reference', 'connection', 'api_key'),
];
