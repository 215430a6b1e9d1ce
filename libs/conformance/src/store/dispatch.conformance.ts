import { seedChunk, someChunk } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const start = new Date('2026-11-01T12:00:00.000Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

export function describeDispatch({ open }: StoreConformance): void {
  describe('dispatch', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
      world.setNow(start);
    });
    const queueOf = async (executionId: string) =>
      (await world.system.transaction((tx) => tx.dispatch.queues(2))).find(
        (queue) => queue.executionId === executionId,
      );
    const loadOf = async (connectionId: string) =>
      (await world.system.transaction((tx) => tx.dispatch.loads())).find(
        (load) => load.connectionId === connectionId,
      );

    it('sees what is planned for running executions, in order, since when it waits, and what is under way', async () => {
      const { execution, chunk, connection } = await seedChunk(world.tenant, {
        startedAt: start,
        priority: 'low',
        path: { kind: 'enterprise', why: 'as the job says' },
      });
      const others = [1, 2].map((ordinal) => someChunk(execution.id, { ordinal }));
      await world.tenant.transaction((tx) => tx.chunks.insert(others));
      const queue = {
        executionId: execution.id,
        tenantId: execution.tenantId,
        connectionId: connection.id,
        lane: 'bulk',
        priority: 'low',
        path: execution.path,
        waitingSince: start,
        underWay: 0,
        processed: 0,
        planned: [chunk.id, others[0]!.id],
      };
      await expect(queueOf(execution.id)).resolves.toEqual(queue);
      world.setNow(after(5_000));
      await world.system.transaction((tx) => tx.chunkQueue.assign([chunk.id], [after(9_000)]));
      await expect(queueOf(execution.id)).resolves.toEqual({
        ...queue,
        waitingSince: after(5_000),
        underWay: 1,
        planned: others.map(({ id }) => id),
      });
      await expect(loadOf(connection.id)).resolves.toEqual({
        tenantId: execution.tenantId,
        connectionId: connection.id,
        lane: 'bulk',
        underWay: 1,
        unclaimed: [after(9_000)],
      });
      await world.system.transaction((tx) => tx.chunkQueue.claim(chunk.id, 'worker', 30_000));
      await expect(loadOf(connection.id)).resolves.toMatchObject({ underWay: 1, unclaimed: [] });
    });

    it('sees nothing of executions that do not run, or that their connection holds', async () => {
      const { execution } = await seedChunk(world.tenant, { status: 'paused' });
      await expect(queueOf(execution.id)).resolves.toBeUndefined();
      const held = await seedChunk(world.tenant);
      await world.tenant.transaction((tx) => tx.controls.save(held.connection.id, 'paused', 'ada'));
      await expect(queueOf(held.execution.id)).resolves.toBeUndefined();
    });

    it('sees what is not to be handed out yet once its time has come', async () => {
      const { execution, chunk } = await seedChunk(world.tenant, {}, { notBefore: after(1_000) });
      const isDue = () => world.system.transaction((tx) => tx.dispatch.hasDue());
      await expect(queueOf(execution.id)).resolves.toBeUndefined();
      await expect(isDue()).resolves.toBe(false);
      world.setNow(after(1_000));
      await expect(queueOf(execution.id)).resolves.toMatchObject({ planned: [chunk.id] });
      await expect(isDue()).resolves.toBe(true);
      await world.system.transaction((tx) => tx.chunkQueue.assign([chunk.id]));
      await expect(isDue()).resolves.toBe(false);
    });

    it('is decided by one at a time', async () => {
      const first = await hold(world.system, (tx) => tx.dispatch.lock());
      const second = world.system.transaction((tx) => tx.dispatch.lock());
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await second;
    });

    it('is followed by those who claim: the single lane first, then turn by turn', async () => {
      const bulk = await seedChunk(world.tenant);
      const [late, early] = [bulk.chunk, someChunk(bulk.execution.id, { ordinal: 1 })];
      const single = await seedChunk(world.tenant, { lane: 'single' });
      await world.tenant.transaction((tx) => tx.chunks.insert([early]));
      await world.system.transaction((tx) =>
        tx.chunkQueue.assign([late.id, early.id, single.chunk.id], [after(300), after(100), after(900)]),
      );
      const claimNext = (lanes?: readonly ('bulk' | 'single')[]) =>
        world.system.transaction((tx) => tx.chunkQueue.claimNext('worker', 30_000, lanes));
      const isAnyUnclaimed = (lanes: readonly ('bulk' | 'single')[]) =>
        world.system.transaction((tx) => tx.chunkQueue.isAnyUnclaimed(lanes));
      await expect(isAnyUnclaimed(['single'])).resolves.toBe(true);
      await expect(claimNext()).resolves.toMatchObject({ lane: 'single', chunk: { id: single.chunk.id } });
      await expect(isAnyUnclaimed(['single'])).resolves.toBe(false);
      await expect(claimNext(['single'])).resolves.toBeUndefined();
      const claim = await claimNext();
      expect(claim).toMatchObject({ lane: 'bulk', priority: 'medium', chunk: { id: early.id } });
      await world.tenant.transaction((tx) => tx.chunkLeases.release(early.id, 1, after(500)));
      await expect(claimNext()).resolves.toMatchObject({ chunk: { id: late.id } });
      await expect(claimNext()).resolves.toMatchObject({ chunk: { id: early.id, attempt: 2 } });
      await expect(isAnyUnclaimed(['bulk', 'single'])).resolves.toBe(false);
    });
  });
}
