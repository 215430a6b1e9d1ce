import type { JsonObject } from '@evenkeel/domain';
import { EditedSides } from '../kit/edited-sides.js';
import { eventually } from '../kit/eventually.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { countOf, untilApplied } from '../kit/pushes-of.js';
import { SandboxSide } from '../kit/sandbox-side.js';
import { StoreSide } from '../kit/side.js';
import { tell } from '../kit/tell.js';
import type { Story } from './story.js';

const RECORDS = 1_000;
const LAST_RUNS = 3;
/** Who is killed, after how many writes were applied. */
const KILLED = [
  ['executor-worker', 40],
  ['ingestion', 120],
  ['executor-worker', 220],
  ['ingestion', 300],
] as const;

let all: Installation;
let sides: EditedSides;

async function addJob({ admin, sandbox }: Installation): Promise<void> {
  await admin.addConnection({
    ...{ name: 'both-sides', connector: 'simulator', credentials: {} },
    settings: { baseUrl: sandbox.url, writes: { keyLifetimeSeconds: null, lookUpSettlesMs: 200 } },
  });
  await admin.addJob({
    ...{ name: 'both-sides', connection: 'both-sides', stream: 'customers', recordType: 'both-sides' },
    ...{ direction: 'bidirectional', mode: 'full', deletePolicy: 'delete' },
    deleteCeiling: { percent: 100, records: RECORDS },
    conflictPolicy: { strategy: 'source_wins', fields: { city: 'destination_wins' } },
    mapping: ['email', 'name', 'city', 'segment'].map((field) => ({
      ...{ source: field, target: field, direction: 'both' },
    })),
  });
}

async function expectEqualSides(): Promise<void> {
  const { here, there, expected } = await sides.compared();
  expect(here).toEqual(expected);
  expect(there).toEqual(expected);
}

export const twoWayKilled: Story = (engine) =>
  onKafka('Both sides of a job are edited while its processes are killed', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: RECORDS, latencyMs: 3 });
      await addJob(all);
      const there = new SandboxSide(all.sandbox, 'email');
      const fields = {
        key: 'email',
        ours: (text: string): JsonObject => ({ city: text }),
        theirs: (text: string): JsonObject => ({ name: text }),
        contested: (text: string): JsonObject => ({ segment: text }),
      };
      const here = new StoreSide(all.store, 'both-sides', 'email');
      sides = new EditedSides({ here, there, fields }, await there.listed());
    }, 240_000);
    afterAll(() => all?.stop(), 90_000);

    it('the first run takes what the provider has', async () => {
      const first = await all.admin.runToEnd('both-sides');
      expect(first).toMatchObject({ status: 'completed', receipt: { created: RECORDS, balanced: true } });
      await expectEqualSides();
    }, 120_000);

    it('what is edited meanwhile on either side is on both in the end', async () => {
      const { admin, sandbox, services, store } = all;
      await sides.editAtRest();
      await sandbox.control({ faults: 'reset-after:every=37:on=write,reset-before:every=41:on=write' });
      const id = await admin.begin('both-sides');
      const killEach = async () => {
        for (const [service, writes] of KILLED) {
          const isReached = async () =>
            (await countOf(store, `push_intent where state = 'applied'`)) >= writes;
          await eventually(`${writes} writes are applied`, isReached);
          await services.kill9(service);
          await services.start(service);
          tell(`${service} was killed after ${writes} writes, and is back`);
        }
        return admin.untilEnded(id, 120_000);
      };
      expect((await sides.editDuring(killEach())).receipt).toMatchObject({ balanced: true });
      await sandbox.control({ faults: '' });
      await untilApplied(store);
      for (let run = 0; run < LAST_RUNS; run += 1) {
        expect((await admin.runToEnd('both-sides')).receipt).toMatchObject({ balanced: true });
        await untilApplied(store);
      }
      await expectEqualSides();
    }, 240_000);

    it('nothing was created twice, and nothing is left to be sent', async () => {
      const { admin, sandbox, store, services } = all;
      const { creates } = (await sandbox.stats()) as unknown as { creates: Record<string, number> };
      expect(Object.values(creates).filter((times) => times > 1)).toEqual([]);
      expect(await countOf(store, 'local_change')).toBe(0);
      expect(await store.stuckMessages()).toEqual([]);
      expect(services.lost).toEqual([]);
      await sandbox.control({ resetStats: true });
      await admin.runToEnd('both-sides');
      expect(await sandbox.stats()).toMatchObject({ writes: {} });
    }, 60_000);
  });
