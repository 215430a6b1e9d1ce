import { describeProblem, NO_BUCKETS, packEntries, startPlan, SyncError, type Plan } from '@evenkeel/domain';
import type { PlanPage, SystemTransaction, Transaction } from '@evenkeel/ports';
import { newId, seedChunk, someExecution } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const NOW = new Date('2026-11-01T12:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;

export function describePlans({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const overAll = <T>(work: (tx: SystemTransaction) => Promise<T>): Promise<T> =>
    world.system.transaction(work);

  async function seedPlan(changes: Partial<Plan> = {}): Promise<Plan> {
    const { execution } = await seedChunk(world.tenant);
    const plan = { ...startPlan(newId(), execution, NOW), ...changes };
    await within((tx) => tx.plans.insert(plan));
    return plan;
  }

  const entry = { bucket: 'new', key: '00112233445566ff', base: null, target: 'aabbccddeeff' } as const;
  const page = ({ id }: Plan, pageNo: number, changes: Partial<PlanPage> = {}): PlanPage => ({
    planId: id,
    chunkId: newId(),
    pageNo,
    counts: { ...NO_BUCKETS, new: 2, unchanged: 1 },
    entries: packEntries([entry]),
    details: 2,
    ...changes,
  });

  describe('plans', () => {
    it('come back as they were stored and saved', async () => {
      const plan = await seedPlan();
      await expect(within((tx) => tx.plans.find(plan.id))).resolves.toEqual(plan);
      const saved: Plan = {
        ...plan,
        state: 'approved',
        slices: [{ kind: 'whole' }],
        summary: {
          counts: { ...NO_BUCKETS, changed: 3 },
          pages: 1,
          providerCalls: 1,
          warnings: [{ code: 'rejected', message: 'one' }],
          bounds: [{ kind: 'time', value: '2026-11-01T12:00:00.000Z' }, null],
        },
        carriedOutBy: newId(),
        decidedBy: 'ada',
        decidedAt: NOW,
      };
      await within((tx) => tx.plans.save(saved));
      await expect(within((tx) => tx.plans.lock(plan.id))).resolves.toEqual(saved);
      await expect(within((tx) => tx.plans.find('no id'))).resolves.toBeUndefined();
    });

    it('fail with the run that makes them, and are made again where that goes on', async () => {
      const plan: Plan = { ...(await seedPlan()), state: 'making' };
      const [ready, elsewhere] = [
        { ...plan, id: newId(), state: 'ready' as const },
        { ...plan, id: newId(), executionId: newId() },
      ];
      await within(async (tx) => {
        await tx.plans.save(plan);
        for (const other of [ready, elsewhere]) await tx.plans.insert(other);
      });
      const maker = { id: plan.executionId, jobId: plan.jobId };
      const all = () =>
        within(async (tx) => [
          await tx.plans.find(plan.id),
          await tx.plans.find(ready.id),
          await tx.plans.find(elsewhere.id),
        ]);
      for (let times = 0; times < 2; times += 1) await within((tx) => tx.plans.failMaking(maker, 'Too slow'));
      const failed = { ...plan, state: 'failed', summary: { ...plan.summary, failure: 'Too slow' } };
      await expect(all()).resolves.toEqual([failed, ready, elsewhere]);
      await within((tx) => tx.plans.resumeMaking(maker));
      await expect(all()).resolves.toEqual([plan, ready, elsewhere]);
    });

    it('are listed by their job, the newest first', async () => {
      const plan = await seedPlan();
      const newer = { ...plan, id: newId() };
      await within((tx) => tx.plans.insert(newer));
      const first = await within((tx) => tx.plans.list({ jobId: plan.jobId }, { after: null, limit: 1 }));
      expect(first).toEqual({ items: [newer], next: newer.id });
      const rest = await within((tx) =>
        tx.plans.list({ jobId: plan.jobId }, { after: first.next, limit: 1 }),
      );
      expect(rest).toEqual({ items: [plan], next: null });
    });

    it('add their pages up, and give what they hold', async () => {
      const plan = await seedPlan();
      await expect(within((tx) => tx.plans.sums(plan.id))).resolves.toEqual({
        pages: 0,
        details: 0,
        counts: NO_BUCKETS,
      });
      await within((tx) => tx.plans.addPages([page(plan, 0), page(plan, 1)]));
      await expect(within((tx) => tx.plans.sums(plan.id))).resolves.toEqual({
        pages: 2,
        details: 4,
        counts: { ...NO_BUCKETS, new: 4, unchanged: 2 },
      });
      const held = await within((tx) => tx.plans.entries(plan.id));
      expect(held.map((bytes) => [...bytes])).toEqual(Array(2).fill([...packEntries([entry])]));
    });

    it('take a page once', async () => {
      const plan = await seedPlan();
      const once = page(plan, 0);
      await within((tx) => tx.plans.addPages([once]));
      await expect(within((tx) => tx.plans.addPages([once]))).rejects.toThrow();
      expect((await within((tx) => tx.plans.sums(plan.id))).pages).toBe(1);
    });

    it('keep their first changes in full', async () => {
      const plan = await seedPlan();
      const problem = describeProblem(new SyncError('record.missing_id', 'no id'));
      const changes = [
        {
          externalId: 'a',
          bucket: 'changed',
          fields: [{ field: 'name', before: '"x"', after: null }],
          problem: null,
        },
        { externalId: null, bucket: 'rejected', fields: [], problem },
      ] as const;
      await within((tx) => tx.plans.addChanges(plan.id, changes));
      await expect(within((tx) => tx.plans.countChanges(plan.id, 10))).resolves.toBe(2);
      await expect(within((tx) => tx.plans.countChanges(plan.id, 1))).resolves.toBe(1);
      const first = await within((tx) => tx.plans.changes(plan.id, { after: null, limit: 1 }));
      const rest = await within((tx) => tx.plans.changes(plan.id, { after: first.next, limit: 1 }));
      expect([...first.items, ...rest.items]).toEqual(changes);
      expect(rest.next).toBeNull();
    });

    it('leave nothing behind when they are removed', async () => {
      const plan = await seedPlan();
      await within((tx) => tx.plans.addPages([page(plan, 0)]));
      await within((tx) => tx.plans.remove(plan.id));
      await expect(within((tx) => tx.plans.find(plan.id))).resolves.toBeUndefined();
      expect((await within((tx) => tx.plans.sums(plan.id))).pages).toBe(0);
    });

    it('lose their pages once they have expired, and tell which runs still wait for them', async () => {
      const plan = await seedPlan();
      const waiting = someExecution(plan.jobId, { id: newId(), status: 'awaiting_approval', lane: 'single' });
      const awaited = { ...plan, id: newId(), executionId: waiting.id };
      const entry = { tenantId: waiting.tenantId, executionId: waiting.id };
      await within(async (tx) => {
        await tx.executions.insert(waiting);
        await tx.plans.insert(awaited);
        await tx.plans.addPages([page(plan, 0)]);
      });
      world.setNow(new Date(NOW.getTime() + DAY_MS - 1));
      await overAll((tx) => tx.purges.plans());
      expect((await within((tx) => tx.plans.sums(plan.id))).pages).toBe(1);
      await expect(overAll((tx) => tx.due.expiredPlans())).resolves.not.toContainEqual(entry);
      world.setNow(new Date(NOW.getTime() + DAY_MS + 1));
      await overAll((tx) => tx.purges.plans());
      expect((await within((tx) => tx.plans.sums(plan.id))).pages).toBe(0);
      await expect(overAll((tx) => tx.due.expiredPlans())).resolves.toContainEqual(entry);
      await expect(within((tx) => tx.plans.find(plan.id))).resolves.toEqual(plan);
      world.setNow(undefined);
    });
  });
}
