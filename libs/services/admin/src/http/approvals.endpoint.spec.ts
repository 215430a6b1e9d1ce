import { randomUUID } from 'node:crypto';
import type {
  InactivationApprovalSummary,
  InactivationApprovalView,
  GrantView,
  ProblemDetails,
} from '@evenkeel/contracts-admin';
import { runRequested } from '@evenkeel/contracts-messages';
import { someExecution } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type InactivationApproval } from '@evenkeel/domain';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const NOW = new Date('2026-11-21T12:00:00.000Z');

async function waiting(): Promise<{ readonly jobId: string; readonly jobName: string; readonly id: string }> {
  const job = await sampleJob(admin);
  const execution = someExecution(job.id, { status: 'completed', finishedAt: NOW });
  const approval: InactivationApproval = {
    id: randomUUID(),
    tenantId: DEFAULT_TENANT,
    jobId: job.id,
    executionId: execution.id,
    carriedOutBy: null,
    announced: false,
    state: 'waiting',
    candidates: 500,
    active: 1000,
    ceiling: 100,
    requestedAt: NOW,
    decidedAt: null,
    decidedBy: null,
    reason: null,
  };
  await admin.database.tenant.transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.inactivationApprovals.insert(approval);
  });
  await admin.drainOutbox();
  return { jobId: job.id, jobName: job.name, id: approval.id };
}

const grant = (id: string) =>
  admin.http.post(`/api/v1/approvals/${id}/grant`).set('Evenkeel-Actor', 'ada').send({});
const show = async (id: string) =>
  (await admin.http.get(`/api/v1/approvals/${id}`)).body as InactivationApprovalView;

describe('approvals', () => {
  it('are listed while they wait, by job, and shown', async () => {
    const { id, jobName } = await waiting();
    await waiting();
    const list = async (query: Record<string, string>) => {
      const { body } = await admin.http.get('/api/v1/approvals').query(query);
      return (body as { items: InactivationApprovalSummary[] }).items;
    };
    expect((await list({})).map((approval) => approval.id)).toContain(id);
    expect(await list({ job: jobName })).toMatchObject([
      { id, job: { name: jobName }, state: 'waiting', candidates: 500, active: 1000, ceiling: 100 },
    ]);
    expect(await list({ job: jobName, state: 'rejected' })).toEqual([]);
    expect(await show(id)).toMatchObject({
      id,
      requestedAt: NOW.toISOString(),
      decidedBy: null,
      examples: [],
    });
  });

  it('granted ask for a run once, however often they are granted', async () => {
    const { id, jobId } = await waiting();
    const granted = await grant(id);
    expect(granted.status).toBe(202);
    const { approval, trigger } = granted.body as GrantView;
    expect(approval).toMatchObject({ state: 'granted', decidedBy: 'ada' });
    expect(trigger).toMatchObject({ jobId, kind: 'approval', actor: 'ada', state: 'accepted' });
    expect(await admin.drainOutbox()).toMatchObject([
      { topic: runRequested.topic, payload: { tenantId: DEFAULT_TENANT, triggerId: trigger?.id, jobId } },
    ]);
    expect((await grant(id)).body).toMatchObject({ approval: { state: 'granted' }, trigger: null });
    expect(await admin.drainOutbox()).toEqual([]);
  });

  it('cannot be granted while a run of the job is under way', async () => {
    const { id, jobId } = await waiting();
    const running = someExecution(jobId);
    await admin.database.tenant.transaction((tx) => tx.executions.insert(running));
    const refused = await grant(id);
    expect(refused.status).toBe(409);
    expect((refused.body as ProblemDetails).detail).toContain(running.id);
    expect(await show(id)).toMatchObject({ state: 'waiting' });
  });

  it('rejected keep the records, and say why', async () => {
    const { id } = await waiting();
    const reject = () =>
      admin.http
        .post(`/api/v1/approvals/${id}/reject`)
        .set('Evenkeel-Actor', 'ada')
        .send({ reason: 'the provider was down' });
    expect((await reject()).body).toMatchObject({ state: 'rejected', reason: 'the provider was down' });
    expect((await reject()).status).toBe(200);
    expect((await grant(id)).body).toMatchObject({ code: 'request.wrong_state' });
    expect(await admin.drainOutbox()).toEqual([]);
  });

  it('want a reason to be rejected, and to exist', async () => {
    const { id } = await waiting();
    expect((await admin.http.post(`/api/v1/approvals/${id}/reject`).send({})).status).toBe(400);
    expect((await grant(randomUUID())).status).toBe(404);
    expect((await admin.http.get(`/api/v1/approvals/${randomUUID()}`)).status).toBe(404);
  });
});
