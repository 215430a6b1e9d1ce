import type { FailureSummary, ListView } from '@evenkeel/contracts-http';
import { sampleFailure } from '../testing/sample-failure.js';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const path = '/api/v1/failures';
const externalIds = ({ body }: { body: unknown }) =>
  (body as ListView<FailureSummary>).items.map(({ externalId }) => externalId);

describe('failures', () => {
  it('are listed while they are open, a slice at a time', async () => {
    const job = await sampleJob(admin);
    for (const id of ['a', 'b', null]) await sampleFailure(admin, job, id);
    await sampleFailure(admin, job, 'd', { state: 'resolved' });
    const first = await admin.http.get(path).query({ job: job.name, limit: 2 });
    expect(first.body).toMatchObject({
      items: [
        {
          job: { id: job.id, name: job.name },
          externalId: 'a',
          state: 'retrying',
          executions: 1,
          problem: { code: 'record.required_field_missing' },
        },
        { externalId: 'b' },
      ],
    });
    const { next } = first.body as { next: string };
    const rest = await admin.http.get(path).query({ job: job.name, limit: 2, cursor: next });
    expect(rest.body).toMatchObject({ items: [{ externalId: null }], next: null });
  });

  it('are found by state, code and group', async () => {
    const job = await sampleJob(admin);
    await sampleFailure(admin, job, 'a', { state: 'dead' });
    await sampleFailure(admin, job, 'b', { state: 'resolved', groupKey: 'group-2' });
    const list = async (query: object) =>
      externalIds(await admin.http.get(path).query({ job: job.id, ...query }));
    expect(await list({ state: 'dead' })).toEqual(['a']);
    expect(await list({ state: 'retrying' })).toEqual([]);
    expect(await list({ state: 'all', group: 'group-2' })).toEqual(['b']);
    expect(await list({ code: 'record.missing_id' })).toEqual([]);
  });

  it('are shown with their payload and history', async () => {
    const id = await sampleFailure(admin, await sampleJob(admin), 'a');
    const shown = await admin.http.get(`${path}/${id}`);
    expect(shown.body).toMatchObject({
      id,
      stage: 'map',
      raw: '{"id":"a"}',
      mapped: null,
      history: [{ kind: 'failed', code: 'record.required_field_missing', message: 'email is missing' }],
    });
  });

  it('are grouped by cause', async () => {
    const job = await sampleJob(admin);
    await sampleFailure(admin, job, 'a');
    await sampleFailure(admin, job, 'b', { state: 'dead' });
    const groups = await admin.http.get(`${path}/groups`).query({ job: job.id });
    expect(groups.body).toMatchObject({
      items: [
        { group: 'group-1', job: { name: job.name }, retrying: 1, dead: 1, pattern: 'email is missing' },
      ],
    });
  });

  it('that do not exist are not found, and an id that is none is refused', async () => {
    expect((await admin.http.get(`${path}/999999`)).body).toMatchObject({
      status: 404,
      code: 'request.not_found',
    });
    expect((await admin.http.get(`${path}/x`)).body).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await admin.http.get(path).query({ job: 'nobody' })).status).toBe(404);
  });
});
