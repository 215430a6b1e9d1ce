import type { ExecutionView, TriggerView } from '@evenkeel/contracts-admin';
import { runRequested } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, NO_RETRY, type Execution } from '@evenkeel/domain';
import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const DEAD = { status: 'failed', retry: { ...NO_RETRY, count: 3, deadLetter: 'dead' } } as const;
const post = async <View>(
  path: string,
  { actor = 'api', ...body }: Readonly<Record<string, string>> = {},
) => {
  const answer = await admin.http.post(`/api/v1/executions/${path}`).set('Evenkeel-Actor', actor).send(body);
  return { status: answer.status, body: answer.body as View };
};
const show = async (id: string) => (await admin.http.get(`/api/v1/executions/${id}`)).body as ExecutionView;

async function ended(changes: Partial<Execution>): Promise<Execution> {
  return (await sampleExecution(admin, await sampleJob(admin), changes)).execution;
}

describe('an execution that exhausted its retries', () => {
  it('is listed as a dead letter', async () => {
    const { id } = await ended(DEAD);
    const answer = await admin.http.get('/api/v1/executions').query({ deadLetters: 'true' });
    const ids = (answer.body as { items: ExecutionView[] }).items.map((item) => item.id);
    expect(ids).toEqual([id]);
  });

  it('is tried again as a whole by a person, as a run of its own', async () => {
    const { id, jobId } = await ended(DEAD);
    await admin.drainOutbox();
    const retried = await post<TriggerView>(`${id}/retry`, { actor: 'ada' });
    expect(retried).toMatchObject({ status: 202, body: { kind: 'retry', actor: 'ada', state: 'accepted' } });
    expect(await admin.drainOutbox()).toMatchObject([
      { topic: runRequested.topic, payload: { tenantId: DEFAULT_TENANT, triggerId: retried.body.id, jobId } },
    ]);
    expect((await show(id)).retry).toMatchObject({ deadLetter: 'retried' });
  });

  it('is tried again once by a request that is sent twice with one key', async () => {
    const { id, jobId } = await ended(DEAD);
    const send = () =>
      admin.http.post(`/api/v1/executions/${id}/retry`).set('idempotency-key', 'once').send({});
    const [first, second] = await Promise.all([send(), send()]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    const run = await admin.http.post(`/api/v1/jobs/${jobId}/runs`).set('idempotency-key', 'once').send({});
    expect(run.body).toMatchObject({ status: 409, code: 'request.key_reused' });
  });

  it('is given up with a reason, once', async () => {
    const { id } = await ended(DEAD);
    const discard = () => post<ExecutionView>(`${id}/discard`, { actor: 'ada', reason: 'moved away' });
    expect((await discard()).body.retry).toMatchObject({
      deadLetter: 'discarded',
      note: { actor: 'ada', reason: 'moved away' },
    });
    expect((await discard()).status).toBe(409);
  });
});

it('an execution that waits for its next attempt may be given up', async () => {
  const retry = { ...NO_RETRY, nextAttemptAt: new Date(Date.now() + 60_000) };
  const { id } = await ended({ status: 'failed', retry });
  expect((await show(id)).retry.nextAttemptAt).toBe(retry.nextAttemptAt.toISOString());
  const discarded = await post<ExecutionView>(`${id}/discard`, { reason: 'not today' });
  expect(discarded.body.retry).toMatchObject({ nextAttemptAt: null, deadLetter: 'discarded' });
});

it.each(['running', 'completed'] as const)('an execution that is %s is not tried again', async (status) => {
  const { id } = await ended({ status });
  expect((await post(`${id}/retry`)).status).toBe(409);
  expect((await post(`${id}/discard`, { reason: 'no' })).status).toBe(409);
});
