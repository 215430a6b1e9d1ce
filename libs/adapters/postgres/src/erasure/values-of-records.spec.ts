import { testDatabase } from '../testing/test-database.js';
import { ERASURE_STEPS } from './steps.js';

const database = testDatabase();
const words = (text: string) => text.split(' ');

/**
 * Columns that can hold text or JSON and hold no value of a record, by their table: names, ids, counts, settings, cursors,
 * paths and classes of values, secrets, words of people and of ours. A new column stands here, or a step of an erasure clears it.
 */
const HOLDS_NO_VALUES: Readonly<Record<string, readonly string[]>> = {
  access_token: words('grant_name sealed'),
  api_key: words('name prefix hash role created_by revoked_by'),
  audit_change: words('subject key before after'),
  audit_event: words('actor claimed address operation target outcome code'),
  approval: words('state decided_by reason cause'),
  breaker_state: words('state probe_holder'),
  chunk: words('state worker slice cursor bound declared plan waiting postponed doubt'),
  close_out: words('reason'),
  configured_object: words('kind managed_by secret_references forced_by'),
  conflict: words('kind policy'),
  connection: words('name connector settings status quota retry path removed_by'),
  control: words('state actor'),
  credential: words('sealed'),
  engine_setting: words('name value actor'),
  event_cursor: words('name'),
  event_fact: words('kind'),
  event_sequence: words('subject'),
  dedupe_pair: words('rule why cause'),
  dedupe_run: words('record_type phase state keys_of previewed actor problem'),
  execution: words(
    'trigger_kind actor lane mode scope status phase receipt held_by dead_letter dead_letter_note priority path plan scope_note derived_type_revisions trace',
  ),
  execution_error: words('phase external_id class code'),
  external_reference: words('external_id'),
  failure: words('key external_id stage error_class code remedy edited_by'),
  group_run: words('actor'),
  inventory_page: words('wanted entries'),
  job: words('name stream record_type direction removed_by'),
  job_revision: words('definition'),
  lifecycle_event: words('type subject'),
  kept_key: words('name sealed'),
  local_change: words('kind'),
  match_review: words('record_type rule why cause decided_by'),
  model: words('base_url name sealed_key'),
  notification: words('kind about facts state code message'),
  notification_channel: words('name kind place mail subscriptions sealed_secret failed_for'),
  notification_condition: words('conditions'),
  notification_webhook_condition: words('conditions'),
  outbox: words('topic payload trace'),
  outcome: words('external_id outcome'),
  page_result: words('cursor_in cursor_out'),
  pairing: words('state'),
  pairing_record: words('side id decided partner'),
  plan: words('scope slices state summary decided_by'),
  plan_change: words('external_id bucket'),
  plan_page: words('counts entries wanted'),
  push_intent: words('external_id kind version state page_cursor settled_by settled_for'),
  push_page: words('cursor_in cursor_out'),
  quota_ledger: words('state'),
  record: words('record_type inactive_cause'),
  record_change: words('said_by actor action'),
  record_erasure: words('counts actor reason lifted_by'),
  record_link: words('name to_external_id'),
  record_merge: words('record_type rule why actor undone_by'),
  record_type: words('name keys_of'),
  record_type_revision: words('schema match sensitive'),
  record_view: words('record_type columns made_from problem'),
  reference_set: words('stream record_type mapped_as rule parent_type'),
  secret_reference: words('reference destinations bound_by'),
  store_place: words('place'),
  schedule_slot: words('decision reason'),
  stream_shape: words('stream seen accepted'),
  stream_shape_version: words('stream changes'),
  stuck_message: words('topic service key'),
  sync_group: words('name'),
  tenant: words('name removed_by'),
  trigger: words('kind actor external_ids mode state failure_ids period asked priority delivery_ids'),
  trigger_message: words('topic source event_id type state code message'),
  trigger_topic: words('topic state why'),
  watermark: words('kind value actor'),
  watermark_history: words('kind value actor'),
  webhook_delivery: words('delivery_id state external_ids stream kind change believed why'),
  webhook_endpoint: words('stream token sealed_secret id_paths refused_for rules'),
};

it('every column that can hold values of records is erased, or is said to hold none', async () => {
  const columns = await database.rows<{ table: string; column: string }>(
    `select c.table_name as "table", c.column_name as "column" from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'evenkeel' and t.table_type = 'BASE TABLE'
       and (c.data_type in ('text', 'json', 'jsonb', 'bytea') or c.udt_name in ('_text', '_json', '_jsonb', '_bytea'))`,
    [],
  );
  expect(columns.length).toBeGreaterThan(150);
  const open = columns.filter(({ table, column }) => {
    const none = HOLDS_NO_VALUES[table] ?? [];
    if (none.includes(column)) return false;
    const step = ERASURE_STEPS.find((each) => each.table === table);
    return step === undefined || (step.set !== undefined && !new RegExp(`\\b${column} = `).test(step.set));
  });
  const byTable: Record<string, string[]> = {};
  for (const { table, column } of open) (byTable[table] ??= []).push(column);
  expect(byTable).toEqual({});
});
