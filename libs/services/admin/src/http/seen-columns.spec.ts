import { KeepRecordView, KeepRecordViews } from '@evenkeel/administration';
import { seedJob } from '@evenkeel/conformance';
import type { RecordTypeView } from '@evenkeel/contracts-admin';
import { noteShape, observeShape, type Job, type JobDefinition, type JsonObject } from '@evenkeel/domain';
import { Ids, Store } from '@evenkeel/ports';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const ask = <Row extends object>(sql: string) => admin.database.rows<Row>(sql);
const sweep = () =>
  new KeepRecordViews(admin.app.get(Store), admin.app.get(Ids), admin.app.get(KeepRecordView)).run();

/** Notes records of the stream of a job as a run would. */
async function note(
  { id, connectionId, definition }: Job,
  records: readonly JsonObject[],
  isGuarded = false,
) {
  const key = { connectionId, stream: definition.stream };
  const shape = observeShape(records, { day: '2026-11-30', isWhole: true });
  await admin.database.tenant.transaction(async (tx) => {
    const step = noteShape(await tx.streamShapes.lock(key), { shape, isSampled: false }, isGuarded);
    await tx.streamShapes.save(key, step.next, { changes: step.changes, executionId: id });
  });
}

async function typed(recordType: string, definition: Partial<JobDefinition> = {}): Promise<Job> {
  const { job } = await seedJob(admin.database.tenant, { recordType, ...definition });
  await sweep();
  return job;
}

async function columnsOf(recordType: string): Promise<readonly string[]> {
  const { body } = await admin.http.get(`/api/v1/record-types/${recordType}`);
  return (body as RecordTypeView).view!.columns.map(({ name, type }) => `${name} ${type}`);
}

describe('the view of a record type without schema and mapping', () => {
  it('has the columns that were seen, and appends those that come', async () => {
    const job = await typed('seen');
    expect(await columnsOf('seen')).toEqual([]);
    await note(job, [{ id: 'a', total: 1, vip: true, at: { city: 'Bonn' }, note: null }]);
    await sweep();
    expect(await columnsOf('seen')).toEqual(['id text', 'total numeric', 'vip boolean', 'at jsonb']);
    await ask('create view report as select id, total from synced.seen');
    await note(job, [{ id: 1, total: 1.5, note: 'n' }]);
    await sweep();
    expect(await columnsOf('seen')).toEqual([
      ...['id text', 'total numeric', 'vip boolean', 'at jsonb'],
      ...['id_2 jsonb', 'note text'],
    ]);
    const { tenantId } = job;
    await ask(`insert into record (tenant_id, record_type, data) values ('${tenantId}', 'seen',
      '{"id":7,"total":1.25,"note":"x"}')`);
    expect(await ask('select id, id_2, total::text, note from synced.seen')).toEqual([
      { id: null, id_2: 7, total: '1.25', note: 'x' },
    ]);
    await ask('drop view report');
  });

  it('shows nothing of what waits to be accepted, nor fields that the job leaves out', async () => {
    const job = await typed('guarded', { fields: ['id', 'zip'] });
    await note(job, [{ id: 'a', other: 1 }]);
    await note(job, [{ id: 'a', zip: '1' }], true);
    await sweep();
    expect(await columnsOf('guarded')).toEqual(['id text']);
  });
});

it('the view of a removed record type goes once nothing depends on it', async () => {
  await admin.http.put('/api/v1/record-types/left').send({ schema: { properties: { a: {} } } });
  await ask('create view upon_left as select a from synced."left"');
  const { body } = await admin.http.delete('/api/v1/record-types/left');
  expect(body).toEqual({ name: 'left', view: 'kept' });
  await sweep();
  expect(await ask(`select to_regclass('synced."left"') is not null as there`)).toEqual([{ there: true }]);
  await ask('drop view upon_left');
  await sweep();
  expect(await ask(`select to_regclass('synced."left"') is not null as there`)).toEqual([{ there: false }]);
  expect(await ask(`select from record_view where record_type = 'left'`)).toEqual([]);
});
