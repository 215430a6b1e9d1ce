import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { install, type Installation } from './kit/installation.js';
import { onKafka } from './kit/on-kafka.js';
import { tell } from './kit/tell.js';

const RECORDS = 3_000;
/** What is left on the clock of the run when Kafka goes away, and how long it stays away: longer. */
const TIME_LEFT_SECONDS = 30;
const AWAY_MS = 40_000;

let all: Installation;

/** As if the job's timeout, which counts minutes, were short. */
async function shortenDeadline(executionId: string): Promise<void> {
  const client = new Client({ connectionString: all.databaseUrl });
  await client.connect();
  await client.query(
    `update evenkeel.execution set deadline = now() + $2 * interval '1 second' where id = $1`,
    [executionId, TIME_LEFT_SECONDS],
  );
  await client.end();
}

onKafka('Kafka is away for longer than a run may take', () => {
  beforeAll(async () => {
    all = await install('kafka-away', { records: RECORDS, latencyMs: 100 });
  }, 240_000);
  afterAll(() => all?.stop(), 90_000);

  it('runs wait, and then finish: nothing times out', async () => {
    const { admin, kafka, sandbox, services } = all;
    await admin.addSandbox('sandbox', sandbox.url);
    for (const stream of ['customers', 'devices'])
      await admin.addJob({ name: stream, connection: 'sandbox', stream, recordType: stream, pageSize: 50 });
    const underWay = await admin.begin('customers');
    await admin.untilProcessed(underWay, 200);
    await kafka.stop();
    tell('Kafka is away');
    await shortenDeadline(underWay);
    // Also what is asked for meanwhile is accepted, and not lost.
    const { id: asked } = await admin.run('devices', { mode: 'full' });
    await sleep(AWAY_MS);
    expect(await admin.execution(underWay)).toMatchObject({ ended: false });
    expect(services.lost).toEqual([]);
    await kafka.restart();
    tell('Kafka is back');
    const { executionId } = await admin.trigger(asked);
    for (const id of [underWay, executionId ?? (await admin.begin('devices'))]) {
      const ended = await admin.untilEnded(id, 120_000);
      expect(ended).toMatchObject({
        status: 'completed',
        receipt: { balanced: true, fetched: RECORDS, created: RECORDS },
      });
    }
  }, 300_000);

  it('and leave rows that equal the source', async () => {
    for (const stream of ['customers', 'devices'] as const) {
      const source = await all.sandbox.records(stream);
      const records = await all.store.records(stream);
      expect(records.size).toBe(RECORDS);
      for (const [id, data] of source) expect(records.get(id)).toEqual({ data, version: 1 });
    }
    expect(await all.store.stuckMessages()).toEqual([]);
  }, 60_000);
});
