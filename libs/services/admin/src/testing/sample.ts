import type { ConnectionView, JobView } from '@evenkeel/contracts-admin';
import {
  describeProblem,
  NO_OUTCOMES,
  NEW_EXECUTION,
  SyncError,
  type Chunk,
  type Execution,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { UuidIds } from '@evenkeel/adapter-node-runtime';
import type { StartedAdmin } from './start-admin.js';

const ids = new UuidIds();
let made = 0;

export async function sampleConnection({ http }: StartedAdmin): Promise<ConnectionView> {
  const answer = await http.post('/api/v1/connections').send({
    name: `provider ${++made}`,
    connector: 'provider',
    settings: { baseUrl: 'http://127.0.0.1:1' },
    credentials: { token: 'very secret' },
  });
  expect(answer.status).toBe(201);
  return answer.body as ConnectionView;
}

export async function sampleJob(admin: StartedAdmin): Promise<JobView> {
  const connection = await sampleConnection(admin);
  const answer = await admin.http.post('/api/v1/jobs').send({
    name: `job ${++made}`,
    connection: connection.name,
    stream: 'customers',
    recordType: 'customer',
  });
  expect(answer.status).toBe(201);
  return answer.body as JobView;
}

/** An execution with one chunk that a worker holds, as the reconciler, coordinator and executor would leave it. */
export async function sampleExecution(
  { http, database }: StartedAdmin,
  job: JobView,
  changes: Partial<Execution> = {},
): Promise<{ readonly execution: Execution; readonly chunk: Chunk }> {
  const run = await http.post(`/api/v1/jobs/${job.id}/runs`).set('Evenkeel-Actor', 'ada').send({});
  const triggerId = (run.body as { id: string }).id;
  const now = new Date();
  const execution: Execution = {
    ...NEW_EXECUTION,
    id: ids.next(),
    tenantId: '00000000-0000-0000-0000-000000000001',
    jobId: job.id,
    jobRevision: 1,
    triggerId,
    triggerKind: 'manual',
    actor: 'ada',
    lane: 'bulk',
    mode: 'full',
    scope: { kind: 'full' },
    status: 'running',
    phase: 'fetching',
    requestedAt: now,
    startedAt: now,
    deadline: new Date(now.getTime() + 3_600_000),
    priority: 'medium',
    path: { kind: 'primary', why: 'as the job says' },
    clockSince: now,
    ...changes,
  };
  const chunk: Chunk = {
    id: ids.next(),
    executionId: execution.id,
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
  };
  await database.tenant.transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.chunks.insert([chunk]);
    await tx.triggers.settle(triggerId, 'opened', execution.id);
  });
  await database.system.transaction(async (tx) => {
    await tx.chunkQueue.assign([chunk.id]);
    await tx.chunkQueue.claim(chunk.id, 'a worker', 60_000);
  });
  return { execution, chunk };
}

/** A page of the chunk with five records, one of them rejected, as ingestion would leave it. */
export async function applyPage({ database }: StartedAdmin, chunk: Chunk): Promise<void> {
  await database.tenant.transaction(async (tx) => {
    await tx.chunks.lock(chunk.id);
    await advanceByPage(tx, chunk);
  });
}

/** The chunk must be locked. */
export async function advanceByPage(tx: Transaction, { id: chunkId, executionId }: Chunk): Promise<void> {
  const outcomes = { ...NO_OUTCOMES, created: 4, rejected: 1 };
  const advance = { chunkId, executionId, cursor: 'page 2', pages: 1, outcomes, bound: null, end: false };
  const result = {
    pageNo: 0,
    attempt: 1,
    cursorIn: null,
    cursorOut: 'page 2',
    observedAt: '2026-11-21T12:00:00.000Z',
    outcomes,
    seen: (['created', 'created', 'created', 'created', 'rejected'] as const).map((outcome) => ({
      referenceId: null,
      outcome,
    })),
  };
  const rejected = {
    pageNo: 0,
    position: 4,
    externalId: 'c5',
    outcome: 'rejected',
    problem: describeProblem(new SyncError('record.required_field_missing', 'email is missing')),
    raw: '{"id":"c5"}',
  };
  await tx.pages.advance(advance, [result], [rejected]);
}
