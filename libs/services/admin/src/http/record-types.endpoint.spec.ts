import type { RecordTypeView } from '@evenkeel/contracts-admin';
import { sampleConnection } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const at = (name: string) => `/api/v1/record-types/${encodeURIComponent(name)}`;
const set = (name: string, schema: object | null) => admin.http.put(at(name)).send({ schema });
const SCHEMA = { type: 'object', required: ['email'], properties: { email: { type: 'string' } } };

let made = 0;
async function addJob(recordType: string, fields: object = {}) {
  const { name: connection } = await sampleConnection(admin);
  const job = { name: `job of type ${++made}`, connection, stream: 'customers', recordType, ...fields };
  const answer = await admin.http.post('/api/v1/jobs').send(job);
  expect(answer.status).toBe(201);
  return answer.body as { id: string; name: string };
}

describe('record types', () => {
  it('are made open by the job that names them, with a view', async () => {
    const job = await addJob('lead', { mapping: [{ source: 'mail', target: 'email' }] });
    const { body, headers } = await admin.http.get(at('lead'));
    expect(headers['etag']).toBe('"1"');
    expect(body).toEqual({
      name: 'lead',
      managedBy: null,
      revision: 1,
      schema: null,
      match: null,
      matching: 'none',
      sensitive: [],
      jobs: [{ id: job.id, name: job.name }],
      view: {
        address: '"synced"."lead"',
        columns: [{ name: 'email', property: 'email', type: 'text' }],
        withoutColumn: [],
        problem: null,
      },
    });
    const listed = (await admin.http.get('/api/v1/record-types?limit=500')).body as {
      items: RecordTypeView[];
    };
    expect(listed.items).toContainEqual(body);
  });

  it('are set, once for what is said twice, and refuse a change of what has changed since', async () => {
    expect((await set('person', SCHEMA)).body).toMatchObject({ revision: 2, schema: SCHEMA });
    expect((await set('person', SCHEMA)).body).toMatchObject({ revision: 2 });
    const stale = await set('person', null).set('If-Match', '"1"');
    expect(stale.body).toMatchObject({ status: 412, code: 'request.stale' });
    expect((await set('person', null).set('If-Match', '"2"')).body).toMatchObject({
      revision: 3,
      schema: null,
    });
    const absent = await set('never seen', null).set('If-Match', '"1"');
    expect(absent.body).toMatchObject({ status: 404, code: 'request.not_found' });
  });

  it('refuse a schema that is none, at its place, and change nothing', async () => {
    const refused = await set('refused', { properties: { a: { pattern: '(?=a)' } } });
    expect(refused.body).toMatchObject({
      status: 422,
      code: 'config.invalid_schema',
      errors: [{ path: 'schema/properties/a/pattern' }],
    });
    expect((await admin.http.get(at('refused'))).status).toBe(404);
    expect((await admin.http.put(at('refused')).send({})).status).toBe(400);
    expect((await set('x'.repeat(101), null)).body).toMatchObject({ code: 'request.invalid' });
  });

  it('keep what is not said of them, and refuse sensitive fields that are no paths', async () => {
    await set('patient', SCHEMA);
    const put = (body: object) => admin.http.put(at('patient')).send(body);
    expect((await put({ sensitive: ['name'] })).body).toMatchObject({ sensitive: ['name'], schema: SCHEMA });
    expect((await put({ schema: null })).body).toMatchObject({ schema: null, sensitive: ['name'] });
    expect((await put({ sensitive: ['a..b', '.'] })).body).toMatchObject({
      code: 'config.invalid_sensitive',
      errors: [{ path: 'sensitive[0]' }, { path: 'sensitive[1]' }],
    });
  });

  it('are told by the nearest name where they are not there', async () => {
    await set('invoice', null);
    expect((await admin.http.get(at('invoices'))).body).toMatchObject({
      detail: expect.stringContaining('invoice?'),
    });
  });

  it('are removed once no job brings them; their view goes with them', async () => {
    const job = await addJob('order');
    const refused = await admin.http.delete(at('order'));
    expect(refused.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
    await admin.http.delete(`/api/v1/jobs/${job.id}`);
    expect((await admin.http.delete(at('order'))).body).toEqual({ name: 'order', view: 'dropped' });
    expect((await admin.http.delete(at('order'))).status).toBe(404);
    expect(await admin.database.rows(`select to_regclass('synced.order') as there`)).toEqual([
      { there: null },
    ]);
  });

  it('leave their view where a view of people depends on it, and take it up again', async () => {
    await set('kept', SCHEMA);
    await admin.database.rows('create view public.mine as select email from synced.kept');
    expect((await admin.http.delete(at('kept'))).body).toEqual({ name: 'kept', view: 'kept' });
    const again = await set('kept', { properties: { age: { type: 'integer' } } });
    expect(again.body).toMatchObject({
      view: { problem: null, columns: [{ name: 'email' }, { name: 'age', type: 'bigint' }] },
    });
  });
});
