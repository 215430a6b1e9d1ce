import type { Retention } from '@evenkeel/ports';
import { LEFT_BY_RUNS } from './run-statements.js';

/** How a table is kept from growing without end. */
export type TableRule =
  /** What people set, what is true of each record or connection now, or what has to be known for ever. */
  | { readonly kind: 'kept'; readonly because: string }
  /** As many rows as there are of something else. */
  | { readonly kind: 'one_per'; readonly thing: string }
  /** Deleted with the row that it belongs to. */
  | { readonly kind: 'with'; readonly parent: string }
  /** Deleted so many days after it was over. */
  | { readonly kind: 'days'; readonly setting: keyof Retention; readonly but: string }
  /** Deleted by itself, sooner. */
  | { readonly kind: 'soon'; readonly after: string };

const kept = (because: string): TableRule => ({ kind: 'kept', because });
const onePer = (thing: string): TableRule => ({ kind: 'one_per', thing });
const withParent = (parent: string): TableRule => ({ kind: 'with', parent });
const soon = (after: string): TableRule => ({ kind: 'soon', after });
const days = (setting: keyof Retention, but = ''): TableRule => ({ kind: 'days', setting, but });

const SET_BY_PEOPLE = 'people set it';

/**
 * Every table of the schema. A test holds it against the real one, so that a migration that adds a table says what becomes of its rows; whose rows they are when a
 * tenant is removed is said in `TENANT_ROWS`.
 */
export const TABLE_RULES: Readonly<Record<string, TableRule>> = {
  // Records, and what is known of them.
  record: kept('it is what people query; one that is gone is inactive, and stays until it is erased'),
  external_reference: onePer('record and stream that knows it'),
  reference_set: onePer('stream and record type'),
  reference_base: onePer('reference of a job that goes both ways'),
  projection: onePer('reference of a shared record'),
  local_side: onePer('record that was edited here'),
  match_key: onePer('key of a reference'),
  record_link: onePer('link that a record has had'),
  record_creation: onePer(
    'run that created records, for as long as these are there: who made them is told from it',
  ),
  record_change: days(
    'changeDays',
    'the latest change of each record, and edits that no run has followed, where they are still asked for',
  ),
  past_execution: withParent('record_change, or record_creation'),
  journal_cursor: onePer('installation'),
  record_merge: kept('a merge can be undone at any time'),
  kept_apart: kept('people have decided it'),
  record_erasure: kept('it proves that values were erased, and keeps them from coming back'),
  match_review: days('changeDays', 'open ones'),
  local_change: soon('it was pushed: one a record and job'),
  conflict: days('resolvedFailureDays', 'those that are open or not carried out'),
  failure: days(
    'resolvedFailureDays',
    'those that are open; discarded ones stay, so that they are not told again',
  ),
  flip_flop: soon('a day: one a reference'),
  // Runs.
  execution: days('runDays', 'those that are needed, as said below'),
  ...Object.fromEntries(LEFT_BY_RUNS.map(({ table }) => [table, withParent('execution')])),
  execution_error: days('errorLogDays', ''),
  push_intent: days('resolvedFailureDays', 'those that are not settled'),
  page_spill: soon('a day'),
  plan: days('runDays', 'those whose run is there, or that say which records of both sides are one'),
  plan_page: soon('the plan has expired'),
  plan_change: soon('the plan has expired'),
  pairing: onePer('job that goes both ways'),
  pairing_record: soon('the plan has expired, or it is carried out'),
  trigger: days('runDays', 'those whose run is there'),
  schedule_slot: days('runDays', 'the latest of each job'),
  group_run: days('runDays', 'the latest of each group'),
  group_run_job: withParent('group_run'),
  watermark: onePer('job'),
  watermark_history: days('runDays', 'the latest of each job'),
  dedupe_run: days('runDays', 'the latest of each record type'),
  dedupe_pair: withParent('dedupe_run'),
  // What comes in, and what is told.
  webhook_delivery: days('deliveryDays', 'those that wait, or whose word a run still goes by'),
  trigger_message: days('triggerMessageDays'),
  trigger_topic: days('triggerMessageDays', 'those that are listened to'),
  event_fact: soon('it was made an event, within seconds'),
  lifecycle_event: days('eventDays'),
  event_sequence: withParent('execution, trigger; else one row per record, job or connection'),
  event_cursor: onePer('reader of events'),
  notification: days('eventDays', 'those that wait'),
  notification_cursor: onePer('tenant'),
  model_call: soon('90 days'),
  audit_event: days('auditDays'),
  audit_change: days('auditDays'),
  outbox: soon('it was published, within seconds'),
  stuck_message: kept('a person has to look at it'),
  bus_outage: days('runDays'),
  // What people set, with what is known of it now.
  ...Object.fromEntries(
    [
      ...['tenant', 'connection', 'credential', 'job', 'job_revision', 'record_type', 'record_type_revision'],
      ...['sync_group', 'sync_group_job', 'webhook_endpoint', 'model', 'notification_channel', 'api_key'],
      ...['engine_setting', 'configured_object', 'secret_reference'],
    ].map((table) => [table, kept(SET_BY_PEOPLE)]),
  ),
  control: onePer('connection that is held'),
  notification_condition: onePer('job'),
  notification_webhook_condition: onePer('webhook'),
  record_view: onePer('record type'),
  stream_shape: onePer('stream'),
  stream_shape_version: onePer('change of a shape, the latest 500 of each stream'),
  access_token: onePer('grant of a connection'),
  kept_answer: soon('a day, when its connection reads again'),
  breaker_state: onePer('connection'),
  call_tally: soon('an hour'),
  quota_ledger: onePer('connection'),
  kept_key: onePer('installation'),
  store_place: onePer('installation'),
  schema_migration: onePer('migration'),
};
