import type { ExecutionView } from '@evenkeel/contracts-admin';
import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { surroundings } from '../kit/env.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { tell } from '../kit/tell.js';
import type { Story } from './story.js';

const RECORDS = surroundings.slicedRecords;
const PAGE_SIZE = 100;
const SLICE_SIZE = 2_500;
const SLICES = RECORDS / SLICE_SIZE;
const PATIENCE_MS = 120_000 + RECORDS * 2;

let all: Installation;

/** How the provider counts this page of a slice. */
function countedAs({ range, pageNo }: { range: Record<string, unknown>; pageNo: number }): string {
  const { from, before } = range as { from: number | null; before: number | null };
  const last = before === null ? '' : String(before - 1);
  return `customers[${from ?? 1}-${last}]@${pageNo * PAGE_SIZE}`;
}

function addJob(name: string, path: 'primary' | 'enterprise', delayBetweenBatchesMs: number) {
  return all.admin.addJob({
    name,
    connection: 'slices',
    stream: 'customers',
    recordType: name,
    mode: 'full',
    pageSize: PAGE_SIZE,
    chunkSize: SLICE_SIZE,
    path,
    delayBetweenBatchesMs,
  });
}

export const slices: Story = (engine) =>
  onKafka('A stream that is read in slices', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: RECORDS, latencyMs: 30 });
      await all.admin.addSandbox('slices', all.sandbox.url);
    }, 240_000);
    afterAll(() => all?.stop(), 90_000);

    it(
      'goes on with every slice from its last committed page after everything was killed',
      async () => {
        const { admin, services, sandbox, store } = all;
        await addJob('one', 'primary', 20);
        const id = await admin.begin('one');
        const killedAt = 2_000 + Math.floor(Math.random() * RECORDS * 0.6);
        await admin.untilProcessed(id, killedAt, PATIENCE_MS);
        await Promise.all(SERVICE_NAMES.map((service) => services.kill9(service)));
        const committed = (await store.rangePages(id)).map(countedAs);
        const before = await sandbox.stats();
        tell(`everything was killed after ${killedAt} records, with ${committed.length} pages committed`);
        await sandbox.control({ resetStats: true });
        await services.startAll();
        const ended = await admin.untilEnded(id, PATIENCE_MS);
        expect(ended).toMatchObject({ status: 'completed', receipt: { balanced: true, fetched: RECORDS } });
        expect(ended.chunks.filter(({ slice }) => slice === 'range')).toHaveLength(SLICES);

        const again = await sandbox.stats();
        expect(committed.length).toBeGreaterThanOrEqual(killedAt / PAGE_SIZE);
        expect(committed.filter((page) => before.pages[page] !== 1)).toEqual([]);
        expect(committed.filter((page) => again.pages[page] !== undefined)).toEqual([]);
      },
      3 * PATIENCE_MS,
    );

    it(
      'gives the same rows on the enterprise path, and says why it took it',
      async () => {
        await addJob('other', 'enterprise', 5);
        const ended: ExecutionView = await all.admin.untilEnded(
          await all.admin.begin('other'),
          2 * PATIENCE_MS,
        );
        expect(ended).toMatchObject({
          status: 'completed',
          path: { kind: 'enterprise', why: 'as the job says' },
          progress: { total: RECORDS, percentage: 100 },
        });
        const [source, one, other] = [
          await all.sandbox.customers(),
          await all.store.records('one'),
          await all.store.records('other'),
        ];
        expect(source.size).toBe(RECORDS);
        expect(one.size).toBe(RECORDS);
        expect(other).toEqual(one);
        for (const [customer, data] of source) expect(one.get(customer)?.data).toEqual(data);
      },
      3 * PATIENCE_MS,
    );
  });
