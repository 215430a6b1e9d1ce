import { setTimeout as sleep } from 'node:timers/promises';
import { install, type Installation } from './kit/installation.js';

const RECORDS = 20_000;
const PAGE_SIZE = 100;

let all: Installation;

beforeAll(async () => {
  all = await install('six-processes', { records: RECORDS, latencyMs: 60 });
}, 120_000);
afterAll(() => all?.stop(), 90_000);

describe('Seven processes on real Kafka, killed and cut off while they sync 20,000 records', () => {
  let executionId: string;

  it('complete the run', async () => {
    const { admin, services, kafka, sandbox } = all;
    await admin.addSandbox('sandbox', sandbox.url);
    await admin.addJob({
      name: 'customers',
      connection: 'sandbox',
      stream: 'customers',
      recordType: 'customer',
      pageSize: PAGE_SIZE,
    });
    executionId = await admin.begin('customers');

    await admin.untilProcessed(executionId, 1_000);
    await services.kill9('executor-worker');
    await services.start('executor-worker');
    await admin.untilProcessed(executionId, 4_000);
    await services.kill9('ingestion');
    await services.start('ingestion');
    await admin.untilProcessed(executionId, 7_000);
    await services.kill9('coordinator');
    await services.start('coordinator');
    await admin.untilProcessed(executionId, 10_000);
    await kafka.stop();
    await sleep(5_000);
    await kafka.startAgain();
    await admin.untilProcessed(executionId, 13_000);

    const ended = await admin.untilEnded(executionId, 120_000);
    expect(ended).toMatchObject({ status: 'completed', reason: null });
    expect(services.lost).toEqual([]);
  }, 300_000);

  it('end with a receipt that balances', async () => {
    const { receipt } = await all.admin.execution(executionId);
    expect(receipt).toMatchObject({
      balanced: true,
      fetched: RECORDS,
      created: RECORDS,
      updated: 0,
      skipped: 0,
      failed: 0,
    });
  });

  it('applied each page once, in one unbroken chain', async () => {
    const pages = await all.store.pages(executionId);
    expect(new Set(pages.map(({ chunkId }) => chunkId)).size).toBe(1);
    expect(pages.map(({ pageNo }) => pageNo)).toEqual(pages.map((_, index) => index));
    expect(pages.map(({ cursorIn }) => cursorIn)).toEqual([
      null,
      ...pages.slice(0, -1).map(({ cursorOut }) => cursorOut),
    ]);
    expect(pages.reduce((sum, { inputs }) => sum + inputs, 0)).toBe(RECORDS);
  });

  it('left every record as the provider has it, field by field, written once', async () => {
    const source = await all.sandbox.customers();
    const records = await all.store.records('customer');
    expect(records.size).toBe(RECORDS);
    expect(source.size).toBe(RECORDS);
    expect(await all.store.count('record')).toBe(RECORDS);
    const versions = new Set([...records.values()].map(({ version }) => version));
    expect(versions).toEqual(new Set([1]));
    for (const [id, customer] of source) expect(records.get(id)?.data).toEqual(customer);
  }, 60_000);

  it('gave no message up', async () => {
    expect(await all.store.stuckMessages()).toEqual([]);
  });
});
