import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const post = (path: string, body: object = {}) =>
  admin.http.post(`/api/v1/${path}`).set('Evenkeel-Actor', 'ada').send(body);

async function twoJobs() {
  const first = await sampleJob(admin);
  const second = await post('jobs', {
    name: `behind ${first.id}`,
    connection: first.connection.id,
    stream: 'lines',
    recordType: 'line',
    dependsOn: [first.id],
  });
  return { first, second: second.body as typeof first };
}

describe('groups', () => {
  it('show their jobs in the order in which they run', async () => {
    const { first, second } = await twoJobs();
    const added = await post('groups', {
      name: `group ${first.id}`,
      jobs: [second.name, first.name, first.id],
    });
    expect(added.body).toMatchObject({
      jobs: [
        { name: first.name, dependsOn: [] },
        { name: second.name, dependsOn: [first.name] },
      ],
      run: null,
    });
    const shown = await admin.http.get(`/api/v1/groups/${encodeURIComponent(`group ${first.id}`)}`);
    expect(shown.body).toEqual(added.body);
    const listed = (await admin.http.get('/api/v1/groups')).body as { items: unknown[] };
    expect(listed.items).toContainEqual(added.body);
  });

  it('take the same name once: delivered twice, the second is refused', async () => {
    const { first } = await twoJobs();
    const group = { name: `once ${first.id}`, jobs: [first.id] };
    await post('groups', group);
    expect((await post('groups', group)).body).toMatchObject({ status: 409, code: 'request.already_exists' });
  });

  it('know only jobs that are there', async () => {
    const answer = await post('groups', { name: 'of nothing', jobs: ['no such job'] });
    expect(answer.body).toMatchObject({ status: 404, code: 'request.not_found' });
    expect((await admin.http.get('/api/v1/groups/nothing')).body).toMatchObject({ status: 404 });
  });

  it('run once at a time, and show how each job of the run stands', async () => {
    const { first, second } = await twoJobs();
    const { body: group } = await post('groups', { name: `run ${first.id}`, jobs: [first.id, second.id] });
    const { id } = group as { id: string };
    const begun = await post(`groups/${id}/runs`);
    expect(begun.body).toMatchObject({
      run: {
        actor: 'ada',
        status: 'running',
        jobs: [
          { job: first.name, state: 'waiting', executionId: null },
          { job: second.name, state: 'waiting', executionId: null },
        ],
      },
    });
    expect((await post(`groups/${id}/runs`)).body).toMatchObject({
      status: 409,
      code: 'request.wrong_state',
    });

    const { execution } = await sampleExecution(admin, first, { status: 'failed' });
    const { run } = begun.body as { run: { id: string } };
    await admin.database.tenant.transaction(async (tx) => {
      await tx.triggers.settle(execution.triggerId, 'opened', execution.id);
      await tx.groups.saveTrigger(run.id, first.id, execution.triggerId);
    });
    expect((await admin.http.get(`/api/v1/groups/${id}`)).body).toMatchObject({
      run: {
        status: 'failed',
        jobs: [{ state: 'failed', executionId: execution.id }, { state: 'held_back' }],
      },
    });
  });
});
