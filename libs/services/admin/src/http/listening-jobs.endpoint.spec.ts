import { seedJob } from '@evenkeel/conformance';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
beforeEach(() => admin.database.reset());

async function change(listen: object | null) {
  const { job } = await seedJob(admin.database.tenant);
  return admin.http.patch(`/api/v1/jobs/${job.id}`).send({ listen });
}

describe('a job that is to listen to a topic', () => {
  it('says how ids are found in its records', async () => {
    const { status, body } = await change({ topic: 'crm.changes', idPath: ['a', 'b'] });
    expect(status).toBe(200);
    expect((body as { listen: object }).listen).toEqual({
      ...{ topic: 'crm.changes', idPath: ['a', 'b'], kindPath: null, kinds: [], startAt: 'latest' },
    });
  });

  it.each([
    ['that is not named for it', { topic: 'billing.changes' }, 'config.topic_not_allowed'],
    ['of the engine itself', { topic: 'evenkeel.page-fetched.v1' }, 'config.topic_not_allowed'],
    ['by a path that is none', { topic: 'crm.changes', idPath: 'a..b' }, 'config.invalid_listening'],
    ['without naming one', { idPath: 'a' }, 'request.invalid'],
  ])('%s is told why not', async (_, listen, code) => {
    const { status, body } = await change(listen);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toMatchObject({ code });
  });
});
