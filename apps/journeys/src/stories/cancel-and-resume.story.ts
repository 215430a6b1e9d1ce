import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionView } from '@evenkeel/contracts-admin';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import type { Story } from './story.js';

const NAME = 'cancelled';
const RECORDS = 6_000;
const PAGE_SIZE = 100;

let all: Installation;

export const cancelAndResume: Story = (engine) =>
  onKafka('A run that is cancelled while it goes on', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: RECORDS, latencyMs: 40 });
    }, 240_000);
    afterAll(() => all?.stop(), 90_000);

    let cancelled: ExecutionView;

    it('writes nothing more once it is shown as cancelled', async () => {
      const { admin, sandbox, store } = all;
      await admin.addSandbox(NAME, sandbox.url);
      await admin.addJob({
        name: NAME,
        connection: NAME,
        stream: 'customers',
        recordType: NAME,
        pageSize: PAGE_SIZE,
        // One slice, so that its pages follow one another.
        chunkSize: 50_000,
      });
      const id = await admin.begin(NAME);
      await admin.untilProcessed(id, 1_500);
      cancelled = await admin.cancel(id);
      const before = await store.checksums();
      expect(cancelled).toMatchObject({ status: 'cancelled', ended: true });

      for (let second = 0; second < 5; second += 1) {
        await sleep(1_000);
        expect(await store.checksums()).toEqual(before);
      }
      const { progress, receipt } = await admin.execution(id);
      expect(progress.processed).toBeGreaterThanOrEqual(1_500);
      expect(progress.processed).toBeLessThan(RECORDS);
      expect(receipt.fetched).toBe(await store.countOf(NAME));
    }, 60_000);

    it('goes on, when it is resumed, from the last page that was applied', async () => {
      const { admin, sandbox, store } = all;
      const applied = await store.pages(cancelled.id);
      const already = await sandbox.stats();
      await sandbox.control({ resetStats: true });
      const resumed = await admin.resume(cancelled.id);
      expect(resumed.epoch).toBeGreaterThan(cancelled.epoch);
      const ended = await admin.untilEnded(cancelled.id);
      expect(ended).toMatchObject({ status: 'completed', receipt: { balanced: true, fetched: RECORDS } });

      const again = await sandbox.stats();
      const committed = applied.map(({ pageNo }) => `customers@${pageNo * PAGE_SIZE}`);
      expect(committed.filter((page) => already.pages[page] !== 1)).toEqual([]);
      expect(committed.filter((page) => again.pages[page] !== undefined)).toEqual([]);
    }, 90_000);

    it('ends equal to the source', async () => {
      const source = await all.sandbox.customers();
      const records = await all.store.records(NAME);
      expect(records.size).toBe(RECORDS);
      for (const [id, customer] of source) expect(records.get(id)).toEqual({ data: customer, version: 1 });
    });
  });
