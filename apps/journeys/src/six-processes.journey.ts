import { setTimeout as sleep } from 'node:timers/promises';
import { install, type Installation } from './kit/installation.js';
import { onKafka } from './kit/on-kafka.js';
import { tell } from './kit/tell.js';

const RECORDS = 20_000;
const PAGE_SIZE = 100;
const KAFKA_DOWN_MS = 5_000;
/** Who is killed, and after how many records. */
const KILLED = [
  ['executor-worker', 1_000],
  ['ingestion', 4_000],
  ['coordinator', 7_000],
] as const;

let all: Installation;

onKafka('Seven processes on real Kafka, killed and cut off while they sync 20,000 records', () => {
  beforeAll(async () => {
    all = await install('six-processes', { records: RECORDS, latencyMs: 60 });
  }, 240_000);
  afterAll(() => all?.stop(), 90_000);

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
      // One slice, so that its pages follow one another.
      chunkSize: 50_000,
    });
    executionId = await admin.begin('customers');

    for (const [service, records] of KILLED) {
      await admin.untilProcessed(executionId, records);
      await services.kill9(service);
      await services.start(service);
      tell(`${service} was killed after ${records} records, and is back`);
    }
    await admin.untilProcessed(executionId, 10_000);
    await kafka.stop();
    tell('Kafka is down');
    await sleep(KAFKA_DOWN_MS);
    await kafka.restart();
    tell('Kafka is up again');
    await admin.untilProcessed(executionId, 13_000);
    tell('pages are applied again');

    const ended = await admin.untilEnded(executionId, 120_000);
    tell(`the run ended as ${ended.status}`);
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
