import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { tell } from '../kit/tell.js';
import type { Story } from './story.js';

const NAME = 'quota';
const RECORDS = 2_000;
const PAGE_SIZE = 50;
const LIMIT = { calls: 60, perSeconds: 10 } as const;
/** Bulk work leaves a third to others, and a second of the window is kept back for clocks and for the way. */
const LEAST_IN_WINDOW = 30;

let all: Installation;

export const sharedQuota: Story = (engine) =>
  onKafka('Two jobs share the quota of a provider that bans for any excess', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: RECORDS });
      await all.services.start('executor-worker', 2);
    }, 240_000);
    afterAll(async () => {
      await all?.services.stop('executor-worker', 2);
      await all?.stop();
    }, 90_000);

    it('and use it from two processes without ever being banned', async () => {
      const { admin, sandbox } = all;
      await sandbox.control({ callLimit: { calls: LIMIT.calls, perMs: LIMIT.perSeconds * 1000 } });
      await admin.addConnection({
        name: NAME,
        connector: 'simulator',
        settings: { baseUrl: sandbox.url },
        quota: { rate: LIMIT },
      });
      const jobs = ['customers', 'devices'];
      for (const stream of jobs) {
        const job = { name: `${NAME}-${stream}`, connection: NAME, stream, recordType: `${NAME}-${stream}` };
        await admin.addJob({ ...job, pageSize: PAGE_SIZE, chunkSize: 500 });
      }
      const runs = await Promise.all(jobs.map((job) => admin.begin(`${NAME}-${job}`)));
      // By name beside them, from the share that is kept for it.
      for (let time = 0; time < 5; time += 1)
        expect(await admin.runToEnd(`${NAME}-customers`, { externalIds: ['cus_00000007'] })).toMatchObject({
          status: 'completed',
        });
      for (const run of runs) {
        const { status, receipt } = await admin.untilEnded(run, 180_000);
        expect([status, receipt.fetched]).toEqual(['completed', RECORDS]);
      }
      const { callUse, byStatus } = await sandbox.stats();
      tell(`${callUse?.most} calls of ${LIMIT.calls} in the fullest ${LIMIT.perSeconds} s`);
      expect(callUse).toMatchObject({ banned: false });
      expect(byStatus['403']).toBeUndefined();
      expect(callUse?.most).toBeGreaterThanOrEqual(LEAST_IN_WINDOW);
      expect(await all.store.workers(runs)).toEqual(['executor-worker-1', 'executor-worker-2']);
    }, 300_000);
  });
