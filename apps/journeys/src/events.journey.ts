import { eventCatalog, EVENTS_TOPIC } from '@evenkeel/contracts-messages';
import { ConsoleConsumer, type PrintedRecord } from './kit/console-consumer.js';
import { eventually } from './kit/eventually.js';
import { install, type Installation } from './kit/installation.js';
import { onKafka } from './kit/on-kafka.js';
import { tell } from './kit/tell.js';

const RECORDS = 3_000;
const PAGE_SIZE = 50;
/** Who is killed, and after how many records. The relay runs in each of them. */
const KILLED = [
  ['ingestion', 300],
  ['coordinator', 900],
  ['executor-worker', 1_500],
] as const;

let all: Installation;
let consumer: ConsoleConsumer;

const isOf = ({ headers }: PrintedRecord, id: string) => headers['ce_subject']?.endsWith(id) === true;
const typeOf = ({ headers }: PrintedRecord) => headers['ce_type'] ?? '';

/** Without what came again: the id tells. */
function onceEach(records: readonly PrintedRecord[]): readonly PrintedRecord[] {
  return [...new Map(records.map((record) => [record.headers['ce_id'] ?? '', record])).values()];
}

onKafka("Kafka's own console consumer is told what happens, while services are killed", () => {
  beforeAll(async () => {
    all = await install('events', { records: RECORDS, latencyMs: 40 });
    consumer = await ConsoleConsumer.start(all.kafka.brokers, EVENTS_TOPIC);
  }, 240_000);
  afterAll(async () => {
    await consumer?.stop();
    await all?.stop();
  }, 90_000);

  let executionId: string;

  it('a run is told from its beginning to its end', async () => {
    const { admin, services, sandbox } = all;
    await admin.addSandbox('sandbox', sandbox.url);
    await admin.addJob({
      name: 'customers',
      connection: 'sandbox',
      stream: 'customers',
      recordType: 'customer',
      pageSize: PAGE_SIZE,
      chunkSize: 50_000,
    });
    executionId = await admin.begin('customers');
    for (const [service, records] of KILLED) {
      await admin.untilProcessed(executionId, records);
      await services.kill9(service);
      await services.start(service);
      tell(`${service} was killed after ${records} records, and is back`);
    }
    const ended = await admin.untilEnded(executionId, 180_000);
    expect(ended).toMatchObject({ status: 'completed', receipt: { balanced: true, created: RECORDS } });
    const isOver = () => consumer.records.some((record) => typeOf(record) === 'sync.completed');
    await eventually('the end of the run is told', async () => isOver(), 60_000);
    tell(`${consumer.records.length} records were read from ${EVENTS_TOPIC}`);
    expect(consumer.strange).toEqual([]);
  }, 400_000);

  it('each event of it once, in order and without a gap', () => {
    const events = onceEach(consumer.records).filter((record) => isOf(record, executionId));
    expect(events.map(({ headers }) => Number(headers['ce_sequence']))).toEqual(
      events.map((_, at) => at + 1),
    );
    expect(events.every(({ key, headers }) => key === headers['ce_subject'])).toBe(true);
    const types = events.map(typeOf);
    expect(types.filter((type) => type.startsWith('sync.'))).toEqual([
      'sync.triggered',
      'sync.started',
      'sync.completed',
    ]);
    expect(types.at(-1)).toBe('sync.completed');
    const batches = events.filter((event) => typeOf(event) === 'batch.processed');
    const sizes = batches.map(({ value }) => (JSON.parse(value) as { batch: { size: number } }).batch.size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(RECORDS);
    expect(batches).toHaveLength(RECORDS / PAGE_SIZE);
  });

  it('as its schema says, in CloudEvents that any tool reads', () => {
    for (const record of consumer.records) {
      const definition = eventCatalog.find(({ type }) => type === typeOf(record));
      expect(definition?.data.safeParse(JSON.parse(record.value))).toMatchObject({ success: true });
      expect(record.headers).toMatchObject({ ce_specversion: '1.0', 'content-type': 'application/json' });
    }
  });

  it('and the same events are there over HTTP', async () => {
    const { items } = await all.admin.eventsOf(executionId);
    const told = onceEach(consumer.records).filter((record) => isOf(record, executionId));
    expect(items.map(({ id }) => id)).toEqual(told.map(({ headers }) => headers['ce_id']));
  });
});
