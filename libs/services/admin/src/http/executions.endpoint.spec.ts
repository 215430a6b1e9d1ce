import { randomUUID } from 'node:crypto';
import { DEFAULT_TENANT, describeProblem, SyncError } from '@evenkeel/domain';
import type { ExecutionView } from '@evenkeel/contracts-admin';
import { newId } from '@evenkeel/conformance';
import { executionClosed, executionDue } from '@evenkeel/contracts-messages';
import type { ExecutionStatus } from '@evenkeel/domain';
import { advanceByPage, applyPage, sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const show = async (id: string) => (await admin.http.get(`/api/v1/executions/${id}`)).body as ExecutionView;
const cancel = (id: string) =>
  admin.http.post(`/api/v1/executions/${id}/cancel`).set('Evenkeel-Actor', 'ada').send({});
const resume = (id: string) => admin.http.post(`/api/v1/executions/${id}/resume`).send({});

describe('showing an execution', () => {
  it('shows live progress from its chunks, with an unknown total', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await applyPage(admin, chunk);
    const view = await show(execution.id);
    expect(view).toMatchObject({
      status: 'running',
      ended: false,
      progress: { phase: 'applying', processed: 5, total: null, percentage: null },
      trigger: { kind: 'manual', actor: 'ada' },
      receipt: { fetched: 5, created: 4, updated: 0, skipped: 0, failed: 1, balanced: true },
      chunks: [{ ordinal: 0, state: 'claimed', attempt: 1, pagesApplied: 1, fetched: 5, problem: null }],
    });
    expect(view.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('lists what happened to records that could not be applied', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await applyPage(admin, chunk);
    const answer = await admin.http.get(`/api/v1/executions/${execution.id}/outcomes`);
    expect(answer.body).toEqual({
      items: [
        expect.objectContaining({
          externalId: 'c5',
          outcome: 'rejected',
          problem: expect.objectContaining({ code: 'record.required_field_missing' }) as object,
          raw: '{"id":"c5"}',
        }),
      ],
      next: null,
    });
  });

  it('says which run of its job a queued one waits for', async () => {
    const job = await sampleJob(admin);
    const { execution: before } = await sampleExecution(admin, job);
    const queued = { ...before, id: newId(), triggerId: newId(), status: 'queued', startedAt: null } as const;
    await admin.database.tenant.transaction((tx) => tx.executions.insert(queued));
    expect((await show(queued.id)).waitsFor).toEqual([
      { name: job.name, status: 'running', executionId: before.id },
    ]);
    expect((await show(before.id)).waitsFor).toEqual([]);
  });

  it('lists those of some statuses, and refuses a filter that it does not know', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    const list = async (query: object) =>
      (await admin.http.get('/api/v1/executions').query({ job: job.id, ...query })).body as {
        items: { id: string }[];
      };
    expect((await list({ status: 'failed,running' })).items).toMatchObject([{ id: execution.id }]);
    expect((await list({ status: 'failed' })).items).toEqual([]);
    await expect(list({ status: 'broken' })).resolves.toMatchObject({ code: 'request.invalid' });
    for (const path of ['/executions', `/executions/${execution.id}`, '/engine']) {
      const answer = await admin.http.get(`/api/v1${path}`).query({ state: 'failed' });
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining('"state')]);
    }
  });

  it('lists what went wrong in it, a slice at a time', async () => {
    const { execution } = await sampleExecution(admin, await sampleJob(admin));
    const problem = describeProblem(new SyncError('provider.timeout', 'No answer within 30 s'));
    const missing = describeProblem(new SyncError('record.missing_id', 'The record has no id'));
    await admin.database.tenant.transaction((tx) =>
      tx.errorLog.add(execution.id, [
        { phase: 'retrying', externalId: 'c5', problem, attempt: 2 },
        { phase: 'applying', externalId: null, problem: missing, attempt: 1 },
      ]),
    );
    const get = (query: object) =>
      admin.http.get(`/api/v1/executions/${execution.id}/errors`).query({ limit: 1, ...query });
    const { items, next } = (await get({})).body as { items: unknown[]; next: string };
    expect(items).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        phase: 'retrying',
        externalId: 'c5',
        class: 'transient',
        code: 'provider.timeout',
        message: 'No answer within 30 s',
        recoverable: true,
        attempt: 2,
      },
    ]);
    expect((await get({ cursor: next })).body).toMatchObject({
      items: [{ externalId: null, recoverable: false }],
      next: null,
    });
    expect((await admin.http.get(`/api/v1/executions/${randomUUID()}/errors`)).status).toBe(404);
  });

  it('lists the executions of a job, newest first', async () => {
    const job = await sampleJob(admin);
    const first = await sampleExecution(admin, job);
    await cancel(first.execution.id);
    const second = await sampleExecution(admin, job);
    const answer = await admin.http.get('/api/v1/executions').query({ job: job.name });
    expect((answer.body as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([
      second.execution.id,
      first.execution.id,
    ]);
  });

  it('says so when there is none', async () => {
    const answer = await admin.http.get('/api/v1/executions/0196f5a0-0000-7000-8000-000000000001');
    expect(answer.body).toMatchObject({ status: 404, code: 'request.not_found' });
  });
});

describe('cancelling an execution', () => {
  it('delivered twice, cancels once', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await applyPage(admin, chunk);
    await admin.drainOutbox();
    const [first, second] = [await cancel(execution.id), await cancel(execution.id)];
    expect([first.status, second.status]).toEqual([200, 200]);
    const view = first.body as ExecutionView;
    expect(second.body).toEqual({ ...view, durationMs: expect.any(Number) as number });
    expect(view).toMatchObject({
      status: 'cancelled',
      ended: true,
      epoch: 1,
      reason: { kind: 'user', message: 'Cancelled by ada' },
      chunks: [{ state: 'abandoned' }],
    });
    expect(await admin.drainOutbox()).toEqual([
      expect.objectContaining({
        topic: executionClosed.topic,
        payload: { tenantId: DEFAULT_TENANT, executionId: execution.id, jobId: execution.jobId },
      }),
    ]);
  });

  it('keeps a receipt of exactly what was applied', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await applyPage(admin, chunk);
    await cancel(execution.id);
    const receipt = await admin.database.tenant.transaction((tx) => tx.receipts.find(execution.id));
    expect(receipt).toMatchObject({ fetched: 5, balanced: true, outcomes: { created: 4, rejected: 1 } });
  });

  it('waits for a page that is being applied and counts it', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    let cancelled: Promise<{ body: unknown }> | undefined;
    await admin.database.tenant.transaction(async (tx) => {
      await tx.chunks.lock(chunk.id);
      cancelled = Promise.resolve(cancel(execution.id).then((answer) => answer));
      await new Promise((resolve) => setTimeout(resolve, 150));
      await advanceByPage(tx, chunk);
    });
    expect((await cancelled)?.body).toMatchObject({
      status: 'cancelled',
      receipt: { fetched: 5, created: 4 },
    });
  });

  it('takes the claim away from the worker that holds a chunk', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await cancel(execution.id);
    const position = await admin.database.tenant.transaction((tx) =>
      tx.chunkLeases.renew(chunk.id, 1, 60_000),
    );
    expect(position).toBeUndefined();
  });

  it('refuses one that has ended otherwise', async () => {
    const finished = { status: 'failed' as ExecutionStatus, finishedAt: new Date() };
    const { execution } = await sampleExecution(admin, await sampleJob(admin), finished);
    expect((await cancel(execution.id)).body).toMatchObject({ status: 409, code: 'request.wrong_state' });
  });
});

describe('resuming an execution', () => {
  it('delivered twice, resumes once, from the cursor that was reached', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await applyPage(admin, chunk);
    await cancel(execution.id);
    await admin.drainOutbox();
    const [first, second] = [await resume(execution.id), await resume(execution.id)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toMatchObject({
      status: 'running',
      ended: false,
      epoch: 2,
      reason: null,
      finishedAt: null,
      progress: { processed: 5 },
      chunks: [{ state: 'planned', epoch: 2, pagesApplied: 1 }],
    });
    expect(await admin.drainOutbox()).toEqual([
      expect.objectContaining({
        topic: executionDue.topic,
        payload: { tenantId: DEFAULT_TENANT, executionId: execution.id },
      }),
    ]);
    const [planned] = await admin.database.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
    expect(planned?.cursor).toBe('page 2');
  });

  it('refuses while another bulk execution of the job is active', async () => {
    const job = await sampleJob(admin);
    const first = await sampleExecution(admin, job);
    await cancel(first.execution.id);
    await sampleExecution(admin, job);
    expect((await resume(first.execution.id)).body).toMatchObject({
      status: 409,
      code: 'request.wrong_state',
    });
  });
});
