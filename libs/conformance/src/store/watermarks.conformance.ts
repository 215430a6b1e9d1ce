import type { Transaction } from '@evenkeel/ports';
import { newId, seedJob, someExecution } from './testing/store-fixtures.js';
import { type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeWatermarks({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);

  describe('watermarks', () => {
    it('are replaced by the next one', async () => {
      const { job } = await seedJob(world.tenant);
      await expect(within((tx) => tx.watermarks.find(job.id))).resolves.toBeUndefined();
      const time = { kind: 'time', value: '2026-11-01T12:00:00Z' } as const;
      await within((tx) => tx.watermarks.save(job.id, time, newId()));
      await expect(within((tx) => tx.watermarks.find(job.id))).resolves.toEqual(time);
      const position = { kind: 'position', value: '42-abc' } as const;
      await within((tx) => tx.watermarks.save(job.id, position, newId()));
      await expect(within((tx) => tx.watermarks.find(job.id))).resolves.toEqual(position);
    });

    it('tell who moved, set and cleared them, newest first', async () => {
      const { job } = await seedJob(world.tenant);
      const [executionId, time] = [newId(), { kind: 'time', value: '2026-11-01T12:00:00.000Z' } as const];
      await within((tx) => tx.watermarks.save(job.id, time, executionId));
      const earlier = { ...time, value: '2026-10-01T12:00:00.000Z' };
      await within((tx) => tx.watermarks.edit(job.id, earlier, 'ada'));
      await expect(within((tx) => tx.watermarks.find(job.id))).resolves.toEqual(earlier);
      await within((tx) => tx.watermarks.edit(job.id, null, 'bob'));
      await expect(within((tx) => tx.watermarks.find(job.id))).resolves.toBeUndefined();
      const history = await within((tx) => tx.watermarks.history(job.id, { after: null, limit: 2 }));
      expect(history.items).toMatchObject([
        { watermark: null, executionId: null, actor: 'bob' },
        { watermark: earlier, executionId: null, actor: 'ada' },
      ]);
      expect(history.items).toMatchObject([{ movedByRunOf: null }, { movedByRunOf: null }]);
      const rest = await within((tx) => tx.watermarks.history(job.id, { after: history.next, limit: 2 }));
      expect(rest).toMatchObject({ items: [{ watermark: time, executionId, actor: null }], next: null });
    });

    it('tell when the run began that moved them', async () => {
      const { job } = await seedJob(world.tenant);
      const execution = someExecution(job.id);
      const position = { kind: 'position', value: '8' } as const;
      await within(async (tx) => {
        await tx.executions.insert(execution);
        await tx.watermarks.save(job.id, position, execution.id);
      });
      const { items } = await within((tx) => tx.watermarks.history(job.id, { after: null, limit: 1 }));
      expect(items).toMatchObject([{ watermark: position, movedByRunOf: execution.startedAt }]);
    });
  });
}
