import { seedJob } from '@evenkeel/conformance';
import type { RecordPageView, RecordView } from '@evenkeel/contracts-admin';
import type { Direction } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const SCHEMA = {
  required: ['name'],
  properties: { name: { type: 'string' }, n: { type: 'number' }, address: { type: 'object' } },
};
let types = 0;

/** A record type with a job of this direction. */
async function typeWith(direction: Direction | null = 'outbound'): Promise<string> {
  types += 1;
  const type = `person${types}`;
  await admin.http.put(`/api/v1/record-types/${type}`).send({ schema: SCHEMA });
  if (direction !== null) await seedJob(admin.database.tenant, { recordType: type, direction });
  return type;
}

const create = (type: string, data: object = { name: 'Ada' }) =>
  admin.http.post('/api/v1/records').set('Evenkeel-Actor', 'ann').send({ type, data });
async function created(type: string, data?: object): Promise<string> {
  const answer = await create(type, data);
  expect(answer.status).toBe(201);
  return (answer.body as RecordView).id;
}
const path = (id: string) => `/api/v1/records/${id}`;
const change = (id: string, body: object) =>
  admin.http.patch(path(id)).set('Evenkeel-Actor', 'ann').send(body);
const pending = (id: string) =>
  admin.database.rows<object>('select kind, version from local_change where record_id = $1', [id]);

describe('editing a record', () => {
  it('adds one, which is pending for the job that writes its type', async () => {
    const type = await typeWith();
    const answer = await admin.http
      .post('/api/v1/records')
      .send({ type, data: { name: 'Ada' }, set: { 'address.city': 'Ulm' } });
    const { id } = answer.body as RecordView;
    expect(answer.body).toMatchObject({
      ...{ recordType: type, data: { name: 'Ada', address: { city: 'Ulm' } }, version: 1, references: [] },
    });
    expect(answer.headers).toMatchObject({ location: path(id), etag: '"1"' });
    await expect(pending(id)).resolves.toEqual([{ kind: 'changed', version: 1 }]);
  });

  it('changes the fields that are named, and tells who did', async () => {
    const id = await created(await typeWith(), { name: 'Ada', address: { city: 'Ulm', zip: '1' }, old: 1 });
    const answer = await change(id, { set: { 'address.city': 'Bonn', n: 1.5 }, unset: ['old'] });
    expect(answer.body).toMatchObject({
      data: { name: 'Ada', address: { city: 'Bonn', zip: '1' }, n: 1.5 },
      version: 2,
    });
    expect(answer.headers['etag']).toBe('"2"');
    await expect(pending(id)).resolves.toEqual([{ kind: 'changed', version: 2 }]);
    const { events } = (await admin.http.get(path(id))).body as RecordPageView;
    expect(events.map(({ kind, version, detail }) => [kind, version, detail])).toEqual([
      ['changed', 2, 'ann'],
      ['created', 1, 'ann'],
    ]);
  });

  it('refuses a version that was changed since, and names both', async () => {
    const id = await created(await typeWith());
    const { etag = '' } = (await admin.http.get(path(id))).headers as Record<string, string>;
    expect((await change(id, { set: { n: 1 } }).set('If-Match', etag)).status).toBe(200);
    const late = await change(id, { set: { n: 2 } }).set('If-Match', etag);
    expect(late.body).toMatchObject({
      ...{ status: 412, code: 'request.stale', detail: `Record ${id} is at version 2, not 1` },
    });
    expect((await admin.http.delete(path(id)).set('If-Match', etag)).status).toBe(412);
  });

  it('deletes and restores it', async () => {
    const id = await created(await typeWith());
    const deleted = await admin.http.delete(path(id));
    expect(deleted.body).toMatchObject({ version: 2, inactiveAt: expect.any(String) as string });
    await expect(pending(id)).resolves.toEqual([{ kind: 'deleted', version: 2 }]);
    expect((await admin.http.delete(path(id))).body).toMatchObject({ version: 2 });
    expect((await change(id, { active: true })).body).toMatchObject({ version: 3, inactiveAt: null });
    await expect(pending(id)).resolves.toEqual([{ kind: 'changed', version: 3 }]);
    const { events } = (await admin.http.get(path(id))).body as RecordPageView;
    expect(events.map(({ kind }) => kind)).toEqual(['restored', 'deleted', 'created']);
  });

  it('holds it against the schema at once, and lets pass what was broken before', async () => {
    const type = await typeWith();
    expect((await create(type, { n: 'x' })).body).toMatchObject({
      ...{ status: 400, code: 'request.invalid' },
      errors: [
        { path: 'name', message: 'breaks required (no value)' },
        { path: 'n', message: 'breaks type (a text)' },
      ],
    });
    const id = await created(type, { name: 'Ada', n: 1 });
    expect((await change(id, { set: { n: 'x' } })).status).toBe(400);
    expect((await change(id, { unset: ['name'] })).status).toBe(400);
    expect((await change(id, { set: { 'name.first': 'x' } })).body).toMatchObject({
      errors: [{ path: 'set.name.first', message: expect.stringContaining('no object') as string }],
    });
    await admin.http.put(`/api/v1/record-types/${type}`).send({ schema: { ...SCHEMA, required: ['mail'] } });
    expect((await change(id, { set: { n: 2 } })).status).toBe(200);
  });

  it('refuses a type that is only read, one that is not there, and what was merged or erased', async () => {
    const read = await typeWith('inbound');
    expect((await create(read)).body).toMatchObject({ status: 409, code: 'request.read_only_type' });
    expect((await create('nothing')).body).toMatchObject({ status: 404 });
    expect((await change('4711', { active: true })).status).toBe(404);
    // Of a type that no job brings nothing writes over an edit.
    const type = await typeWith(null);
    const [id, other] = [await created(type), await created(type)];
    await admin.database.rows(`begin; set local evenkeel.engine = 'on';
      update evenkeel.record set merged_into = ${other}, inactive_at = now() where id = ${id}; commit`);
    const merged = await change(id, { set: { n: 1 } });
    expect(merged.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
    expect((merged.body as { detail: string }).detail).toContain(`Record ${id} is part of record ${other}`);
    await admin.http.post(`${path(other)}/erase`).send({ preview: false });
    expect((await change(other, { set: { n: 1 } })).body).toMatchObject({ status: 409 });
  });
});
