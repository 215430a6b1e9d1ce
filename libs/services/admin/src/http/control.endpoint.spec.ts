import { DEFAULT_TENANT } from '@evenkeel/domain';
import type { ControlView, EngineView, ExecutionView, TriggerView } from '@evenkeel/contracts-admin';
import { executionDue, runRequested } from '@evenkeel/contracts-messages';
import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const post = async <View>(
  path: string,
  { actor = 'api', ...body }: Readonly<Record<string, string | boolean>> = {},
) => {
  const answer = await admin.http.post(`/api/v1/${path}`).set('Evenkeel-Actor', String(actor)).send(body);
  return { status: answer.status, body: answer.body as View };
};
const topics = async () => (await admin.drainOutbox()).map(({ topic, payload }) => ({ topic, payload }));

afterEach(async () => void (await post('engine/control', { state: 'running' })));

describe('pausing an execution', () => {
  it('delivered twice, pauses once, and keeps the time it has left', async () => {
    const { execution } = await sampleExecution(admin, await sampleJob(admin));
    const pause = () => post<ExecutionView>(`executions/${execution.id}/pause`, { actor: 'ada' });
    const [first, second] = [await pause(), await pause()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body).toMatchObject({
      status: 'paused',
      heldBy: 'user',
      ended: false,
      epoch: 0,
      deadline: null,
      reason: { kind: 'user', message: 'Paused by ada' },
      chunks: [{ state: 'claimed' }],
    });
  });

  it('is undone by resuming it, which tells the coordinator', async () => {
    const { execution } = await sampleExecution(admin, await sampleJob(admin));
    await post(`executions/${execution.id}/pause`);
    await admin.drainOutbox();
    const resumed = await post<ExecutionView>(`executions/${execution.id}/resume`);
    expect(resumed.body).toMatchObject({ status: 'running', heldBy: null, epoch: 0, reason: null });
    expect(resumed.body.deadline).not.toBeNull();
    expect(await topics()).toEqual([
      { topic: executionDue.topic, payload: { tenantId: DEFAULT_TENANT, executionId: execution.id } },
    ]);
  });

  it('is not undone while its connection is paused', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    await post(`executions/${execution.id}/pause`);
    await post(`connections/${job.connection.id}/control`, { state: 'paused' });
    const refused = await post(`executions/${execution.id}/resume`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'request.wrong_state' } });
  });

  it('is refused for one that has ended', async () => {
    const { execution } = await sampleExecution(admin, await sampleJob(admin));
    await post(`executions/${execution.id}/cancel`);
    expect((await post(`executions/${execution.id}/pause`)).status).toBe(409);
  });
});

describe('controlling a connection', () => {
  it('disables it: what runs ends and says why, and goes on once it is started', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    const path = `connections/${job.connection.id}/control`;
    const wrong = await post(path, { state: 'paused', cancelRuns: true });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'cancelRuns' }] } });
    const disabled = await post<ControlView>(path, { state: 'stopped', cancelRuns: true, actor: 'ada' });
    expect(disabled).toMatchObject({ status: 200, body: { state: 'stopped', executions: 1 } });
    const ended = (await admin.http.get(`/api/v1/executions/${execution.id}`)).body as ExecutionView;
    expect(ended).toMatchObject({
      status: 'cancelled',
      chunks: [{ state: 'abandoned' }],
      reason: {
        kind: 'connection_disabled',
        message: 'Cancelled by ada, who disabled the connection',
        remedy: expect.stringContaining('evenkeel start') as string,
      },
    });
    const again = await post<ControlView>(path, { state: 'stopped', cancelRuns: true });
    expect(again.body.executions).toBe(0);
    await post(path, { state: 'running' });
    expect((await post(`executions/${execution.id}/resume`)).status).toBe(200);
  });

  it('tells of what it holds, and of who did it', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    await admin.drainOutbox();
    const path = `connections/${job.connection.name.replace(' ', '%20')}/control`;
    const paused = await post<ControlView>(path, { state: 'paused', actor: 'ada' });
    expect(paused).toMatchObject({
      status: 200,
      body: { state: 'paused', actor: 'ada', executions: 1, changedAt: expect.any(String) as string },
    });
    expect(await topics()).toEqual([
      { topic: executionDue.topic, payload: { tenantId: DEFAULT_TENANT, executionId: execution.id } },
    ]);
    const shown = await admin.http.get(`/api/v1/${path}`);
    expect(shown.body).toEqual(paused.body);
    const again = await post<ControlView>(path, { state: 'paused', actor: 'bob' });
    expect(again.body).toMatchObject({ actor: 'ada' });
  });

  it('says so when there is none', async () => {
    expect((await post('connections/nobody/control', { state: 'paused' })).status).toBe(404);
    const job = await sampleJob(admin);
    expect((await post(`connections/${job.connection.id}/control`, { state: 'asleep' })).status).toBe(400);
  });
});

describe('stopping the engine', () => {
  it('accepts runs that it will answer later, and says why they wait', async () => {
    const job = await sampleJob(admin);
    await post('engine/control', { state: 'stopped' });
    const accepted = await post<TriggerView>(`jobs/${job.id}/runs`);
    expect(accepted).toMatchObject({ status: 202, body: { state: 'accepted', waitsFor: 'engine_stopped' } });
    await admin.drainOutbox();
    await post('engine/control', { state: 'running' });
    expect(await topics()).toContainEqual({
      topic: runRequested.topic,
      payload: { tenantId: DEFAULT_TENANT, triggerId: accepted.body.id, jobId: job.id },
    });
    const shown = await admin.http.get(`/api/v1/triggers/${accepted.body.id}`);
    expect(shown.body).toMatchObject({ waitsFor: null });
  });
});

describe('the engine', () => {
  it('shows what it does, what waits, and what keeps it', async () => {
    const job = await sampleJob(admin);
    await sampleExecution(admin, job);
    await post(`connections/${job.connection.id}/control`, { state: 'paused', actor: 'ada' });
    await post('engine/control', { state: 'stopped', actor: 'ada' });
    await post(`jobs/${job.id}/runs`);
    const answer = await admin.http.get('/api/v1/engine');
    expect(answer.body).toMatchObject({
      control: { state: 'stopped', actor: 'ada' },
      executions: { running: expect.any(Number) as number, completed: 0 },
      averageDurationMs: null,
      lastSyncAt: null,
      stuckMessages: 0,
      busAwaySince: null,
      heldConnections: expect.arrayContaining([
        { name: job.connection.name, control: 'paused', needsAttention: false, breakerOpen: false },
      ]) as object,
    });
    const { waitingTriggers, activeJobs, uptimeMs, largestTables } = answer.body as EngineView;
    expect(largestTables).toHaveLength(10);
    expect(largestTables[0]!.bytes).toBeGreaterThan(largestTables[9]!.bytes);
    expect(waitingTriggers).toBeGreaterThan(0);
    expect(activeJobs).toBeGreaterThan(0);
    expect(uptimeMs).toBeGreaterThanOrEqual(0);
  });
});
