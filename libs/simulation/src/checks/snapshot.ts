import {
  holderOf,
  type Controls,
  type ExecutionStatus,
  type GroupMember,
  type JsonObject,
  type Lane,
  type PlanState,
  type Scope,
  type SliceKind,
} from '@evenkeel/domain';
import type { Monitor } from '../database/monitor.js';
import { NOTHING_JOINED, type JoinedRows } from './joined-snapshot.js';
import { NOTHING_MATCHED, type MatchedRows } from '../matched/checks/matched-snapshot.js';
import { SNAPSHOT } from './snapshot-query.js';
import { NOTHING_TOLD, type ToldRows } from './told-snapshot.js';

export interface SeenExecution {
  readonly id: string;
  readonly job: string;
  readonly trigger: string;
  readonly lane: Lane;
  readonly status: ExecutionStatus;
  readonly epoch: number;
  readonly balanced: boolean | null;
  /** Inputs of its receipt: fetched and replayed. */
  readonly inputs: number | null;
  /** The source had nothing new for it, and what it tried again failed again: all that it had has failed. */
  readonly hasOnlyReplayed: boolean;
  /** Whether it is to be tried again. */
  readonly isDue: boolean;
  /** Whether it waits for a run of another job, of which none is under way. */
  readonly isWaiting: boolean;
  /** The plan that it carries out. */
  readonly follows: string | null;
  /** What it reads. */
  readonly scope: Scope['kind'];
  readonly isPreview: boolean;
  /** When it began, or when the plan was made that it carries out; null: it never began. */
  readonly since: string | null;
}

export interface SeenChunk {
  readonly id: string;
  readonly execution: string;
  readonly epoch: number;
  readonly kind: SliceKind;
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
  /** What speaks against its listing having given everything. */
  readonly doubt: string | null;
  /** Entries of its listing so far. */
  readonly listed: number;
  /** Of its outcomes: records that were announced as gone, or gone when they were asked for. */
  readonly inactivated: number;
  /** How often its listing began anew. */
  readonly generation: number;
}

export interface SeenPage {
  readonly chunk: string;
  readonly no: number;
  readonly attempt: number;
  readonly generation: number;
  readonly cursorIn: string | null;
  readonly cursorOut: string | null;
  readonly inputs: number;
  readonly outcomes: number;
  /** When it was asked for, by the engine's clock. */
  readonly observedAt: string;
  /** Packed: which reference had which outcome. */
  readonly seen: readonly string[];
}

export interface SeenReference {
  /** The provider's. */
  readonly id: string;
  /** The engine's. */
  readonly reference: string;
  readonly stream: string;
  /** What its record holds: `version` as the provider counts it. */
  readonly data: { readonly id: string; readonly version: number; readonly twin?: true } | null;
  /** The engine's id of its record, which others may have as well, and all that the record says. */
  readonly record: string | null;
  readonly recordData: JsonObject | null;
  readonly recordVersion: number | null;
  /** Before-images of the record. */
  readonly changes: number;
  /** The execution that left the last one. */
  readonly changedBy: string | null;
  readonly observedAt: string;
  /** Taken for gone at the provider. */
  readonly inactive: boolean;
  /** It is to be read as if for the first time; left out: it is not. */
  readonly isUnread?: boolean;
  /** The execution that did so last. */
  readonly inactiveBy: string | null;
  /** It was announced as gone, or gone when it was asked for. */
  readonly goneAlone: boolean;
  /** Why it is inactive. */
  readonly cause: string | null;
  readonly inactiveAt: string | null;
  /** When its record was written last, whatever was written. */
  readonly touchedAt: string;
}

export interface SeenTrigger {
  readonly id: string;
  readonly job: string;
  readonly kind: string;
  readonly actor: string;
  readonly state: string;
  /** The execution that it tries again as a whole. */
  readonly retryOf: string | null;
  readonly acceptedAt: string;
  /** The records that it names, where deliveries became it. */
  readonly named?: readonly string[] | null;
}

/** A message of another system that was taken. */
export interface SeenMessage {
  /** The sender's name of it. */
  readonly id: string;
  readonly state: string;
}

export interface SeenPlan {
  readonly id: string;
  readonly job: string;
  readonly state: PlanState;
  readonly expiresAt: string;
}

/** What a listing that has ended said of records that are gone. */
export interface SeenCloseOut {
  readonly execution: string;
  readonly complete: boolean;
  /** When the run began whose listing it was. */
  readonly since: string;
  /** How many records a run may inactivate by itself, or because the plan was approved that foresaw so many. */
  readonly ceiling: number;
  /** Whether a person has said so. */
  readonly granted: boolean;
  readonly inactivated: number;
}

/** A job in the latest run of its group. */
export type SeenMember = GroupMember & { readonly run: string };

export interface SeenRemoval {
  readonly job: string;
  readonly stream: string;
  /** Whether its references are still to be dropped. */
  readonly detaching: boolean;
  /** Whether nothing of it is left to be done. */
  readonly settled: boolean;
}

/** That the status of an execution changed. */
export interface SeenFact {
  readonly execution: string;
  /** Null: it is new. */
  readonly from: string | null;
  readonly to: string;
}

/** All committed rows that promises are about, at one moment. */
export interface Snapshot extends JoinedRows, MatchedRows, ToldRows {
  /** The engine's clock when it was taken. */
  readonly at: string;
  /** What people let the connection and the engine do. */
  readonly controls: Controls;
  /** When it was first seen that an execution is held, for each that is. */
  readonly heldSince: ReadonlyMap<string, string>;
  /** Executions that were ever seen to be held. */
  readonly everHeld: ReadonlySet<string>;
  readonly executions: readonly SeenExecution[];
  readonly chunks: readonly SeenChunk[];
  readonly pages: readonly SeenPage[];
  readonly references: readonly SeenReference[];
  readonly triggers: readonly SeenTrigger[];
  readonly messages: readonly SeenMessage[];
  /** Job name, value: in the order in which they were saved. */
  readonly watermarks: readonly (readonly [job: string, value: string])[];
  readonly slots: readonly { readonly job: string; readonly dueAt: string }[];
  /** What is told of executions, in its order. */
  readonly facts: readonly SeenFact[];
  readonly pagesTold: number;
  readonly closeOuts: readonly SeenCloseOut[];
  readonly plans: readonly SeenPlan[];
  /** When it was first seen that a plan is made. */
  readonly madeSince: ReadonlyMap<string, string>;
  /** Ids of those that wait for a person. */
  readonly approvals: readonly string[];
  /** Ids of records that are kept as failures. */
  readonly failing: readonly string[];
  /** The same, where they failed as what they are, and when they were read. */
  readonly openFailures: readonly { readonly id: string; readonly observedAt: string }[];
  /** References that a listing missed and that were kept all the same, and by which execution. */
  readonly kept: readonly { readonly execution: string; readonly reference: string }[];
  /** References that were announced as gone and had to wait for a person. */
  readonly parked: readonly string[];
  /** Whether the provider is said to have refused our credentials. */
  readonly needsAttention: boolean;
  readonly groupMembers: readonly SeenMember[];
  readonly removals: readonly SeenRemoval[];
  readonly unpublished: number;
}

export const NOTHING_YET: Snapshot = {
  ...NOTHING_JOINED,
  ...NOTHING_MATCHED,
  ...NOTHING_TOLD,
  at: new Date(0).toISOString(),
  controls: { engine: 'running', connection: 'running' },
  heldSince: new Map(),
  everHeld: new Set(),
  executions: [],
  chunks: [],
  pages: [],
  references: [],
  triggers: [],
  messages: [],
  watermarks: [],
  slots: [],
  facts: [],
  pagesTold: 0,
  closeOuts: [],
  plans: [],
  madeSince: new Map(),
  approvals: [],
  failing: [],
  openFailures: [],
  kept: [],
  parked: [],
  needsAttention: false,
  groupMembers: [],
  removals: [],
  unpublished: 0,
};

type Rows = Omit<Snapshot, 'at' | 'heldSince' | 'everHeld' | 'madeSince'>;

/** `before` is the one that was taken last. */
export async function takeSnapshot(monitor: Monitor, now: Date, before: Snapshot): Promise<Snapshot> {
  const [row] = await monitor.rows<{ snapshot: Rows }>(SNAPSHOT, [], 'snapshot');
  if (row === undefined) throw new Error('The database did not tell what it holds');
  const at = now.toISOString();
  const since = (known: ReadonlyMap<string, string>, ids: readonly string[]) =>
    new Map(ids.map((id) => [id, known.get(id) ?? at]));
  const made = row.snapshot.plans.filter(({ state }) => state !== 'making').map(({ id }) => id);
  const heldSince = since(before.heldSince, heldIn(row.snapshot));
  const everHeld = new Set([...before.everHeld, ...heldSince.keys()]);
  return { ...row.snapshot, at, heldSince, everHeld, madeSince: since(before.madeSince, made) };
}

/** The same once messages were relayed, and nothing else was written. */
export async function afterRelay(monitor: Monitor, now: Date, before: Snapshot): Promise<Snapshot> {
  const [row] = await monitor.rows<{ left: number }>('select count(*)::int as left from outbox', [], 'left');
  return { ...before, at: now.toISOString(), unpublished: row?.left ?? 0 };
}

function heldIn({ executions, controls }: Pick<Snapshot, 'executions' | 'controls'>): readonly string[] {
  const isHeld = holderOf(controls) !== null;
  return executions.filter(({ status }) => isHeld || status === 'paused').map(({ id }) => id);
}
