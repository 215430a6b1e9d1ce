import { seedJob, someConnection, someTrigger } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeTransactions({ open }: StoreConformance): void {
  describe('transactions', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });

    it('give what the work gave, and keep what it wrote', async () => {
      const connection = someConnection();
      const answer = await world.tenant.transaction(async (tx) => {
        await tx.connections.insert(connection, null);
        return 'done';
      });
      expect(answer).toBe('done');
      await expect(world.tenant.transaction((tx) => tx.connections.find(connection.id))).resolves.toEqual(
        connection,
      );
    });

    it('keep nothing of work that rejects, and reject with its error', async () => {
      const connection = someConnection();
      const problem = new Error('no');
      const work = world.tenant.transaction(async (tx) => {
        await tx.connections.insert(connection, 'sealed');
        throw problem;
      });
      await expect(work).rejects.toBe(problem);
      await expect(
        world.tenant.transaction((tx) => tx.connections.find(connection.id)),
      ).resolves.toBeUndefined();
    });

    it('are not needed to read what is committed, with one statement', async () => {
      const connection = someConnection();
      await world.tenant.transaction((tx) => tx.connections.insert(connection, null));
      await expect(world.tenant.read((tx) => tx.connections.find(connection.id))).resolves.toEqual(
        connection,
      );
      const problem = new Error('no');
      await expect(world.tenant.read(() => Promise.reject(problem))).rejects.toBe(problem);
      const twice = world.tenant.read(async (tx) => [await tx.now(), await tx.now()]);
      await expect(twice).rejects.toMatchObject({ code: 'system.unexpected' });
    });

    it('do not see what others have not committed', async () => {
      const connection = someConnection();
      const other = await hold(world.tenant, (tx) => tx.connections.insert(connection, null));
      await expect(
        world.tenant.transaction((tx) => tx.connections.find(connection.id)),
      ).resolves.toBeUndefined();
      await other.commit();
    });

    it('see what others commit between two of their statements', async () => {
      const connection = someConnection();
      const found = await world.tenant.transaction(async (tx) => {
        await tx.connections.find(connection.id);
        await world.tenant.transaction((other) => other.connections.insert(connection, null));
        return tx.connections.find(connection.id);
      });
      expect(found).toEqual(connection);
    });

    it('run again from the start when two of them wait for each other', async () => {
      const { job } = await seedJob(world.tenant);
      const [left, right] = [someTrigger(job.id), someTrigger(job.id)];
      await world.tenant.transaction(async (tx) => {
        await tx.triggers.insert(left);
        await tx.triggers.insert(right);
      });
      let runs = 0;
      let holding = 0;
      const lockBoth = (first: string, second: string) =>
        world.tenant.transaction(async (tx) => {
          runs += 1;
          await tx.triggers.lock(first);
          holding += 1;
          // The first time, each goes on only when both hold what the other wants.
          while (holding < 2) await new Promise((resolve) => setTimeout(resolve, 5));
          await tx.triggers.lock(second);
        });
      await Promise.all([lockBoth(left.id, right.id), lockBoth(right.id, left.id)]);
      expect(runs).toBeGreaterThan(2);
    });

    it('let one wait for the lock of another, and then see what it committed', async () => {
      const { job } = await seedJob(world.tenant);
      const trigger = someTrigger(job.id);
      await world.tenant.transaction((tx) => tx.triggers.insert(trigger));
      const first = await hold(world.tenant, async (tx) => {
        await tx.triggers.lock(trigger.id);
        await tx.triggers.settle(trigger.id, 'skipped', null);
      });
      const second = world.tenant.transaction((tx) => tx.triggers.lock(trigger.id));
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await expect(second).resolves.toMatchObject({ state: 'skipped' });
    });

    it('tell the time of the database, which a test may set', async () => {
      const now = new Date('2031-01-02T03:04:05.678Z');
      world.setNow(now);
      await expect(world.tenant.transaction((tx) => tx.now())).resolves.toEqual(now);
      world.setNow(undefined);
      const real = await world.tenant.transaction((tx) => tx.now());
      expect(Math.abs(real.getTime() - Date.now())).toBeLessThan(5_000);
    });
  });
}
