import { UuidIds } from '@evenkeel/adapter-node-runtime';
import type { JobView, PlanView } from '@evenkeel/contracts-admin';
import { startPlan, type Plan } from '@evenkeel/domain';
import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const ids = new UuidIds();
const newId = () => ids.next();

async function samplePlan(job: JobView, changes: Partial<Plan> = {}): Promise<Plan> {
  const status = changes.state === 'awaiting_approval' ? 'awaiting_approval' : 'completed';
  const { execution } = await sampleExecution(admin, job, {
    status,
    deadline: null,
    clockSince: null,
    timeLeftMs: 60_000,
  });
  const plan: Plan = { ...startPlan(newId(), execution, new Date()), state: 'ready', ...changes };
  await admin.database.tenant.transaction((tx) => tx.plans.insert(plan));
  return plan;
}

const executionOf = ({ executionId }: Plan) =>
  admin.database.tenant.transaction((tx) => tx.executions.find(executionId));
const decide = (plan: Plan, decision: string) =>
  admin.http.post(`/api/v1/plans/${plan.id}/${decision}`).set('Evenkeel-Actor', 'ada').send({});

describe('a preview', () => {
  it('is asked for: the same key twice is one', async () => {
    const job = await sampleJob(admin);
    const ask = () =>
      admin.http
        .post(`/api/v1/jobs/${job.id}/previews`)
        .set('idempotency-key', 'once')
        .send({ mode: 'full' });
    const [first, second] = [await ask(), await ask()];
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({ preview: true, planId: null, mode: 'full', kind: 'manual' });
    expect(second.body).toEqual(first.body);
    const run = admin.http.post(`/api/v1/jobs/${job.id}/runs`).set('idempotency-key', 'once');
    expect((await run.send({ mode: 'full' })).body).toMatchObject({ code: 'request.key_reused' });
  });
});

describe('a plan that is still made', () => {
  it('fails when its run is cancelled, and is made again when that is resumed', async () => {
    const job = await sampleJob(admin);
    const planId = newId();
    const made = { lane: 'preview', plan: { kind: 'preview', planId } } as const;
    const { execution } = await sampleExecution(admin, job, made);
    await admin.database.tenant.transaction((tx) =>
      tx.plans.insert(startPlan(planId, execution, new Date())),
    );
    const shown = async () => (await admin.http.get(`/api/v1/plans/${planId}`)).body as PlanView;
    expect(await shown()).toMatchObject({ state: 'making', failure: null });
    await admin.http.post(`/api/v1/executions/${execution.id}/cancel`).set('Evenkeel-Actor', 'ada').send({});
    expect(await shown()).toMatchObject({ state: 'failed', failure: 'Cancelled by ada' });
    await admin.http.post(`/api/v1/executions/${execution.id}/resume`).set('Evenkeel-Actor', 'ada').send({});
    expect(await shown()).toMatchObject({ state: 'making', failure: null });
  });
});

describe('plans', () => {
  it('are shown, listed, and list their changes', async () => {
    const job = await sampleJob(admin);
    const plan = await samplePlan(job);
    const change = {
      externalId: 'a',
      bucket: 'changed',
      fields: [{ field: 'name', before: '"x"', after: '"y"' }],
      problem: null,
    } as const;
    await admin.database.tenant.transaction((tx) => tx.plans.addChanges(plan.id, [change]));
    const shown = await admin.http.get(`/api/v1/plans/${plan.id}`);
    expect(shown.body).toMatchObject({
      id: plan.id,
      job: { id: job.id, name: job.name, revision: 1 },
      state: 'ready',
      expired: false,
      scope: 'full',
      executionId: plan.executionId,
      quotaSeconds: null,
      counts: { new: 0, inactive_candidate: 0 },
    });
    const listed = await admin.http.get('/api/v1/plans').query({ job: job.name });
    expect(listed.body).toMatchObject({ items: [{ id: plan.id }], next: null });
    const changes = await admin.http.get(`/api/v1/plans/${plan.id}/changes`);
    expect(changes.body).toEqual({ items: [{ ...change, recordId: null }], next: null });
    expect((await admin.http.get(`/api/v1/plans/${newId()}`)).body).toMatchObject({ status: 404 });
  });
});

describe('the calls of a plan', () => {
  it('are held against the quota of the connection', async () => {
    const job = await sampleJob(admin);
    const { summary, ...plan } = await samplePlan(job);
    const made = { ...plan, id: newId(), summary: { ...summary, providerCalls: 25 } };
    await admin.database.tenant.transaction(async (tx) => {
      await tx.plans.insert(made);
      const quota = { rate: { calls: 10, perSeconds: 2 }, concurrency: null, reservedShare: 0 };
      await tx.connections.saveLimits(job.connection.id, { quota, retry: null, path: 'auto' });
    });
    const shown = await admin.http.get(`/api/v1/plans/${made.id}`);
    expect(shown.body).toMatchObject({ providerCalls: 25, quotaSeconds: 5 });
  });
});

describe('a run that waits for its plan', () => {
  it('goes on when the plan is approved, once, with the time that it has left', async () => {
    const job = await sampleJob(admin);
    const plan = await samplePlan(job, { state: 'awaiting_approval' });
    await admin.drainOutbox();
    const [first, second] = [await decide(plan, 'approve'), await decide(plan, 'approve')];
    expect(first.body).toMatchObject({ state: 'approved', decidedBy: 'ada' });
    expect(second.body).toEqual(first.body);
    const execution = await executionOf(plan);
    expect(execution?.status).toBe('running');
    expect(execution?.deadline?.getTime()).toBeGreaterThan(Date.now());
    expect(await admin.drainOutbox()).toMatchObject([{ payload: { executionId: plan.executionId } }]);
  });

  it('is cancelled when the plan is rejected', async () => {
    const plan = await samplePlan(await sampleJob(admin), { state: 'awaiting_approval' });
    expect((await decide(plan, 'reject')).body).toMatchObject({ state: 'rejected' });
    expect(await executionOf(plan)).toMatchObject({
      status: 'cancelled',
      reason: { message: 'Cancelled by ada' },
    });
    expect((await decide(plan, 'approve')).body).toMatchObject({ status: 409, code: 'request.wrong_state' });
  });
});

describe('carrying a plan out', () => {
  const run = (job: JobView, body: object) => admin.http.post(`/api/v1/jobs/${job.id}/runs`).send(body);

  it('is asked for like a run', async () => {
    const job = await sampleJob(admin);
    const plan = await samplePlan(job);
    expect((await run(job, { planId: plan.id })).body).toMatchObject({ planId: plan.id, preview: false });
  });

  it('is refused at once where it may not be done', async () => {
    const job = await sampleJob(admin);
    const old = await samplePlan(job, { expiresAt: new Date(Date.now() - 1) });
    expect((await run(job, { planId: old.id })).body).toMatchObject({
      status: 409,
      code: 'request.plan_expired',
    });
    const done = await samplePlan(job, { state: 'carried_out', carriedOutBy: newId() });
    expect((await run(job, { planId: done.id })).body).toMatchObject({ code: 'request.wrong_state' });
    expect((await run(job, { planId: done.id, mode: 'full' })).body).toMatchObject({ status: 400 });
    const plan = await samplePlan(job);
    await sampleExecution(admin, job);
    expect((await run(job, { planId: plan.id })).body).toMatchObject({
      code: 'request.wrong_state',
      detail: expect.stringContaining('is under way') as string,
    });
  });
});

describe('a backfill', () => {
  const run = (job: JobView, body: object) => admin.http.post(`/api/v1/jobs/${job.id}/runs`).send(body);

  it('names its time, which is kept in UTC', async () => {
    const job = await sampleJob(admin);
    const answer = await run(job, { from: '2026-01-01T00:00:00+01:00', to: '2026-02-01T00:00:00Z' });
    expect(answer.body).toMatchObject({
      period: { from: '2025-12-31T23:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
    });
  });

  it.each([
    ['ends before it begins', { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
    ['names no zone', { from: '2026-02-01T00:00:00' }],
    ['names records too', { from: '2026-02-01T00:00:00Z', externalIds: ['a'] }],
  ])('is refused if it %s', async (_why, body) => {
    expect((await run(await sampleJob(admin), body)).body).toMatchObject({ status: 400 });
  });
});
