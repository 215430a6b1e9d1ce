import type { TenantId } from '@evenkeel/domain';
import type { Transaction, Transactions } from '@evenkeel/ports';
import { newId, someConnection, someModel } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const { tenantId: OURS } = someConnection();
const NOTHING = { calls: 0, tokens: 0 };

export function describeModels({ open }: StoreConformance): void {
  let world: StoreWorld;
  let other: Transactions<Transaction>;
  let otherId: TenantId;
  beforeEach(async () => {
    world = await open();
    otherId = await world.addTenant();
    other = world.store.of(otherId);
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const used = (executionId: string | null) => within((tx) => tx.models.uses(executionId));

  async function reserved(executionId: string | null, tokens = 700): Promise<string> {
    const id = newId();
    await within((tx) => tx.models.reserve({ id, conflictId: newId(), executionId, tokens }));
    return id;
  }

  describe('a model', () => {
    it('is one for each tenant, and is found with its sealed key as it was saved last', async () => {
      await expect(within((tx) => tx.models.find())).resolves.toBeUndefined();
      const [first, second] = [someModel(OURS), someModel(OURS, { name: 'large', revision: 2 })];
      world.setNow(new Date('2026-11-01T12:00:00.000Z'));
      await within((tx) => tx.models.save(first, 'sealed'));
      await expect(within((tx) => tx.models.find())).resolves.toEqual({
        ...first,
        sealedKey: 'sealed',
        changedAt: new Date('2026-11-01T12:00:00.000Z'),
      });
      world.setNow(new Date('2026-11-01T13:00:00.000Z'));
      await within((tx) => tx.models.save(second, null));
      await expect(within((tx) => tx.models.find())).resolves.toEqual({
        ...second,
        sealedKey: null,
        changedAt: new Date('2026-11-01T13:00:00.000Z'),
      });
    });

    it('of one tenant is neither found, replaced nor removed by another', async () => {
      await within((tx) => tx.models.save(someModel(OURS), 'sealed'));
      await expect(other.transaction((tx) => tx.models.find())).resolves.toBeUndefined();
      await expect(other.transaction((tx) => tx.models.remove())).resolves.toBe(false);
      const strange = other.transaction((tx) => tx.models.save(someModel(OURS, { name: 'theirs' }), null));
      await expect(strange).rejects.toMatchObject({ code: 'system.unexpected' });
      await other.transaction((tx) => tx.models.save(someModel(otherId, { name: 'theirs' }), null));
      await expect(within((tx) => tx.models.find())).resolves.toMatchObject({ name: 'small' });
    });

    it('is removed once', async () => {
      await within((tx) => tx.models.save(someModel(OURS), null));
      await expect(within((tx) => tx.models.remove())).resolves.toBe(true);
      await expect(within((tx) => tx.models.remove())).resolves.toBe(false);
      await expect(within((tx) => tx.models.lock())).resolves.toBeUndefined();
    });

    it('is locked by one transaction at a time, and the next one sees what that did', async () => {
      await within((tx) => tx.models.save(someModel(OURS), null));
      const changing = await hold(world.tenant, async (tx) => {
        await tx.models.lock();
        await tx.models.save(someModel(OURS, { name: 'large' }), null);
        await tx.models.reserve({ id: newId(), conflictId: newId(), executionId: null, tokens: 5 });
      });
      const next = within(async (tx) => [(await tx.models.lock())?.name, (await tx.models.uses(null)).ofDay]);
      expect(await isBlocked(next)).toBe(true);
      await changing.commit();
      await expect(next).resolves.toEqual(['large', { calls: 1, tokens: 5 }]);
    });
  });

  describe('what a model is asked', () => {
    it('counts with the most that it may take until it is answered, and then with what it took', async () => {
      const executionId = newId();
      await expect(used(executionId)).resolves.toEqual({ ofDay: NOTHING, ofRun: NOTHING });
      const call = await reserved(executionId);
      const most = { calls: 1, tokens: 700 };
      await expect(used(executionId)).resolves.toEqual({ ofDay: most, ofRun: most });
      const took = { calls: 2, tokens: 90 };
      await within((tx) => tx.models.countAnswered(call, took));
      await expect(used(executionId)).resolves.toEqual({ ofDay: took, ofRun: took });
    });

    it('is told by run, those without one together', async () => {
      const [one, another] = [newId(), newId()];
      await reserved(one, 1);
      await reserved(another, 10);
      await reserved(null, 100);
      await reserved(null, 100);
      await expect(used(one)).resolves.toMatchObject({ ofRun: { calls: 1, tokens: 1 } });
      await expect(used(another)).resolves.toMatchObject({ ofRun: { calls: 1, tokens: 10 } });
      await expect(used(null)).resolves.toEqual({
        ofDay: { calls: 4, tokens: 211 },
        ofRun: { calls: 2, tokens: 200 },
      });
    });

    it('is of the day in UTC in which it was asked', async () => {
      const executionId = newId();
      world.setNow(new Date('2026-11-01T23:59:59.000Z'));
      await reserved(executionId);
      await expect(within((tx) => tx.models.untilNextDayMs())).resolves.toBe(1_000);
      await expect(used(executionId)).resolves.toMatchObject({ ofDay: { calls: 1 } });
      world.setNow(new Date('2026-11-02T00:00:00.000Z'));
      await expect(used(executionId)).resolves.toMatchObject({ ofDay: NOTHING, ofRun: { calls: 1 } });
      await expect(within((tx) => tx.models.untilNextDayMs())).resolves.toBe(86_400_000);
    });

    it('is of its tenant alone', async () => {
      const call = await reserved(null);
      await other.transaction((tx) => tx.models.countAnswered(call, NOTHING));
      await expect(other.transaction((tx) => tx.models.uses(null))).resolves.toEqual({
        ofDay: NOTHING,
        ofRun: NOTHING,
      });
      await expect(used(null)).resolves.toMatchObject({ ofDay: { calls: 1, tokens: 700 } });
    });

    it('is forgotten when its days are over', async () => {
      world.setNow(new Date('2026-11-01T12:00:00.000Z'));
      await reserved(null);
      world.setNow(new Date('2026-11-02T12:00:00.000Z'));
      await reserved(null);
      world.setNow(new Date('2026-11-08T12:00:00.001Z'));
      const purge = () => world.system.transaction((tx) => tx.purges.modelCalls(7, 10));
      await expect(purge()).resolves.toBe(1);
      await expect(purge()).resolves.toBe(0);
    });
  });
}
