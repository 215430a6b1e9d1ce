import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

async function run(actor: string | undefined, body: object = {}) {
  const job = await sampleJob(admin);
  const request = admin.http.post(`/api/v1/jobs/${job.id}/runs`).send(body);
  return actor === undefined ? request : request.set('Evenkeel-Actor', actor);
}

describe('the actor of a request', () => {
  it('is named in a header, in any letters', async () => {
    expect((await run('ada')).body).toMatchObject({ actor: 'ada' });
    expect((await run(encodeURIComponent('Zoë 山田 100%'))).body).toMatchObject({ actor: 'Zoë 山田 100%' });
  });

  it('is the API where no header says so', async () => {
    expect((await run(undefined)).body).toMatchObject({ actor: 'api' });
  });

  it.each(['%', ' ', '%20', 'a'.repeat(201)])('is refused as %p', async (actor) => {
    expect((await run(actor)).body).toMatchObject({
      status: 400,
      code: 'request.invalid',
      errors: [{ path: 'Evenkeel-Actor' }],
    });
  });

  it('is not taken from the body', async () => {
    expect((await run(undefined, { actor: 'eve' })).body).toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
  });
});
