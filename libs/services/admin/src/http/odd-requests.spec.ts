import { sampleConnection } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

let connection: string;
beforeAll(async () => {
  connection = (await sampleConnection(admin)).name;
}, 60_000);

it('takes and shows the numbers of a job by all of their digits', async () => {
  const [big, fine] = ['9007199254740993', '0.12345678901234567891'];
  const transforms = `["trim",{"name":"default","value":${big}}]`;
  const body = `{"name":"digits","connection":${JSON.stringify(connection)},"stream":"customers","recordType":"digits",
    "filter":{"field":"n","above":${fine}},"mapping":[{"source":"n","target":"n","default":${fine},"transforms":${transforms}}]}`;
  const added = await admin.http.post('/api/v1/jobs').set('content-type', 'application/json').send(body);
  expect(added.status).toBe(201);
  const { text } = await admin.http.get('/api/v1/jobs/digits');
  for (const part of [`"above":${fine}`, `"default":${fine}`, `"value":${big}`]) expect(text).toContain(part);
});

describe('a setting that no database can hold', () => {
  it.each([
    [
      'jobs',
      {
        mapping: [
          { source: 'a', target: 'a' },
          { source: 't', target: 't', transforms: [{ name: 'replace', find: '\u0000', with: '' }] },
        ],
      },
      'mapping[1].transforms[0].find',
    ],
    ['jobs', { filter: { all: [{ field: 'a', in: ['x', '\ud800'] }] } }, 'filter.all[0].in[1]'],
    ['connections', { settings: { streams: { 'a\u0000': {} } } }, 'settings.streams.a\ufffd'],
    ['jobs/x/runs', { externalIds: ['a', 'b\u0000'] }, 'externalIds[1]'],
  ])('is refused by %s with its path', async (path, body, place) => {
    const answer = await admin.http.post(`/api/v1/${path}`).send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'request.invalid',
      errors: [{ path: place, message: 'holds NUL or half of a surrogate pair' }],
    });
  });

  it('is refused in an address and in the name of who asks', async () => {
    const inPath = await admin.http.get('/api/v1/jobs/a%00b');
    expect(inPath.body).toMatchObject({ status: 400, errors: [{ path: 'job' }] });
    const inActor = await admin.http.post('/api/v1/jobs/x/runs').set('Evenkeel-Actor', 'a%00b').send({});
    expect(inActor.body).toMatchObject({ status: 400, errors: [{ path: 'Evenkeel-Actor' }] });
  });
});
