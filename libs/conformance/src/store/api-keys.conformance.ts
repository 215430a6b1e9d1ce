import type { NewApiKey, Transaction } from '@evenkeel/ports';
import { newId } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const NOON = new Date('2026-11-30T12:00:00.000Z');
const later = (ms: number) => new Date(NOON.getTime() + ms);
const MINUTE = 60_000;

const someKey = (changes: Partial<NewApiKey> = {}): NewApiKey => {
  const id = newId();
  return {
    ...{ id, name: 'ci', prefix: id.slice(-12), hash: `hash of ${id}` },
    ...{ role: 'operator', createdBy: 'ada', expiresInDays: null },
    ...changes,
  };
};

export function describeApiKeys({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
    world.setNow(NOON);
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const insert = (key: NewApiKey) => within((tx) => tx.apiKeys.insert(key));
  const find = (prefix: string) => world.system.transaction((tx) => tx.access.findKey(prefix));

  describe('API keys', () => {
    it('are found by their prefix, with their tenant, over all tenants', async () => {
      const other = await world.addTenant();
      const key = someKey({ expiresInDays: 2 });
      const theirs = someKey({ role: 'admin' });
      await insert(key);
      await world.store.of(other).transaction((tx) => tx.apiKeys.insert(theirs));
      expect(await find(key.prefix)).toMatchObject({
        ...{ id: key.id, name: 'ci', role: 'operator', hash: key.hash, createdAt: NOON, now: NOON },
        ...{ expiresAt: later(2 * 24 * 60 * MINUTE), revokedAt: null, lastUsedAt: null, isUseDue: true },
      });
      expect(await find(theirs.prefix)).toMatchObject({ tenantId: other, role: 'admin', expiresAt: null });
      expect(await find('another-one-')).toBeUndefined();
    });

    it('have one live holder of each name of a tenant', async () => {
      const [first, second] = [someKey(), someKey()];
      await insert(first);
      expect(await insert(second)).toBeUndefined();
      expect(await find(second.prefix)).toBeUndefined();
      expect(await within((tx) => tx.apiKeys.revoke('ci', 'eve'))).toMatchObject({ revokedAt: NOON });
      expect(await insert(second)).toMatchObject({ id: second.id });
      const listed = await within((tx) => tx.apiKeys.list());
      expect(listed.map(({ id }) => id)).toEqual([second.id, first.id]);
    });

    it('are revoked once, by id or name, and only by their tenant', async () => {
      const key = someKey();
      await insert(key);
      const other = world.store.of(await world.addTenant());
      for (const reference of [key.id, 'ci', 'nobody', newId()])
        expect(await other.transaction((tx) => tx.apiKeys.revoke(reference, 'eve'))).toBeUndefined();
      expect(await other.transaction((tx) => tx.apiKeys.list())).toEqual([]);
      expect(await within((tx) => tx.apiKeys.revoke(key.id, 'ada'))).toMatchObject({ id: key.id });
      expect(await within((tx) => tx.apiKeys.revoke(key.id, 'ada'))).toBeUndefined();
      expect(await find(key.prefix)).toMatchObject({ revokedAt: NOON });
    });

    it('note their use once in five minutes', async () => {
      const key = someKey();
      await insert(key);
      const use = async (at: Date) => {
        world.setNow(at);
        await world.system.transaction((tx) => tx.access.noteUse(key.id));
        return find(key.prefix);
      };
      expect(await use(NOON)).toMatchObject({ lastUsedAt: NOON, isUseDue: false });
      expect(await use(later(5 * MINUTE))).toMatchObject({ lastUsedAt: NOON, isUseDue: false });
      expect(await use(later(6 * MINUTE))).toMatchObject({ lastUsedAt: later(6 * MINUTE) });
    });

    it('come with a new tenant, whose name is its own', async () => {
      const add = (name: string, key: NewApiKey) =>
        world.system.transaction((tx) => tx.tenants.insert({ id: key.id, name }, key));
      const [first, second] = [someKey({ role: 'admin' }), someKey()];
      const name = `north ${first.id}`;
      expect(await add(name, first)).toMatchObject({
        tenant: { id: first.id, name },
        key: { tenantId: first.id },
      });
      expect(await add(name, second)).toBeUndefined();
      expect(await find(second.prefix)).toBeUndefined();
      const tenants = await world.system.read((tx) => tx.tenants.list());
      expect(tenants.find(({ id }) => id === first.id)).toMatchObject({ name, connections: 0, jobs: 0 });
    });

    it('of the owner are kept once, and stay revoked', async () => {
      const { id, prefix, hash } = someKey();
      const keep = () => world.system.transaction((tx) => tx.access.keepOwnerKey({ id, prefix, hash }));
      await keep();
      await keep();
      expect(await find(prefix)).toMatchObject({ role: 'admin', hash, name: `owner ${prefix}` });
      await within((tx) => tx.apiKeys.revoke(id, 'ada'));
      await world.system.transaction((tx) => tx.access.keepOwnerKey({ id: newId(), prefix, hash }));
      expect(await find(prefix)).toMatchObject({ id, revokedAt: NOON });
    });
  });
}
