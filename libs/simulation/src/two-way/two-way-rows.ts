import type { Agreement, IntentState, JsonObject, WriteKind } from '@evenkeel/domain';
import type { Monitor } from '../database/monitor.js';

export interface SeenRecord {
  readonly id: string;
  readonly data: JsonObject;
  readonly isActive: boolean;
  /** Why it is not. */
  readonly cause: string | null;
  readonly version: number;
}

export interface SeenWritten {
  readonly id: string;
  readonly externalId: string;
  readonly record: string;
  readonly isActive: boolean;
  readonly cause: string | null;
  readonly agreed: Agreement | null;
}

export interface SeenIntent {
  readonly id: string;
  readonly record: string;
  readonly externalId: string | null;
  readonly kind: WriteKind;
  readonly state: IntentState;
  /** When its call was made; null: it was not yet. */
  readonly sentAt: string | null;
}

/** A change of a record here; what it held before, and by whom: null: by an execution. */
export interface SeenChange {
  readonly record: string;
  readonly before: JsonObject;
  readonly actor: string | null;
  readonly action: string | null;
}

/** What waits for people: a conflict, or a reference of a record that is left alone. */
export interface SeenWaiting {
  readonly id: string;
  readonly externalId: string;
}

/** Rows that only jobs which write have. */
export interface TwoWayRows {
  readonly records: readonly SeenRecord[];
  readonly written: readonly SeenWritten[];
  readonly intents: readonly SeenIntent[];
  /** In the order in which they were made. */
  readonly changes: readonly SeenChange[];
  /** Records with a change that is to be sent. */
  readonly pending: readonly string[];
  /** What is kept as a failure: keys, ids of the provider's records, and codes. */
  readonly failures: readonly {
    readonly key: string;
    readonly externalId: string | null;
    readonly code: string;
  }[];
  /** Outcomes of the latest bulk run that are told one by one. */
  readonly told: readonly { readonly externalId: string | null; readonly outcome: string }[];
  readonly conflicts: readonly SeenWaiting[];
  /** What goes back and forth, and is left alone. */
  readonly quarantined: readonly SeenWaiting[];
  /** Why the last bulk run ended as it did; null: there is nothing to say. */
  readonly reason: { readonly code?: string; readonly message: string } | null;
}

export const NO_ROWS: TwoWayRows = {
  records: [],
  written: [],
  intents: [],
  changes: [],
  pending: [],
  failures: [],
  told: [],
  conflicts: [],
  quarantined: [],
  reason: null,
};

const list = (columns: string, from: string) =>
  `coalesce((select json_agg(row_to_json(row)) from (select ${columns} from ${from}) row), '[]')`;

const ROWS = `select json_build_object(
  'records', ${list(
    `id::text as id, data, inactive_at is null as "isActive", inactive_cause as cause, version`,
    'record order by record.id',
  )},
  'written', ${list(
    `e.id::text as id, e.external_id as "externalId", e.record_id::text as record, e.inactive_at is null as "isActive",
     e.inactive_cause as cause, b.agreed`,
    'external_reference e left join reference_base b on b.reference_id = e.id order by e.id',
  )},
  'intents', ${list(
    `id, record_id::text as record, external_id as "externalId", kind, state, sent_at as "sentAt"`,
    'push_intent order by push_intent.id',
  )},
  'changes', ${list(
    'record_id::text as record, data_before as before, actor, action',
    'record_change order by record_change.id',
  )},
  'pending', coalesce((select json_agg(record_id::text) from local_change), '[]'),
  'failures', ${list(
    `key, external_id as "externalId", code`,
    `failure where state in ('retrying', 'dead') order by failure.id`,
  )},
  'told', ${list(
    `o.external_id as "externalId", o.outcome`,
    `outcome o join chunk c on c.id = o.chunk_id where c.execution_id =
       any(select distinct on (job_id) id from execution where lane = 'bulk' order by job_id, id desc) order by 1, 2`,
  )},
  'conflicts', ${list(
    `f.id, e.external_id as "externalId"`,
    `conflict f join external_reference e on e.id = f.reference_id where f.state in ('open', 'proposing') order by f.id`,
  )},
  'quarantined', ${list(
    `e.id::text as id, e.external_id as "externalId"`,
    'flip_flop f join external_reference e on e.id = f.reference_id where f.quarantined_at is not null order by e.id',
  )},
  'reason', (select reason from execution where lane = 'bulk' order by id desc limit 1)) as rows`;

export async function readRows(monitor: Monitor): Promise<TwoWayRows> {
  const [row] = await monitor.rows<{ rows: TwoWayRows }>(ROWS, [], 'two-way-rows');
  if (row === undefined) throw new Error('The database did not tell what it holds');
  return row.rows;
}
