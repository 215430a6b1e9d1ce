import type { RecordUpdate } from '@evenkeel/domain';
import { someFailure } from './testing/failure-fixtures.js';
import { seedClaimed, someWrite } from './testing/store-fixtures.js';
import { type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeRecordHistory({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });

  describe('what happened to a record', () => {
    it('is told with the job, its revision and the reference, the newest change first', async () => {
      const { set, execution, job } = await seedClaimed(world);
      await world.tenant.transaction((tx) =>
        tx.recordWrites.create(set, [someWrite('a', { dataText: '{"n":0}' }), someWrite('b')]),
      );
      for (const n of [1, 2]) {
        await world.tenant.transaction(async (tx) => {
          const [reference] = await tx.references.lock(set, ['a']);
          const write = someWrite('a', { dataText: `{"n":${n}}`, contentHash: String(n).repeat(32) });
          const update: RecordUpdate = { ...write, reference: reference! };
          await tx.recordWrites.update(execution.id, [update]);
        });
      }
      await world.tenant.transaction(async (tx) => {
        const [record] = await tx.records.findByExternalId(set.recordType, 'a');
        const changes = await tx.recordHistory.changes(record!.id, 10);
        const by = { id: job.id, name: job.name, revision: execution.jobRevision };
        expect(changes).toMatchObject([
          { versionBefore: 2, before: { n: 1 }, executionId: execution.id, job: by },
          { versionBefore: 1, before: { n: 0 }, reference: { stream: set.stream, externalId: 'a' } },
        ]);
        await expect(tx.recordHistory.changes(record!.id, 1)).resolves.toHaveLength(1);
        const { items, next } = await tx.recordHistory.values(record!.id, ['n'], { after: null, limit: 2 });
        const source = { stream: set.stream, externalId: 'a', rule: null };
        expect(items).toMatchObject([
          { value: 2, version: 3, executionId: execution.id, job: by, sources: [source], local: null },
          { value: 1, version: 2, isErased: false, mergeIds: [], undoneMergeId: null },
        ]);
        const rest = await tx.recordHistory.values(record!.id, ['n'], { after: next, limit: 2 });
        expect(rest).toMatchObject({ items: [{ value: 0, version: 1, sources: [] }], next: null });
        const none = await tx.recordHistory.values(record!.id, ['n', 'deep'], { after: null, limit: 2 });
        expect(none.items.map(({ value }) => value)).toEqual([undefined]);
      });
    });

    it('is told of failures of its jobs, whatever became of them, and of no other record', async () => {
      const { set, job } = await seedClaimed(world);
      await world.tenant.transaction(async (tx) => {
        await tx.recordWrites.create(set, [someWrite('a'), someWrite('b')]);
        await tx.failures.save(job.id, [
          someFailure('a', { key: 'id:a', state: 'resolved' }),
          someFailure('a', { key: 'twin:a', state: 'dead' }),
          someFailure('c', { key: 'id:c' }),
        ]);
      });
      await world.tenant.transaction(async (tx) => {
        const [a] = await tx.records.findByExternalId(set.recordType, 'a');
        const [b] = await tx.records.findByExternalId(set.recordType, 'b');
        const failures = await tx.recordHistory.failures(a!.id, 10);
        expect(failures.map(({ jobName, failure }) => [jobName, failure.key, failure.state]).sort()).toEqual([
          [job.name, 'id:a', 'resolved'],
          [job.name, 'twin:a', 'dead'],
        ]);
        await expect(tx.recordHistory.failures(b!.id, 10)).resolves.toEqual([]);
        await expect(tx.recordHistory.changes('999999999', 10)).resolves.toEqual([]);
        const asked = { after: null, limit: 10 };
        await expect(tx.recordHistory.values('999999999', ['n'], asked)).resolves.toMatchObject({
          items: [],
        });
      });
    });
  });
}
