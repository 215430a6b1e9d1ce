import { randomUUID } from 'node:crypto';
import { type Schedule } from '@evenkeel/domain';
import type { SystemTransaction, Transaction } from '@evenkeel/ports';
import { newId, seedJob, someJob, someTrigger } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const everyHour: Schedule = { kind: 'interval', everySeconds: 3_600 };

export function describeJobs({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const overAll = <T>(work: (tx: SystemTransaction) => Promise<T>): Promise<T> =>
    world.system.transaction(work);

  describe('jobs', () => {
    it('are found by id, by name and by revision', async () => {
      const { job } = await seedJob(world.tenant, {
        schedule: { kind: 'cron', expression: '0 3 * * *', timeZone: 'Europe/Berlin' },
        mapping: [{ source: 'name', target: 'label', transforms: ['trim', { name: 'cast', to: 'text' }] }],
      });
      await expect(within((tx) => tx.jobs.find(job.id))).resolves.toEqual(job);
      await expect(within((tx) => tx.jobs.find(job.id, 1))).resolves.toEqual(job);
      await expect(within((tx) => tx.jobs.find(job.id, 2))).resolves.toBeUndefined();
      await expect(within((tx) => tx.jobs.findByName(job.name))).resolves.toEqual(job);
      await expect(within((tx) => tx.jobs.list({ after: null, limit: 10 }))).resolves.toEqual({
        items: [job],
        next: null,
      });
    });

    it('have a name of their own, and a stream goes into a record type once', async () => {
      const { connection, job } = await seedJob(world.tenant);
      const twin = someJob(connection.id, { stream: 'orders' }, job.name);
      await expect(within((tx) => tx.jobs.insert(twin))).rejects.toMatchObject({
        code: 'request.already_exists',
        message: expect.stringContaining(job.name) as string,
      });
      await expect(within((tx) => tx.jobs.insert(someJob(connection.id)))).rejects.toMatchObject({
        code: 'request.already_exists',
        message: expect.stringContaining('customers') as string,
      });
      await within((tx) => tx.jobs.insert(someJob(connection.id, { recordType: 'contact' })));
    });

    it('with a schedule are listed for the scheduler', async () => {
      const { connection } = await seedJob(world.tenant);
      const scheduled = someJob(connection.id, { stream: 'orders', schedule: everyHour });
      await within((tx) => tx.jobs.insert(scheduled));
      await expect(overAll((tx) => tx.due.schedules())).resolves.toEqual([scheduled]);
    });

    it('that take webhooks of a stream are listed for its deliveries', async () => {
      const { connection, job } = await seedJob(world.tenant, { webhook: true });
      await within((tx) => tx.jobs.insert(someJob(connection.id, { recordType: 'contact', webhook: false })));
      const listFor = (connectionId: string, stream: string) =>
        within((tx) => tx.jobs.listForWebhook(connectionId, stream));
      await expect(listFor(connection.id, 'customers')).resolves.toEqual([job]);
      await expect(listFor(connection.id, 'orders')).resolves.toEqual([]);
      await expect(listFor(randomUUID(), 'customers')).resolves.toEqual([]);
    });
  });

  describe('triggers', () => {
    it('are accepted until they are settled', async () => {
      const { job } = await seedJob(world.tenant);
      const accepted = new Date('2026-11-01T12:00:00.000Z');
      world.setNow(accepted);
      const trigger = someTrigger(job.id, {
        kind: 'webhook',
        externalIds: ['a', 'b\u0000c'],
        deliveryIds: ['7'],
        mode: 'full',
      });
      await within((tx) => tx.triggers.insert(trigger));
      const stored = {
        ...trigger,
        failureIds: null,
        state: 'accepted',
        executionId: null,
        acceptedAt: accepted,
      };
      await expect(within((tx) => tx.triggers.find(trigger.id))).resolves.toEqual(stored);
      const executionId = newId();
      await within((tx) => tx.triggers.settle(trigger.id, 'opened', executionId));
      await expect(within((tx) => tx.triggers.lock(trigger.id))).resolves.toEqual({
        ...stored,
        state: 'opened',
        executionId,
      });
    });

    it('that nobody answered are listed, oldest first, once they are old enough', async () => {
      const { job } = await seedJob(world.tenant);
      const triggers = [someTrigger(job.id), someTrigger(job.id), someTrigger(job.id), someTrigger(job.id)];
      for (const [index, trigger] of triggers.entries()) {
        world.setNow(new Date(Date.UTC(2026, 10, 1, 12, 0, index)));
        await within((tx) => tx.triggers.insert(trigger));
      }
      await within((tx) => tx.triggers.settle(triggers[0]!.id, 'skipped', null));
      world.setNow(new Date(Date.UTC(2026, 10, 1, 12, 0, 4)));
      const unanswered = (olderThanMs: number, limit: number) =>
        within((tx) => tx.triggers.listUnanswered(olderThanMs, limit));
      const entry = (index: number) => ({ triggerId: triggers[index]!.id, jobId: job.id });
      await expect(unanswered(1_500, 10)).resolves.toEqual([entry(1), entry(2)]);
      await expect(unanswered(0, 1)).resolves.toEqual([entry(1)]);
    });
  });

  describe('schedule slots', () => {
    const dueAt = new Date('2026-11-01T13:00:00.000Z');

    it('are decided once, and the last one is remembered', async () => {
      const { job } = await seedJob(world.tenant);
      const decide = (slot: Date) =>
        within((tx) => tx.scheduleSlots.decide(job.id, slot, { kind: 'fired', triggerId: newId() }));
      await expect(within((tx) => tx.scheduleSlots.lastDecided(job.id))).resolves.toBeUndefined();
      await expect(decide(dueAt)).resolves.toBe(true);
      await expect(decide(dueAt)).resolves.toBe(false);
      await expect(within((tx) => tx.scheduleSlots.decide(job.id, dueAt, { kind: 'missed' }))).resolves.toBe(
        false,
      );
      await expect(decide(new Date('2026-11-01T12:00:00.000Z'))).resolves.toBe(true);
      await expect(within((tx) => tx.scheduleSlots.lastDecided(job.id))).resolves.toEqual(dueAt);
    });

    it('are decided by one of two schedulers that race, and the other waits to hear so', async () => {
      const { job } = await seedJob(world.tenant);
      const decide = () => ({ kind: 'fired', triggerId: newId() }) as const;
      const first = await hold(world.tenant, (tx) => tx.scheduleSlots.decide(job.id, dueAt, decide()));
      const second = within((tx) => tx.scheduleSlots.decide(job.id, dueAt, decide()));
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      expect([first.answer, await second]).toEqual([true, false]);
    });

    it('count from when their job was given its schedule', async () => {
      const created = new Date('2026-10-01T00:00:00.001Z');
      world.setNow(created);
      const { job } = await seedJob(world.tenant);
      const countsFrom = () => within((tx) => tx.scheduleSlots.countsFrom(job.id));
      await expect(countsFrom()).resolves.toEqual(created);
      const given = new Date('2026-10-02T00:00:00.001Z');
      world.setNow(given);
      const definition = { ...job.definition, schedule: everyHour };
      await within((tx) => tx.jobs.saveRevision({ ...job, revision: 2, definition }));
      world.setNow(undefined);
      await expect(countsFrom()).resolves.toEqual(given);
      // Something else changes: the schedule is the same.
      const slower = { ...definition, timeoutMinutes: 5 };
      await within((tx) => tx.jobs.saveRevision({ ...job, revision: 3, definition: slower }));
      await expect(countsFrom()).resolves.toEqual(given);
      await expect(within((tx) => tx.scheduleSlots.countsFrom(randomUUID()))).rejects.toMatchObject({
        code: 'request.not_found',
      });
    });
  });
}
