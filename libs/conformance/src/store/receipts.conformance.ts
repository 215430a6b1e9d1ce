import { type Execution } from '@evenkeel/domain';
import {
  counts,
  seedClaimed,
  seedJob,
  someAdvance,
  someExecution,
  somePage,
} from './testing/store-fixtures.js';
import { type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeReceipts({ open }: StoreConformance): void {
  describe('executions', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const insert = (execution: Execution) =>
      world.tenant.transaction((tx) => tx.executions.insert(execution));

    it('keep their receipt', async () => {
      const { job } = await seedJob(world.tenant);
      const execution = someExecution(job.id);
      await insert(execution);
      await expect(world.tenant.transaction((tx) => tx.receipts.find(execution.id))).resolves.toBeUndefined();
      const receipt = {
        fetched: 2,
        replayed: 1,
        outcomes: counts({ created: 2, rejected: 1 }),
        balanced: true,
      };
      await world.tenant.transaction((tx) => tx.receipts.save(execution.id, receipt));
      await expect(world.tenant.transaction((tx) => tx.receipts.find(execution.id))).resolves.toEqual(
        receipt,
      );
    });

    it('list the outcomes of their records in the order they were applied', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const problem = {
        code: 'record.missing_id',
        errorClass: 'data',
        message: 'no\u0000id',
        remedy: 'add',
      } as const;
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { outcomes: counts({ rejected: 1, updated: 1 }) }),
          [somePage('rejected', [null, null])],
          [
            {
              pageNo: 0,
              position: 0,
              externalId: null,
              outcome: 'rejected',
              problem,
              raw: '{"a":"\\u0000"}',
            },
            { pageNo: 0, position: 1, externalId: 'nul\u0000', outcome: 'updated', problem: null, raw: null },
          ],
        ),
      );
      const list = (after: string | null) =>
        world.tenant.transaction((tx) => tx.receipts.outcomes(execution.id, { after, limit: 1 }));
      const first = await list(null);
      expect(first.items).toEqual([
        { externalId: null, outcome: 'rejected', problem, raw: '{"a":"\\u0000"}' },
      ]);
      // What cannot be stored is still told of: a NUL shows as the replacement character.
      await expect(list(first.next)).resolves.toEqual({
        items: [{ externalId: 'nul\u{FFFD}', outcome: 'updated', problem: null, raw: null }],
        next: null,
      });
    });
  });
}
