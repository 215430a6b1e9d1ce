import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../kit/eventually.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import type { Story } from './story.js';

const SECONDS = 9;
const SCHEDULERS = [1, 2, 3];
const FROZEN_MS = 2_000;

let all: Installation;

export const schedule: Story = (engine) =>
  onKafka('Three schedulers, each of which stands still for a while, and a job for every second', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: 10 });
      await Promise.all([2, 3].map((replica) => all.services.start('scheduler', replica)));
    }, 240_000);
    afterAll(() => all?.stop(), 90_000);

    it('decide each slot once, and start one run for each that they fire', async () => {
      const { admin, sandbox, store } = all;
      await admin.addSandbox('schedule', sandbox.url);
      const job = await admin.addJob({
        name: 'schedule',
        connection: 'schedule',
        stream: 'customers',
        recordType: 'schedule',
        schedule: { kind: 'cron', expression: '* * * * * *', timeZone: 'UTC' },
      });
      await standStill(all.services);
      const slots = await eventually(`${SECONDS} slots are decided`, async () => {
        const decided = await store.slots(job.id);
        return decided.length >= SECONDS && decided;
      });
      // A trigger is committed with its slot: those of the same moment can be compared.
      const fired = slots.filter(({ decision }) => decision === 'fired').map(({ triggerId }) => triggerId);
      const triggers = new Set((await store.triggers(job.id)).map(({ id }) => id));

      // On a busy machine two slots may fall due before anybody looks: then one run covers both.
      expect(fired.length).toBeGreaterThan(SECONDS / 2);
      expect(new Set(fired).size).toBe(fired.length);
      expect(fired.filter((id) => id === null || !triggers.has(id))).toEqual([]);
      const missed = slots.filter(({ decision }) => decision === 'missed');
      expect(missed.length + fired.length).toBe(slots.length);
      expect(missed.filter(({ triggerId }) => triggerId !== null)).toEqual([]);
      const seconds = slots.map(({ dueAt }) => dueAt.getTime());
      expect(seconds).toEqual(seconds.map((_, index) => seconds[0]! + index * 1_000));
    }, 60_000);

    it('answer every trigger', async () => {
      const { admin, store } = all;
      const { items } = await admin.executions('schedule');
      expect(items.length).toBeGreaterThan(0);
      const jobId = items[0]!.job.id;
      await Promise.all(SCHEDULERS.map((replica) => all.services.stop('scheduler', replica)));
      const triggers = await eventually('every trigger is answered', async () => {
        const found = await store.triggers(jobId);
        return found.every(({ state }) => state !== 'accepted') && found;
      });
      const slots = await store.slots(jobId);
      expect(triggers).toHaveLength(slots.filter(({ decision }) => decision === 'fired').length);
      expect(triggers.map(({ kind }) => kind)).toEqual(triggers.map(() => 'schedule'));
    }, 60_000);
  });

/** One after the other, wherever it is: in the middle of a slot, too. */
async function standStill(services: Installation['services']): Promise<void> {
  for (const replica of SCHEDULERS) {
    services.freeze('scheduler', replica);
    await sleep(FROZEN_MS);
    services.thaw('scheduler', replica);
    await sleep(SECONDS * (1_000 / SCHEDULERS.length) - FROZEN_MS);
  }
}
