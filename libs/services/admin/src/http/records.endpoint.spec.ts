import type { RecordView } from '@evenkeel/contracts-admin';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

describe('records', () => {
  it('lists them by type and by external id, and shows one with where it came from', async () => {
    const job = await sampleJob(admin);
    const set = { connectionId: job.connection.id, stream: 'customers', recordType: 'customer' };
    const observedAt = '2026-11-21T12:00:00.000Z';
    const write = (externalId: string) => ({
      externalId,
      contentHash: externalId.padEnd(32, '0').replace(/[^0-9a-f]/g, 'a'),
      dataText: JSON.stringify({ name: `Customer ${externalId}` }),
      version: null,
      modifiedAt: null,
      observedAt,
    });
    await admin.database.tenant.transaction((tx) =>
      tx.recordWrites.create(set, ['c1', 'c2', 'c3'].map(write)),
    );
    const listed = (await admin.http.get('/api/v1/records').query({ type: 'customer', limit: 2 })).body as {
      items: RecordView[];
      next: string | null;
    };
    expect(listed.items).toHaveLength(2);
    expect(listed.next).not.toBeNull();
    const found = (await admin.http.get('/api/v1/records').query({ type: 'customer', externalId: 'c2' }))
      .body as {
      items: RecordView[];
    };
    expect(found.items).toMatchObject([{ data: { name: 'Customer c2' }, version: 1 }]);
    const [record] = found.items;
    const shown = await admin.http.get(`/api/v1/records/${record?.id}`);
    expect(shown.body).toMatchObject({
      id: record?.id,
      recordType: 'customer',
      references: [{ connection: job.connection.name, stream: 'customers', externalId: 'c2', observedAt }],
    });
  });

  it('says so when there is none, and when what was asked for is no id', async () => {
    expect((await admin.http.get('/api/v1/records/999999')).status).toBe(404);
    expect((await admin.http.get('/api/v1/records/abc')).status).toBe(400);
    expect((await admin.http.get('/api/v1/records')).body).toMatchObject({
      status: 400,
      errors: [{ path: 'type' }],
    });
  });
});
