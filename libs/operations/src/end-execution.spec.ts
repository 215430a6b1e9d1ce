import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { drainOutbox, ListedMeter, newId, seedJob, someChunk, someExecution } from '@evenkeel/conformance';
import { DEFAULT_TENANT, endedAs, startPlan, type Execution } from '@evenkeel/domain';
import { endExecution, failAtOnce } from './end-execution.js';
import { ExecutionMetrics } from './execution-metrics.js';
import { loadExecution } from './load-execution.js';

const database = testDatabase();
const NOW = new Date('2026-11-28T12:00:00Z');
const CANCELLED = { status: 'cancelled', reason: null } as const;
const drain = () => drainOutbox(database.postgres.outbox);

async function seedExecution(changes: Partial<Execution> = {}): Promise<Execution> {
  const { store } = database.postgres;
  const { job } = await seedJob(store.of(DEFAULT_TENANT));
  const execution = someExecution(job.id, changes);
  await store.of(DEFAULT_TENANT).transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.chunks.insert([someChunk(execution.id, { epoch: execution.epoch })]);
  });
  await drain();
  return execution;
}

const end = (execution: Execution) =>
  database.tenant.transaction(async (tx) => {
    await tx.executions.lock(execution.id);
    return endExecution(tx, endedAs(execution, CANCELLED, NOW));
  });

describe('an execution that ends', () => {
  it('leaves no chunk that can move, a receipt, and a message', async () => {
    const { store } = database.postgres;
    const execution = await seedExecution();
    const ended = await end(execution);
    expect(ended).toMatchObject({ status: 'cancelled', epoch: execution.epoch + 1, finishedAt: NOW });
    await store.of(DEFAULT_TENANT).transaction(async (tx) => {
      expect(await tx.executions.find(execution.id)).toEqual(ended);
      expect(await tx.chunks.ofExecution(execution.id)).toMatchObject([{ state: 'abandoned' }]);
      expect(await tx.receipts.find(execution.id)).toMatchObject({ fetched: 0, balanced: true });
    });
    expect(await drain()).toEqual([
      {
        topic: 'evenkeel.execution-closed.v1',
        payload: { tenantId: DEFAULT_TENANT, executionId: execution.id, jobId: execution.jobId },
      },
    ]);
  });

  it('says of a plan that it was still making that it cannot be made', async () => {
    const { store } = database.postgres;
    const planId = newId();
    const execution = await seedExecution({ lane: 'preview', plan: { kind: 'preview', planId } });
    await store.of(DEFAULT_TENANT).transaction((tx) => tx.plans.insert(startPlan(planId, execution, NOW)));
    await end(execution);
    const plan = await store.of(DEFAULT_TENANT).transaction((tx) => tx.plans.find(planId));
    expect(plan).toMatchObject({ state: 'failed', summary: { failure: 'cancelled' } });
  });

  it('before it began is stored with its reason, and no message tells of it', async () => {
    const { store } = database.postgres;
    const { job } = await seedJob(store.of(DEFAULT_TENANT));
    const queued = someExecution(job.id, { status: 'queued', startedAt: null });
    const reason = { kind: 'config', code: null, message: 'No such mapping', remedy: null } as const;
    await drain();
    const failed = await store
      .of(DEFAULT_TENANT)
      .transaction((tx) => failAtOnce(tx, queued, { reason, now: NOW }));
    expect(failed).toMatchObject({ status: 'failed', reason, startedAt: NOW, finishedAt: NOW });
    expect(await store.of(DEFAULT_TENANT).transaction((tx) => tx.receipts.find(queued.id))).toMatchObject({
      fetched: 0,
    });
    expect(await drain()).toEqual([]);
  });
});

describe('ExecutionMetrics', () => {
  const execution = someExecution('job', { status: 'cancelled', startedAt: NOW });
  const finishedAt = new Date(NOW.getTime() + 90_000);

  it('counts ends by status, with seconds from the start', () => {
    const meter = new ListedMeter();
    const metrics = [new ExecutionMetrics(meter), new ExecutionMetrics(meter)];
    for (const each of metrics) each.countEnded({ ...execution, finishedAt });
    expect(meter.values.get('executions_total{job,cancelled,manual}')).toBe(2);
    expect(meter.values.get('execution_duration_seconds{job,cancelled}')).toBe(90);
  });

  it('counts one that never started without a duration', () => {
    const meter = new ListedMeter();
    new ExecutionMetrics(meter).countEnded({ ...execution, startedAt: null, finishedAt });
    expect([...meter.values.keys()]).toEqual(['executions_total{job,cancelled,manual}']);
  });
});

describe('loading an execution', () => {
  it('gives its job as it was when the execution began, and what the job keeps', async () => {
    const { store } = database.postgres;
    const execution = await seedExecution();
    const loaded = await store.of(DEFAULT_TENANT).transaction(async (tx) => {
      const job = (await tx.jobs.lock(execution.jobId))!;
      const definition = { ...job.definition, timeoutMinutes: job.definition.timeoutMinutes + 1 };
      await tx.jobs.saveRevision({ ...job, revision: 2, definition });
      return loadExecution(tx, execution.id);
    });
    expect(loaded?.job).toMatchObject({ id: execution.jobId, revision: 1 });
    expect(loaded?.references).toEqual({
      connectionId: loaded?.job.connectionId,
      stream: loaded?.job.definition.stream,
      recordType: loaded?.job.definition.recordType,
    });
  });

  it('gives nothing where there is no such execution', async () => {
    const found = database.tenant.transaction((tx) => loadExecution(tx, newId()));
    await expect(found).resolves.toBeUndefined();
  });
});
