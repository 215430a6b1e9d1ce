import { holderOf, OUTCOMES, type Controls, type ExecutionStatus } from '@evenkeel/domain';
import type { Monitor } from '../database/monitor.js';

export interface SeenExecution {
  readonly id: string;
  readonly job: string;
  readonly trigger: string;
  readonly lane: 'bulk' | 'single';
  readonly status: ExecutionStatus;
  readonly epoch: number;
  readonly balanced: boolean | null;
  /** Inputs of its receipt: fetched and replayed. */
  readonly inputs: number | null;
}

export interface SeenChunk {
  readonly id: string;
  readonly execution: string;
  readonly epoch: number;
  readonly state: string;
  readonly attempt: number;
  readonly pages: number;
  /** Fetched and replayed. */
  readonly inputs: number;
  /** The sum of its outcomes. */
  readonly outcomes: number;
  readonly cursor: string | null;
  /** When the lease of its claim ends. */
  readonly leaseUntil: string | null;
}

export interface SeenPage {
  readonly chunk: string;
  readonly no: number;
  readonly attempt: number;
  readonly cursorIn: string | null;
  readonly cursorOut: string | null;
  readonly inputs: number;
  readonly outcomes: number;
}

export interface SeenReference {
  readonly id: string;
  readonly stream: string;
  /** What its record holds: `version` as the provider counts it. */
  readonly data: { readonly id: string; readonly version: number } | null;
  readonly recordVersion: number | null;
  /** Before-images of the record. */
  readonly changes: number;
  readonly observedAt: string;
  /** Taken for gone at the provider. */
  readonly inactive: boolean;
}

export interface SeenTrigger {
  readonly id: string;
  readonly job: string;
  readonly kind: string;
  readonly actor: string;
  readonly state: string;
}

/** All committed rows that promises are about, at one moment. */
export interface Snapshot {
  /** The engine's clock when it was taken. */
  readonly at: string;
  /** What people let the connection and the engine do. */
  readonly controls: Controls;
  /** When it was first seen that an execution is held, for each that is. */
  readonly heldSince: ReadonlyMap<string, string>;
  readonly executions: readonly SeenExecution[];
  readonly chunks: readonly SeenChunk[];
  readonly pages: readonly SeenPage[];
  readonly references: readonly SeenReference[];
  readonly triggers: readonly SeenTrigger[];
  /** Job name, value: in the order in which they were saved. */
  readonly watermarks: readonly (readonly [job: string, value: string])[];
  readonly slots: readonly { readonly job: string; readonly dueAt: string }[];
  /** Ids of records that are kept as failures. */
  readonly failing: readonly string[];
  readonly unpublished: number;
}

export const NOTHING_YET: Snapshot = {
  at: new Date(0).toISOString(),
  controls: { engine: 'running', connection: 'running' },
  heldSince: new Map(),
  executions: [],
  chunks: [],
  pages: [],
  references: [],
  triggers: [],
  watermarks: [],
  slots: [],
  failing: [],
  unpublished: 0,
};

const COUNTED = OUTCOMES.join(' + ');
const list = (columns: string, from: string) =>
  `coalesce((select json_agg(row_to_json(row)) from (select ${columns} from ${from}) row), '[]')`;

const SNAPSHOT = `select json_build_object(
  'controls', json_build_object(
    'engine', coalesce((select state from control where connection_id is null), 'running'),
    'connection', coalesce((select state from control where connection_id is not null), 'running')),
  'executions', ${list(
    `e.id, j.name as job, trigger_id as trigger, lane, status, epoch, (receipt->>'balanced')::boolean as balanced,
     (receipt->>'fetched')::int + coalesce((receipt->>'replayed')::int, 0) as inputs`,
    'execution e join job j on j.id = e.job_id order by e.id',
  )},
  'chunks', ${list(
    `id, execution_id as execution, epoch, state, attempt, pages_applied as pages, fetched + replayed as inputs, ${COUNTED} as outcomes, cursor,
     lease_until as "leaseUntil"`,
    'chunk order by id',
  )},
  'pages', ${list(
    `chunk_id as chunk, page_no as no, attempt, cursor_in as "cursorIn", cursor_out as "cursorOut",
     cardinality(seen) as inputs, ${COUNTED} as outcomes`,
    'page_result order by chunk_id, page_no',
  )},
  'references', ${list(
    `f.external_id as id, s.stream, r.data, r.version as "recordVersion", f.observed_at as "observedAt",
     f.inactive_at is not null as inactive, (select count(*) from record_change c where c.record_id = f.record_id) as changes`,
    'external_reference f join reference_set s on s.id = f.set_id left join record r on r.id = f.record_id order by f.id',
  )},
  'triggers', ${list('t.id, j.name as job, kind, actor, state', 'trigger t join job j on j.id = t.job_id order by t.id')},
  'watermarks', coalesce((select json_agg(json_build_array(j.name, w.value) order by w.id)
    from watermark_history w join job j on j.id = w.job_id), '[]'),
  'slots', ${list('j.name as job, due_at as "dueAt"', 'schedule_slot s join job j on j.id = s.job_id order by due_at')},
  'failing', coalesce((select json_agg(coalesce(external_id, raw::jsonb->>'id')) from failure
    where state in ('retrying', 'dead')), '[]'),
  'unpublished', (select count(*) from outbox)) as snapshot`;

type Rows = Omit<Snapshot, 'at' | 'heldSince'>;

/** `before` is the one that was taken last. */
export async function takeSnapshot(monitor: Monitor, now: Date, before: Snapshot): Promise<Snapshot> {
  const [row] = await monitor.rows<{ snapshot: Rows }>(SNAPSHOT, [], 'snapshot');
  if (row === undefined) throw new Error('The database did not tell what it holds');
  const at = now.toISOString();
  const held = heldIn(row.snapshot).map((id) => [id, before.heldSince.get(id) ?? at] as const);
  return { ...row.snapshot, at, heldSince: new Map(held) };
}

function heldIn({ executions, controls }: Pick<Snapshot, 'executions' | 'controls'>): readonly string[] {
  const isHeld = holderOf(controls) !== null;
  return executions.filter(({ status }) => isHeld || status === 'paused').map(({ id }) => id);
}
