import { DEFAULT_TENANT, describeProblem, SyncError, type ChunkState } from '@evenkeel/domain';
import { seedChunk, seedClaimed, someAdvance, somePage } from './testing/store-fixtures.js';
import { hold, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const start = new Date('2026-11-01T12:00:00.000Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

export function describeChunkLeases({ open }: StoreConformance): void {
  describe('chunks', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
      world.setNow(start);
    });
    const claim = (id: string, worker = 'worker-1') =>
      world.system.transaction((tx) => tx.chunkQueue.claim(id, worker, 30_000));
    const stateOf = async (id: string): Promise<ChunkState | undefined> =>
      (await world.tenant.transaction((tx) => tx.chunks.lock(id)))?.state;

    it('give a renewed lease and their position to whoever holds them, and nothing to a stale attempt', async () => {
      const { chunk } = await seedClaimed(world);
      world.setNow(after(20_000));
      const renew = (attempt: number) =>
        world.tenant.transaction((tx) => tx.chunkLeases.renew(chunk.id, attempt, 30_000));
      await expect(renew(1)).resolves.toEqual({
        pagesApplied: 0,
        cursor: null,
        applied: false,
        isHeld: false,
      });
      await expect(world.tenant.transaction((tx) => tx.chunks.lock(chunk.id))).resolves.toMatchObject({
        leaseUntil: after(50_000),
      });
      await expect(renew(2)).resolves.toBeUndefined();
      await expect(world.tenant.transaction((tx) => tx.chunkLeases.position(chunk.id, 1))).resolves.toEqual({
        pagesApplied: 0,
        cursor: null,
        applied: false,
      });
      await expect(
        world.tenant.transaction((tx) => tx.chunkLeases.position(chunk.id, 0)),
      ).resolves.toBeUndefined();
    });

    it('keep what their executor says that it waits for, until somebody else claims them', async () => {
      const { chunk } = await seedClaimed(world);
      const told = async () => (await world.tenant.transaction((tx) => tx.chunks.lock(chunk.id)))?.waiting;
      await world.tenant.transaction((tx) => tx.chunkLeases.renew(chunk.id, 1, 30_000, 'quota'));
      expect(await told()).toBe('quota');
      await world.tenant.transaction((tx) => tx.chunkLeases.renew(chunk.id, 1, 30_000));
      expect(await told()).toBe('none');
      await world.tenant.transaction((tx) => tx.chunkLeases.renew(chunk.id, 1, 30_000, 'breaker'));
      await world.tenant.transaction((tx) => tx.chunkLeases.release(chunk.id, 1));
      await world.system.transaction((tx) => tx.chunkQueue.claim(chunk.id, 'worker-2', 30_000));
      expect(await told()).toBe('none');
    });

    describe('that are postponed', () => {
      const problem = describeProblem(new SyncError('provider.rate_limited', 'Not before noon'));
      const why = { waiting: 'quota', problem, tries: { failures: 1, waits: 2 } } as const;
      const postpone = (id: string, attempt: number, waitMs: number) =>
        world.tenant.transaction((tx) => tx.chunkLeases.postpone(id, attempt, { waitMs, ...why }));
      const row = (id: string) => world.tenant.transaction((tx) => tx.chunks.lock(id));

      it('are planned again, not to be handed out before a time, and say why', async () => {
        const { chunk } = await seedClaimed(world);
        await expect(postpone(chunk.id, 2, 5_000)).resolves.toBe(false);
        expect(await stateOf(chunk.id)).toBe('claimed');
        await expect(postpone(chunk.id, 1, 5_000.4)).resolves.toBe(true);
        expect(await row(chunk.id)).toMatchObject({
          state: 'planned',
          leaseUntil: null,
          notBefore: after(5_001),
          postponed: { ...why, pagesApplied: 0 },
        });
        await expect(postpone(chunk.id, 1, 5_000)).resolves.toBe(false);
      });

      it('may be handed out at once when they are called back, those of other connections not', async () => {
        const [called, other] = [await seedClaimed(world), await seedClaimed(world)];
        for (const { chunk } of [called, other]) await postpone(chunk.id, 1, 3_600_000);
        const recall = () => world.tenant.transaction((tx) => tx.chunks.recall(called.connection.id));
        await expect(recall()).resolves.toEqual([called.chunk.executionId]);
        await expect(recall()).resolves.toEqual([]);
        expect(await row(called.chunk.id)).toMatchObject({ notBefore: start, postponed: why });
        expect(await row(other.chunk.id)).toMatchObject({ notBefore: after(3_600_000) });
      });

      it('wait no more once their execution is resumed', async () => {
        const { chunk } = await seedClaimed(world);
        await postpone(chunk.id, 1, 3_600_000);
        await world.tenant.transaction(async (tx) => {
          await tx.executions.lock(chunk.executionId);
          await tx.chunks.abandonAll(chunk.executionId);
          await tx.chunks.replan(chunk.executionId, 1);
        });
        expect(await row(chunk.id)).toMatchObject({ state: 'planned', notBefore: null, postponed: null });
      });
    });

    it('tell whoever holds them that the last page was applied', async () => {
      const { chunk } = await seedClaimed(world);
      await world.tenant.transaction((tx) =>
        tx.pages.advance(someAdvance(chunk, { end: true }), [somePage('created', [])], []),
      );
      const applied = { pagesApplied: 1, cursor: null, applied: true };
      await expect(
        world.tenant.transaction((tx) => tx.chunkLeases.renew(chunk.id, 1, 30_000)),
      ).resolves.toEqual({
        ...applied,
        isHeld: false,
      });
      await expect(world.tenant.transaction((tx) => tx.chunkLeases.position(chunk.id, 1))).resolves.toEqual(
        applied,
      );
    });

    it('are given back to be claimed at once, with a new attempt', async () => {
      const { chunk } = await seedClaimed(world);
      const release = (attempt: number) =>
        world.tenant.transaction((tx) => tx.chunkLeases.release(chunk.id, attempt));
      await expect(release(2)).resolves.toBe(false);
      expect(await stateOf(chunk.id)).toBe('claimed');
      await expect(release(1)).resolves.toBe(true);
      await expect(claim(chunk.id)).resolves.toMatchObject({ chunk: { attempt: 2 } });
    });

    it('whose lease has ended go back to be claimed; those whose lease holds do not', async () => {
      const { chunk, execution } = await seedChunk(world.tenant, {}, { state: 'assigned' });
      await claim(chunk.id);
      const expire = () => world.system.transaction((tx) => tx.chunkQueue.expireLeases());
      world.setNow(after(29_000));
      await expect(expire()).resolves.toEqual([]);
      world.setNow(after(31_000));
      await expect(expire()).resolves.toMatchObject([
        { id: chunk.id, executionId: execution.id, state: 'assigned', leaseUntil: null },
      ]);
      await expect(expire()).resolves.toEqual([]);
      await expect(claim(chunk.id)).resolves.toMatchObject({ chunk: { attempt: 2 } });
    });

    it('whose lease has ended are passed over while a page is applied to them', async () => {
      const { chunk } = await seedChunk(world.tenant, {}, { state: 'assigned' });
      await claim(chunk.id);
      world.setNow(after(31_000));
      const applying = await hold(world.tenant, (tx) => tx.chunks.lock(chunk.id));
      await expect(world.system.transaction((tx) => tx.chunkQueue.expireLeases())).resolves.toEqual([]);
      await applying.commit();
    });

    it('of an earlier life of a worker are freed, and those of others are not', async () => {
      const mine = await seedChunk(world.tenant, {}, { state: 'assigned' });
      const theirs = await seedChunk(world.tenant, {}, { state: 'assigned' });
      await claim(mine.chunk.id, 'worker-1');
      await claim(theirs.chunk.id, 'worker-2');
      await expect(
        world.system.transaction((tx) => tx.chunkQueue.expireLeasesOf('worker-1')),
      ).resolves.toMatchObject([{ id: mine.chunk.id, state: 'assigned' }]);
      expect(await stateOf(mine.chunk.id)).toBe('assigned');
      expect(await stateOf(theirs.chunk.id)).toBe('claimed');
    });

    it('that nobody took for long are listed, of running executions only', async () => {
      const lost = await seedChunk(world.tenant);
      const paused = await seedChunk(world.tenant, { status: 'paused' });
      await world.system.transaction((tx) => tx.chunkQueue.assign([lost.chunk.id, paused.chunk.id]));
      const unclaimed = (olderThanMs: number) =>
        world.system.transaction((tx) => tx.chunkQueue.listUnclaimed(olderThanMs));
      world.setNow(after(5_000));
      await expect(unclaimed(6_000)).resolves.toEqual([]);
      await expect(unclaimed(4_000)).resolves.toEqual([
        { ...lost.chunk, state: 'assigned', tenantId: DEFAULT_TENANT },
      ]);
    });
  });
}
