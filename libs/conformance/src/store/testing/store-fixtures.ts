import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  DEFAULT_MODEL_BUDGET,
  DEFAULT_TENANT,
  JOB_DEFAULTS,
  NO_OUTCOMES,
  NEW_EXECUTION,
  type Chunk,
  type Connection,
  type Execution,
  type Job,
  type JobDefinition,
  type Model,
  type Outcome,
  type RecordWrite,
  type ReferenceSet,
  type TenantId,
  type Trigger,
} from '@evenkeel/domain';
import type { ChunkAdvance, PageResult, Transaction, Transactions } from '@evenkeel/ports';
import type { StoreWorld } from './store-world.js';

/** A UUID that grows with time, as the engine's ids do. */
let ids = 0;
export function newId(): string {
  const time = (Date.now() * 16 + (ids++ % 16)).toString(16).padStart(13, '0').slice(-13);
  const order = (ids % 0x1000).toString(16).padStart(3, '0');
  const random = randomBytes(8).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${order}-8${random.slice(0, 3)}-${random.slice(3, 15)}`;
}

export function someConnection(changes: Partial<Connection> = {}): Connection {
  return {
    id: randomUUID(),
    tenantId: DEFAULT_TENANT,
    name: `connection-${randomUUID()}`,
    connector: 'rest',
    settings: { url: 'http://127.0.0.1', nested: { list: [1, 'two', null] } },
    quota: null,
    retry: null,
    path: 'auto',
    status: 'active',
    statusReason: null,
    revision: 1,
    ...changes,
  };
}

export function someJob(connectionId: string, definition: Partial<JobDefinition> = {}, name?: string): Job {
  return {
    id: randomUUID(),
    tenantId: DEFAULT_TENANT,
    connectionId,
    name: name ?? `job-${randomUUID()}`,
    revision: 1,
    definition: { ...JOB_DEFAULTS, stream: 'customers', recordType: 'customer', ...definition },
  };
}

export function someModel(tenantId: TenantId, changes: Partial<Model> = {}): Model {
  const [baseUrl, name] = ['http://127.0.0.1:11434/v1', 'small'];
  const model = { id: newId(), tenantId, baseUrl, name, timeoutMs: 1_000, budget: DEFAULT_MODEL_BUDGET };
  return { ...model, revision: 1, ...changes };
}

export function someTrigger(jobId: string, changes: Partial<Trigger> = {}): Trigger {
  const whole = {
    externalIds: null,
    mode: null,
    preview: false,
    planId: null,
    approvalId: null,
    period: null,
    retryOf: null,
    asked: null,
    priority: null,
  } as const;
  return { id: newId(), jobId, kind: 'manual', actor: 'ada', ...whole, ...changes };
}

export function someExecution(jobId: string, changes: Partial<Execution> = {}): Execution {
  return {
    ...NEW_EXECUTION,
    id: newId(),
    tenantId: DEFAULT_TENANT,
    jobId,
    jobRevision: 1,
    triggerId: newId(),
    triggerKind: 'manual',
    actor: 'ada',
    lane: 'bulk',
    mode: 'full',
    scope: { kind: 'full' },
    status: 'running',
    phase: 'fetching',
    requestedAt: new Date('2026-11-01T12:00:00.123Z'),
    startedAt: new Date('2026-11-01T12:00:01.456Z'),
    priority: 'medium',
    path: { kind: 'primary', why: 'as the job says' },
    ...changes,
  };
}

export function someChunk(executionId: string, changes: Partial<Chunk> = {}): Chunk {
  return {
    id: newId(),
    executionId,
    ordinal: 0,
    epoch: 0,
    state: 'planned',
    attempt: 0,
    leaseUntil: null,
    slice: { kind: 'whole' },
    cursor: null,
    pagesApplied: 0,
    fetched: 0,
    replayed: 0,
    outcomes: NO_OUTCOMES,
    bound: null,
    waiting: 'none',
    notBefore: null,
    postponed: null,
    listed: 0,
    total: null,
    doubt: null,
    pageSize: null,
    plan: null,
    ...changes,
  };
}

export function someWrite(externalId: string, changes: Partial<RecordWrite> = {}): RecordWrite {
  return {
    externalId,
    contentHash: createHash('md5').update(externalId).digest('hex'),
    dataText: JSON.stringify({ id: externalId }),
    version: null,
    modifiedAt: null,
    observedAt: '2026-11-01T12:00:00.007Z',
    ...changes,
  };
}

export function counts(changes: Partial<Record<Outcome, number>>): Record<Outcome, number> {
  return { ...NO_OUTCOMES, ...changes };
}

/** A page whose inputs all had one outcome. */
export function somePage(
  outcome: Outcome,
  referenceIds: readonly (string | null)[],
  changes: Partial<PageResult> = {},
): PageResult {
  return {
    pageNo: 0,
    attempt: 1,
    cursorIn: null,
    cursorOut: null,
    observedAt: '2026-11-01T12:00:00.007Z',
    outcomes: counts({ [outcome]: referenceIds.length }),
    seen: referenceIds.map((referenceId) => ({ referenceId, outcome })),
    ...changes,
  };
}

export function someAdvance(chunk: Chunk, changes: Partial<ChunkAdvance> = {}): ChunkAdvance {
  return {
    chunkId: chunk.id,
    executionId: chunk.executionId,
    cursor: null,
    pages: 1,
    outcomes: NO_OUTCOMES,
    bound: null,
    end: false,
    ...changes,
  };
}

export interface Seeded {
  readonly connection: Connection;
  readonly job: Job;
  readonly set: ReferenceSet;
}

/** A connection with a job. */
export async function seedJob(
  tenant: Transactions<Transaction>,
  definition: Partial<JobDefinition> = {},
): Promise<Seeded> {
  const connection = someConnection();
  const job = someJob(connection.id, definition);
  await tenant.transaction(async (tx) => {
    await tx.connections.insert(connection, null);
    await tx.jobs.insert(job);
  });
  const { stream, recordType } = job.definition;
  return { connection, job, set: { connectionId: connection.id, stream, recordType } };
}

/** The same with an execution and one chunk. */
export async function seedChunk(
  tenant: Transactions<Transaction>,
  execution: Partial<Execution> = {},
  chunk: Partial<Chunk> = {},
): Promise<Seeded & { readonly execution: Execution; readonly chunk: Chunk }> {
  const seeded = await seedJob(tenant);
  const opened = someExecution(seeded.job.id, execution);
  const planned = someChunk(opened.id, chunk);
  await tenant.transaction(async (tx) => {
    await tx.executions.insert(opened);
    await tx.chunks.insert([planned]);
  });
  return { ...seeded, execution: opened, chunk: planned };
}

/** The same, with the chunk claimed at attempt 1. */
export async function seedClaimed({ tenant, system }: Pick<StoreWorld, 'tenant' | 'system'>) {
  const seeded = await seedChunk(tenant, {}, { state: 'assigned' });
  const claim = await system.transaction((tx) => tx.chunkQueue.claim(seeded.chunk.id, 'worker-1', 60_000));
  return { ...seeded, chunk: claim!.chunk };
}
