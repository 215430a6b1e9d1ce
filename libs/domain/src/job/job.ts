import type { ConnectionId, JobId, TenantId } from '../ids.js';
import type { PathChoice } from '../dispatch/pace.js';
import type { Priority } from '../dispatch/priority.js';
import type { DeriveRule, LinkRule } from '../derive/derive-rule.js';
import type { Filter } from '../filter/filter.js';
import type { FullEvery } from '../full-run/full-every.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import type { SchemaPolicy } from '../shape/stream-shape.js';
import type { JsonObject } from '../json.js';
import type { Schedule } from '../schedule/schedule.js';
import type { TopicListening } from '../trigger-message/topic-listening.js';
import type { JobMode } from './job-mode.js';

/** What happens to a bulk trigger while a bulk run of the job is active. */
export const OVERLAP_POLICIES = ['queue_one', 'skip'] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** What happens to slots that fell due while no scheduler was up. */
export const MISFIRE_POLICIES = ['run_once', 'skip'] as const;
export type MisfirePolicy = (typeof MISFIRE_POLICIES)[number];

/** Which records a run may write: all, only those that are not here yet, or only those that are. */
export const WRITE_POLICIES = ['upsert', 'create_only', 'update_only'] as const;
export type WritePolicy = (typeof WRITE_POLICIES)[number];

/** Which way records go: into the store, out of it, or both in one run. A job that goes out writes to the provider. */
export const DIRECTIONS = ['inbound', 'outbound', 'bidirectional'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What a job that goes out does where a record is not active here any more: nothing, or have the provider delete, or deactivate, its own. */
export const DELETE_POLICIES = ['ignore', 'delete', 'deactivate'] as const;
export type DeletePolicy = (typeof DELETE_POLICIES)[number];

/** What events tell of records that a job changes: nothing, which of their fields, or their values as well. */
export const RECORD_EVENTS = ['off', 'fields', 'values'] as const;
export type RecordEvents = (typeof RECORD_EVENTS)[number];

/** How many records one run may inactivate without asking: the larger of the two. */
export interface DeleteCeiling {
  /** Of the records that were active when the run began. */
  readonly percent: number;
  readonly records: number;
}

/** What a run may be at most for its result to count; null: any. A run outside of it fails and is not tried again. */
export interface JobContract {
  /** Of the records that the job wants, how many may be rejected. */
  readonly maxRejectedPercent: number | null;
  /** How many records a run of all of them reads. */
  readonly minRecords: number | null;
  /** How many records any run of the stream reads. */
  readonly maxRecords: number | null;
}

/** What a job says; each change of it is a new revision, and an execution keeps the one it started with. */
export interface JobDefinition {
  readonly stream: string;
  readonly recordType: string;
  readonly direction: Direction;
  /** Only of a job that goes out. */
  readonly deletePolicy: DeletePolicy;
  /**
   * Only of a job that goes out: its first run creates every record although the provider has some already, which are not paired with
   * ours.
   */
  readonly createsUnpaired: boolean;
  /** Only of a job that goes both ways: the fields of the local record by which records that both sides hold already are recognised as one; empty: none is. */
  readonly pairBy: readonly string[];
  /** Only of a job that goes out: an update may remove what the provider has in fields that the mapping does not name. */
  readonly replacesUnmapped: boolean;
  /** Only of a job that goes both ways: what others change at the provider between its readings and its writes may be written over. */
  readonly writesUnchecked: boolean;
  /** Only of a job that goes out: what is changed here starts a run by itself. */
  readonly pushOnChange: boolean;
  /** Only of a job that goes both ways: what decides where both sides changed the same; null: a person does. */
  readonly conflictPolicy: JsonObject | null;
  readonly mode: JobMode;
  readonly schedule: Schedule | null;
  /** How long incremental runs go on before a full one takes the place of one. */
  readonly fullEvery: FullEvery;
  readonly webhook: boolean;
  /** Whether messages on a trigger topic that name records of its stream start runs of them. */
  readonly event: boolean;
  /** The topic of another system whose records tell of changes at the provider; null: none. */
  readonly listen: TopicListening | null;
  /** Which of the provider's records the job is about; null: all. */
  readonly filter: Filter | null;
  /** The fields of the provider's record that the mapping sees, as dotted paths; empty: all. */
  readonly fields: readonly string[];
  readonly writePolicy: WritePolicy;
  readonly schemaPolicy: SchemaPolicy;
  /** A bulk run makes its plan and waits until a person approves it. */
  readonly requiresApproval: boolean;
  /** Empty: the provider's record is kept as it is. */
  readonly mapping: readonly MappingRule[];
  /** Further records that are made of parts of the provider's record. */
  readonly derive: readonly DeriveRule[];
  /** Records of other streams that the provider's record names. */
  readonly links: readonly LinkRule[];
  /** How long a record waits for one that it needs before that is told as a failure. */
  readonly parkedAfterHours: number;
  /** Records a page; null: what the connector states for the stream, else 100. */
  readonly pageSize: number | null;
  /** Records a slice should have where the provider can be cut by number, 100 to 50,000. */
  readonly chunkSize: number;
  readonly priority: Priority;
  readonly path: PathChoice;
  /** Jobs whose latest bulk execution must have completed before a bulk run of this one begins. */
  readonly dependsOn: readonly JobId[];
  /** The wait after a page before the next of its chunk is asked for; null: what the path says. */
  readonly delayBetweenBatchesMs: number | null;
  readonly timeoutMinutes: number;
  /** How long its last success may be ago before people are told; null: that does not matter. */
  readonly freshnessTargetMinutes: number | null;
  /** Whether other systems are told of each record that changes. */
  readonly recordEvents: RecordEvents;
  /** How far before the watermark an incremental run reads again, in seconds. */
  readonly overlapSeconds: number;
  readonly overlapPolicy: OverlapPolicy;
  readonly misfirePolicy: MisfirePolicy;
  /** Executions a record may fail in; then it is a dead letter. 1 to 10. */
  readonly deadLetterAfter: number;
  /** Whether an execution that failed or timed out is tried again as a whole, and how often: 1 to 10. */
  readonly retryOnFailure: boolean;
  readonly maxRetries: number;
  readonly deleteCeiling: DeleteCeiling;
  readonly contract: JobContract;
}

export interface Job {
  readonly id: JobId;
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
  readonly name: string;
  readonly revision: number;
  readonly definition: JobDefinition;
  /** Absent: it is there. A removed job begins nothing any more, its history stays. */
  readonly removedAt?: Date;
}

export const JOB_DEFAULTS = {
  direction: 'inbound',
  deletePolicy: 'ignore',
  createsUnpaired: false,
  pairBy: [],
  replacesUnmapped: false,
  writesUnchecked: false,
  pushOnChange: false,
  conflictPolicy: null,
  mode: 'incremental',
  schedule: null,
  fullEvery: 'default',
  webhook: false,
  event: false,
  listen: null,
  filter: null,
  fields: [],
  writePolicy: 'upsert',
  schemaPolicy: 'evolve',
  requiresApproval: false,
  mapping: [],
  derive: [],
  links: [],
  parkedAfterHours: 168,
  pageSize: null,
  chunkSize: 5_000,
  priority: 'medium',
  path: 'auto',
  delayBetweenBatchesMs: null,
  dependsOn: [],
  timeoutMinutes: 60,
  freshnessTargetMinutes: null,
  recordEvents: 'off',
  overlapSeconds: 600,
  overlapPolicy: 'queue_one',
  misfirePolicy: 'run_once',
  deadLetterAfter: 3,
  retryOnFailure: true,
  maxRetries: 3,
  deleteCeiling: { percent: 10, records: 100 },
  contract: { maxRejectedPercent: null, minRecords: null, maxRecords: null },
} as const satisfies Partial<JobDefinition>;
