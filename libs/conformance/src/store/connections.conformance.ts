import { randomUUID } from 'node:crypto';
import type { Transaction } from '@evenkeel/ports';
import { seedJob, someConnection } from './testing/store-fixtures.js';
import { type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeConnections({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);

  describe('connections', () => {
    it('are found by id and by name', async () => {
      const connection = someConnection({ status: 'needs_attention', statusReason: 'key refused' });
      await within((tx) => tx.connections.insert(connection, null));
      await expect(within((tx) => tx.connections.find(connection.id))).resolves.toEqual(connection);
      await expect(within((tx) => tx.connections.findByName(connection.name))).resolves.toEqual(connection);
      await expect(within((tx) => tx.connections.findByName('nobody'))).resolves.toBeUndefined();
    });

    it('have a name of their own, and a refused one leaves the transaction usable', async () => {
      const connection = someConnection();
      await within((tx) => tx.connections.insert(connection, null));
      await within(async (tx) => {
        const twin = tx.connections.insert(someConnection({ name: connection.name }), null);
        await expect(twin).rejects.toMatchObject({ code: 'request.already_exists' });
        await expect(tx.connections.find(connection.id)).resolves.toEqual(connection);
      });
    });

    it('keep sealed credentials apart', async () => {
      const [sealed, open_] = [someConnection(), someConnection()];
      await within(async (tx) => {
        await tx.connections.insert(sealed, 'c2VhbGVk');
        await tx.connections.insert(open_, null);
      });
      await expect(within((tx) => tx.connections.sealedCredentials(sealed.id))).resolves.toBe('c2VhbGVk');
      await expect(within((tx) => tx.connections.sealedCredentials(open_.id))).resolves.toBeNull();
    });

    it('change their settings, and their credentials', async () => {
      const connection = someConnection();
      await within((tx) => tx.connections.insert(connection, null));
      const settings = { url: 'http://127.0.0.1:1' };
      await within((tx) => tx.connections.saveSettings(connection.id, settings));
      await expect(within((tx) => tx.connections.find(connection.id))).resolves.toEqual({
        ...connection,
        settings,
      });
      for (const sealed of ['first', 'second', null]) {
        await within((tx) => tx.connections.saveCredentials(connection.id, sealed));
        await expect(within((tx) => tx.connections.sealedCredentials(connection.id))).resolves.toBe(sealed);
      }
    });

    it('that were removed are found by their id only, and free their name', async () => {
      const connection = someConnection();
      await within(async (tx) => {
        await tx.connections.insert(connection, 'c2VhbGVk');
        await tx.connectionRemovals.begin(connection.id, 'ada');
      });
      await expect(within((tx) => tx.connections.find(connection.id))).resolves.toEqual({
        ...connection,
        removedAt: expect.any(Date) as Date,
      });
      await expect(within((tx) => tx.connections.findByName(connection.name))).resolves.toBeUndefined();
      const { items } = await within((tx) => tx.connections.list({ after: null, limit: 100 }));
      expect(items.map(({ id }) => id)).not.toContain(connection.id);
      await within((tx) => tx.connections.insert(someConnection({ name: connection.name }), null));
    });

    it('that were removed go as a whole where they have no past, and without their secrets where they have', async () => {
      const { connection: used } = await seedJob(world.tenant);
      const unused = someConnection();
      await within(async (tx) => {
        await tx.connections.insert(unused, null);
        for (const { id } of [used, unused]) {
          await tx.connections.saveCredentials(id, 'c2VhbGVk');
          await tx.connectionRemovals.begin(id, 'ada');
          await expect(tx.connectionRemovals.clear(id)).resolves.toBe(true);
          await expect(tx.connections.sealedCredentials(id)).resolves.toBeNull();
        }
      });
      await expect(within((tx) => tx.connections.find(unused.id))).resolves.toBeUndefined();
      await expect(within((tx) => tx.connections.find(used.id))).resolves.toMatchObject({ name: used.name });
    });

    it('that never were there are in no list, and are cleared away', async () => {
      const tried = someConnection();
      await within((tx) => tx.connectionRemovals.insertRemoved(tried));
      const left = () => world.system.transaction((tx) => tx.due.removedConnections());
      // It is in use: only what is left of one that was given up long ago is cleared away by a sweep.
      expect((await left()).map(({ id }) => id)).not.toContain(tried.id);
      await expect(within((tx) => tx.connections.findByName(tried.name))).resolves.toBeUndefined();
      await expect(within((tx) => tx.connectionRemovals.clear(tried.id))).resolves.toBe(true);
      await expect(within((tx) => tx.connections.find(tried.id))).resolves.toBeUndefined();
    });

    it('and everything else are not found by what is no id at all', async () => {
      for (const id of ['', 'nobody', "'; drop table job; --"]) {
        await expect(within((tx) => tx.connections.find(id))).resolves.toBeUndefined();
        await expect(within((tx) => tx.jobs.find(id))).resolves.toBeUndefined();
        await expect(within((tx) => tx.triggers.find(id))).resolves.toBeUndefined();
        await expect(within((tx) => tx.executions.lock(id))).resolves.toBeUndefined();
        await expect(within((tx) => tx.records.find(id))).resolves.toBeUndefined();
        await expect(within((tx) => tx.records.findByExternalId('customer', `${id}\u0000`))).resolves.toEqual(
          [],
        );
      }
    });

    it('count their changes, one after another', async () => {
      const connection = someConnection();
      await within((tx) => tx.connections.insert(connection, null));
      const raise = () =>
        within(async (tx) => {
          const seen = await tx.connections.lock(connection.id);
          await tx.connections.raiseRevision(connection.id);
          return seen?.revision;
        });
      const seen = await Promise.all([raise(), raise(), raise()]);
      expect(seen.sort()).toEqual([1, 2, 3]);
      await expect(within((tx) => tx.connections.find(connection.id))).resolves.toMatchObject({
        revision: 4,
      });
      await expect(within((tx) => tx.connections.lock('nobody'))).resolves.toBeUndefined();
    });

    it('change their status', async () => {
      const connection = someConnection();
      await within((tx) => tx.connections.insert(connection, null));
      await within((tx) => tx.connections.saveStatus(connection.id, 'needs_attention', '401'));
      await expect(within((tx) => tx.connections.find(connection.id))).resolves.toEqual({
        ...connection,
        status: 'needs_attention',
        statusReason: '401',
      });
    });

    it('are listed slice by slice, each once', async () => {
      const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter}-${randomUUID()}`);
      await within(async (tx) => {
        for (const name of names) await tx.connections.insert(someConnection({ name }), null);
      });
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const slice = await within((tx) => tx.connections.list({ after, limit: 2 }));
        seen.push(...slice.items.map(({ name }) => name));
        after = slice.next;
        more = after !== null;
      }
      expect(seen).toEqual(names);
    });
  });
}
