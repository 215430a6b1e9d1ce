import {
  acceptShape,
  noteShape,
  shapeToJson,
  observeShape,
  UNSEEN,
  type ExecutionId,
  type JsonObject,
  type StreamShape,
} from '@evenkeel/domain';
import type { ShapeKey, Transaction } from '@evenkeel/ports';
import { newId, seedJob, someExecution } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const observed = (record: JsonObject) => ({
  shape: observeShape([record], { day: '2026-11-30', isWhole: true }),
  isSampled: true,
});

export function describeStreamShapes({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const executionId: ExecutionId = newId();

  /** Notes a record as a run would. */
  async function note(key: ShapeKey, record: JsonObject, isGuarded = false): Promise<StreamShape> {
    return within(async (tx) => {
      const { next, changes } = noteShape(await tx.streamShapes.lock(key), observed(record), isGuarded);
      await tx.streamShapes.save(key, next, changes.length > 0 ? { changes, executionId } : undefined);
      return next;
    });
  }

  async function someKey(schemaPolicy: 'evolve' | 'stop' = 'evolve') {
    const { job } = await seedJob(world.tenant, { schemaPolicy });
    return { job, key: { connectionId: job.connectionId, stream: job.definition.stream } };
  }

  describe('the shape of a stream', () => {
    it('is kept as it was seen, in the order of its fields', async () => {
      const { key } = await someKey();
      expect(await within((tx) => tx.streamShapes.find(key))).toBeUndefined();
      expect(await within((tx) => tx.streamShapes.lock(key))).toMatchObject(UNSEEN);
      const noted = await note(key, { zulu: 1, alpha: { '2': 'x', '1': null } });
      const found = await within((tx) => tx.streamShapes.find(key));
      expect(found).toMatchObject({ version: 1, acceptedVersion: 1, isSampled: true });
      expect(shapeToJson(found!.seen)).toEqual(shapeToJson(noted.seen));
    });

    it('keeps what was accepted apart from what waits', async () => {
      const { key } = await someKey();
      await note(key, { id: 'a' });
      await note(key, { id: 'a', zip: '1' }, true);
      const found = (await within((tx) => tx.streamShapes.find(key)))!;
      expect(found).toMatchObject({ version: 2, acceptedVersion: 1 });
      expect([[...found.seen.fields.keys()], [...found.accepted.fields.keys()]]).toEqual([
        ['id', 'zip'],
        ['id'],
      ]);
      await within(async (tx) => tx.streamShapes.save(key, acceptShape(await tx.streamShapes.lock(key))));
      const accepted = (await within((tx) => tx.streamShapes.find(key)))!;
      expect([...accepted.accepted.fields.keys()]).toEqual(['id', 'zip']);
    });

    it('changes one after the other', async () => {
      const { key } = await someKey();
      const first = await hold(world.tenant, (tx) => tx.streamShapes.lock(key));
      const second = note(key, { id: 'a' });
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await expect(second).resolves.toMatchObject({ version: 1 });
    });

    it('lists its versions, the newest first, in slices', async () => {
      const { key } = await someKey();
      for (const name of ['a', 'b', 'c']) await note(key, { [name]: 1 });
      const list = (after: string | null) =>
        within((tx) => tx.streamShapes.versions(key, { after, limit: 2 }));
      const first = await list(null);
      expect(first.items).toMatchObject([
        { version: 3, executionId, changeCount: 1, changes: [{ path: 'c', kind: 'appeared' }] },
        { version: 2 },
      ]);
      expect(await list(first.next)).toMatchObject({ items: [{ version: 1 }], next: null });
    });

    it('keeps the first of very many changes', async () => {
      const { key } = await someKey();
      await note(key, Object.fromEntries(Array.from({ length: 150 }, (_, nth) => [`n${nth}`, nth])));
      const { items } = await within((tx) => tx.streamShapes.versions(key, { after: null, limit: 9 }));
      expect(items).toMatchObject([{ changeCount: 150 }]);
      expect(items[0]?.changes).toHaveLength(100);
    });
  });

  describe('what is new to a stream', () => {
    it.each([
      ['evolve', 'completed', false],
      ['stop', 'completed', true],
      ['stop', 'completed_with_errors', true],
      ['stop', 'failed', false],
    ] as const)(
      'waits for a person where a job says stop and a full run of one has succeeded: %s, %s',
      async (policy, status, expected) => {
        const { job, key } = await someKey(policy);
        const isGuarded = () => within((tx) => tx.streamShapes.isGuarded(key));
        expect(await isGuarded()).toBe(false);
        await note(key, { id: 'a' });
        const finishedAt = await within(async (tx) => new Date((await tx.now()).getTime() + 1_000));
        const ended = { lane: 'bulk', scope: { kind: 'full' }, status, finishedAt } as const;
        await within((tx) => tx.executions.insert(someExecution(job.id, ended)));
        expect(await isGuarded()).toBe(expected);
      },
    );
  });
}
