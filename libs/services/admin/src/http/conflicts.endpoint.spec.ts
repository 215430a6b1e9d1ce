import { seedJob, someWrite, newId } from '@evenkeel/conformance';
import type { ConflictView, ResolvedConflicts } from '@evenkeel/contracts-admin';
import type { Conflict, ConflictField, JsonObject } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const at = (id: string, verb = '') => `/api/v1/conflicts/${id}${verb}`;
const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string', maxLength: 5 }, secret: { type: 'string' } },
};
const BOTH: JsonObject = { local: 'Rome', remote: 'Rome' };
const city = {
  place: ['city'],
  path: 'city',
  base: BOTH,
  local: 'Oslo',
  remote: 'Bern',
} as unknown as ConflictField;
const secret = { ...city, place: ['secret'], path: 'secret' };
const OPEN: Conflict = {
  ...{ state: 'open', kind: 'data', revision: 1, remoteVersion: null, policy: 'manual', decision: null },
  ...{ fields: [city], isTaken: false, isCarriedOut: false },
};

async function seedConflict(changes: Partial<Conflict> = {}, of?: Awaited<ReturnType<typeof seed>>) {
  const { job, set } = of ?? (await seed());
  const id = newId();
  const recordId = await admin.database.tenant.transaction(async (tx) => {
    const write = someWrite(newId());
    const dataText = JSON.stringify({ city: 'Oslo', secret: 'Oslo', name: 'Ann' });
    const [referenceId = ''] = await tx.recordWrites.create(set, [{ ...write, dataText }]);
    const conflict = { ...OPEN, ...changes };
    await tx.conflicts.save([{ id, jobId: job.id, referenceId, conflict, history: [] }]);
    return (await tx.conflicts.find(id))!.recordId;
  });
  return { id, job, set, recordId };
}

const seed = async (recordType = `person ${newId()}`) => {
  const direction = { direction: 'bidirectional', conflictPolicy: { strategy: 'manual' } } as const;
  const seeded = await seedJob(admin.database.tenant, { recordType, ...direction });
  await admin.http
    .put(`/api/v1/record-types/${encodeURIComponent(recordType)}`)
    .send({ schema: SCHEMA, sensitive: ['secret'] });
  return seeded;
};
const rows = (sql: string, values: readonly string[]) =>
  admin.database.rows<Record<string, unknown>>(sql, values);
const dataOf = async (recordId: string) =>
  (await rows('select data from record where id = $1', [recordId]))[0]!['data'];
const resolve = (id: string, body: object, tag?: string) => {
  const request = admin.http.post(at(id, '/resolve'));
  return (tag === undefined ? request : request.set('If-Match', tag)).send(body);
};

describe('conflicts', () => {
  it('are listed by what they are about, and shown side by side with the revision that decisions name', async () => {
    const { id, job, recordId } = await seedConflict();
    const listed = async (query: string) =>
      ((await admin.http.get(`/api/v1/conflicts?${query}`)).body as { items: { id: string }[] }).items.map(
        (item) => item.id,
      );
    const of = `job=${job.id}`;
    expect(await listed(of)).toEqual([id]);
    for (const also of [
      'kind=data',
      'field=city',
      `record=${recordId}`,
      'since=2020-01-01T00:00:00Z',
      'state=all',
    ])
      expect(await listed(`${of}&${also}`)).toEqual([id]);
    for (const other of [
      'kind=version',
      'field=name',
      'state=waiting',
      'state=ended',
      'since=2999-01-01T00:00:00Z',
      'type=no',
    ])
      expect(await listed(`${of}&${other}`)).toEqual([]);
    const shown = await admin.http.get(at(id));
    expect(shown.headers['etag']).toBe('"1"');
    expect(shown.body).toMatchObject({
      ...{ id, recordId, state: 'open', kind: 'data', paths: ['city'] },
      fields: [
        { path: 'city', base: { value: 'Rome' }, local: { value: 'Oslo' }, remote: { value: 'Bern' } },
      ],
    });
    const page = await admin.http.get(`/api/v1/records/${recordId}`);
    expect(page.body).toMatchObject({ conflicts: [{ id }], references: [{ syncStatus: 'conflicted' }] });
  });

  it('are decided field by field, by whom and why, at the revision that was seen', async () => {
    const { id } = await seedConflict({ fields: [city, secret] });
    expect((await resolve(id, { others: 'local' }, '"2"')).status).toBe(412);
    const left = await resolve(id, { fields: { city: 'remote' } });
    expect([left.status, left.body]).toMatchObject([400, { code: 'request.invalid' }]);
    const decided = await resolve(
      id,
      { fields: { city: { value: 'Ulm' } }, others: 'remote', reason: 'she called' },
      '"1"',
    );
    expect(decided.headers['etag']).toBe('"2"');
    expect(decided.body).toMatchObject({
      ...{ state: 'resolved', isCarriedOut: false, revision: 2 },
      decision: { reason: 'she called', fields: { city: { value: 'Ulm' }, secret: 'remote' } },
      history: [{ kind: 'decided', reason: 'she called', revision: 2 }],
    });
    expect((await resolve(id, { others: 'local' })).status).toBe(409);
  });

  it('do not show what is sensitive, on either side or as a decision', async () => {
    const { id } = await seedConflict({ fields: [secret] });
    const masked = { base: { value: '***' }, local: { value: '***' }, remote: { value: '***' } };
    expect((await admin.http.get(at(id))).body).toMatchObject({ fields: [masked] });
    const decided = await resolve(id, { fields: { secret: { value: 'hidden' } } });
    expect(decided.body).toMatchObject({ decision: { fields: { secret: { value: '***' } } } });
    expect(JSON.stringify(decided.body)).not.toMatch(/hidden|Oslo/);
  });

  it('are not decided so that the record breaks the schema of its type', async () => {
    const { id } = await seedConflict();
    const refused = await resolve(id, { fields: { city: { value: 'Innsbruck' } } });
    expect([refused.status, refused.body]).toMatchObject([400, { errors: [{ path: 'city' }] }]);
    expect((await admin.http.get(at(id))).body).toMatchObject({ state: 'open' });
  });

  it('are taken back before a run has taken the decision', async () => {
    const { id } = await seedConflict();
    await resolve(id, { others: 'remote' });
    const undone = await admin.http.post(at(id, '/undo')).send({ reason: 'the other Ada' });
    expect(undone.body).toMatchObject({
      ...{ state: 'open', revision: 3, decision: null },
      history: [{ kind: 'decided' }, { kind: 'undone', reason: 'the other Ada' }],
    });
    expect((await admin.http.post(at(id, '/undo')).send({})).status).toBe(409);
  });

  it('are taken back after that: here at once, and there by the next push', async () => {
    const decision = {
      by: 'ann',
      reason: null,
      at: '2026-11-30T00:00:00.000Z',
      fields: { city: { value: 'Ulm' } },
    };
    const { id, recordId, job } = await seedConflict({
      ...{ state: 'resolved', decision, isTaken: true, isCarriedOut: true },
    });
    const set = (value: string) =>
      rows(`update record set data = data || jsonb_build_object('city', $2::text) where id = $1`, [
        recordId,
        value,
      ]);
    await set('Bonn');
    await rows('delete from reference_base', []);
    await rows('delete from local_change', []);
    expect((await admin.http.post(at(id, '/undo')).send({})).body).toMatchObject({
      code: 'request.wrong_state',
    });
    await set('Ulm');
    await rows('delete from reference_base', []);
    await rows('delete from local_change', []);
    expect((await admin.http.post(at(id, '/undo')).send({})).body).toMatchObject({ state: 'open' });
    expect(await dataOf(recordId)).toMatchObject({ city: 'Oslo' });
    const [base] = await rows('select agreed from reference_base', []);
    expect(base).toMatchObject({
      agreed: {
        ...{ contested: ['city'], local: { city: 'Rome' }, remote: { city: 'Rome' } },
        restoring: [{ place: ['city'], local: ['Oslo'], from: ['Ulm'], to: ['Bern'] }],
      },
    });
    expect(await rows('select kind from local_change where job_id = $1', [job.id])).toHaveLength(1);
  });
});

describe('many conflicts', () => {
  const ask = (body: object, tag?: string) => {
    const request = admin.http.post('/api/v1/conflicts/resolve');
    return (tag === undefined ? request : request.set('If-Match', tag)).send(body);
  };

  it('are decided by one rule as they were previewed, and only then', async () => {
    const of = await seed();
    const first = await seedConflict({}, of);
    await seedConflict({}, of);
    const wide = await seedConflict({ fields: [city, secret] }, of);
    const rule = { job: of.job.id, fields: { city: 'remote' } };
    const preview = await ask(rule);
    const { revision, ...told } = preview.body as ResolvedConflicts;
    expect(told).toMatchObject({ preview: true, found: 3, decided: 2, left: 1, more: false });
    expect(told.examples[0]).toMatchObject({
      conflict: { id: wide.id },
      problem: expect.stringContaining('secret') as string,
    });
    expect(preview.headers['etag']).toBe(`"${revision}"`);
    expect((await ask({ ...rule, preview: false })).status).toBe(400);
    await resolve(first.id, { others: 'local' });
    expect((await ask({ ...rule, preview: false }, `"${revision}"`)).status).toBe(412);
    const again = (await ask(rule)).body as ResolvedConflicts;
    expect(again).toMatchObject({ found: 2, decided: 1 });
    const done = await ask({ ...rule, preview: false }, `"${again.revision}"`);
    expect(done.body).toMatchObject({ preview: false, found: 2, decided: 1, left: 1 });
    const view = (await admin.http.get(at(wide.id))).body as ConflictView;
    expect(view.state).toBe('open');
    expect((await ask(rule)).body).toMatchObject({ found: 1, decided: 0, left: 1 });
  });
});
