import { DEFAULT_TENANT, type ChunkState } from '@evenkeel/domain';
import {
  counts,
  newId,
  seedChunk,
  seedClaimed,
  someAdvance,
  someChunk,
  somePage,
} from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const start = new Date('2026-11-01T12:00:00.000Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const problem = {
  code: 'provider.unreachable',
  errorClass: 'transient',
  message: 'no answer',
  remedy: 'wait',
} as const;

export function describeChunks({ open }: StoreConformance): void {
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

    it('are found as they were inserted, in the order of their ordinals', async () => {
      const { execution, chunk } = await seedChunk(world.tenant);
      const next = someChunk(execution.id, {
        ordinal: 1,
        slice: { kind: 'ids', externalIds: ['a', 'b'] },
        cursor: 'page-3',
        bound: { kind: 'time', value: '2026-11-01T12:00:00Z' },
        pagesApplied: 2,
        fetched: 3,
        outcomes: counts({ created: 1, superseded: 2 }),
      });
      await world.tenant.transaction((tx) => tx.chunks.insert([next]));
      await expect(world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id))).resolves.toEqual([
        chunk,
        next,
      ]);
      await expect(world.tenant.transaction((tx) => tx.chunks.lock(newId()))).resolves.toBeUndefined();
    });

    it('are claimed once they are assigned, with the next attempt, a lease and the time', async () => {
      const { chunk } = await seedChunk(world.tenant);
      await expect(claim(chunk.id)).resolves.toBeUndefined();
      await world.system.transaction((tx) => tx.chunkQueue.assign([chunk.id]));
      await expect(claim(chunk.id)).resolves.toEqual({
        tenantId: DEFAULT_TENANT,
        chunk: { ...chunk, state: 'claimed', attempt: 1, leaseUntil: after(30_000) },
        lane: 'bulk',
        priority: 'medium',
        claimedAt: start,
      });
      await expect(claim(chunk.id)).resolves.toBeUndefined();
    });

    it('are narrowed to a slice by whoever holds them, until a page was applied', async () => {
      const { chunk } = await seedClaimed(world);
      const slice = { kind: 'range', key: 'immutable', label: 'ids 1 to 9', range: { from: 1 } } as const;
      const narrow = (attempt: number) =>
        world.tenant.transaction((tx) => tx.chunkLeases.narrow(chunk.id, attempt, slice));
      await expect(narrow(2)).resolves.toBe(false);
      await expect(narrow(1)).resolves.toBe(true);
      await world.tenant.transaction(async (tx) => {
        expect((await tx.chunks.lock(chunk.id))?.slice).toEqual(slice);
        await tx.pages.advance(someAdvance(chunk, { cursor: 'next' }), [somePage('created', [])], []);
      });
      await expect(narrow(1)).resolves.toBe(false);
    });

    it('are claimed by one of two workers that race', async () => {
      const { chunk } = await seedChunk(world.tenant, {}, { state: 'assigned' });
      const first = await hold(world.system, (tx) => tx.chunkQueue.claim(chunk.id, 'worker-1', 30_000));
      const second = claim(chunk.id, 'worker-2');
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      expect(first.answer?.chunk.attempt).toBe(1);
      await expect(second).resolves.toBeUndefined();
    });

    it('are not claimed for an execution that does not run, or of an earlier epoch', async () => {
      const paused = await seedChunk(world.tenant, { status: 'paused' }, { state: 'assigned' });
      const stale = await seedChunk(world.tenant, { epoch: 1 }, { state: 'assigned' });
      await expect(claim(paused.chunk.id)).resolves.toBeUndefined();
      await expect(claim(stale.chunk.id)).resolves.toBeUndefined();
      await expect(
        world.system.transaction((tx) => tx.chunkQueue.claimNext('worker-1', 30_000)),
      ).resolves.toBeUndefined();
    });

    it('are claimed oldest first, past those that somebody else is claiming', async () => {
      const claimNext = () => world.system.transaction((tx) => tx.chunkQueue.claimNext('worker-1', 30_000));
      const [old, young] = [await seedChunk(world.tenant), await seedChunk(world.tenant)];
      await world.system.transaction((tx) => tx.chunkQueue.assign([old.chunk.id]));
      world.setNow(after(10));
      await world.system.transaction((tx) => tx.chunkQueue.assign([young.chunk.id]));
      const first = await hold(world.system, (tx) => tx.chunkQueue.claimNext('worker-2', 30_000));
      expect(first.answer?.chunk.id).toBe(old.chunk.id);
      await expect(claimNext()).resolves.toMatchObject({ chunk: { id: young.chunk.id } });
      await expect(claimNext()).resolves.toBeUndefined();
      await first.commit();
    });

    it('are held back from every other writer while a page is applied', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const applying = await hold(world.tenant, (tx) => tx.chunks.lock(chunk.id));
      const abandoning = world.tenant.transaction((tx) => tx.chunks.abandonAll(execution.id));
      expect(await isBlocked(abandoning)).toBe(true);
      await applying.commit();
      await abandoning;
      expect(await stateOf(chunk.id)).toBe('abandoned');
    });

    it('fail for good, by whoever holds them', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const fail = (attempt: number) =>
        world.tenant.transaction((tx) => tx.chunkLeases.fail(chunk.id, attempt, problem));
      await expect(fail(0)).resolves.toBe(false);
      await expect(fail(1)).resolves.toBe(true);
      await expect(fail(1)).resolves.toBe(false);
      expect(await stateOf(chunk.id)).toBe('failed');
      await expect(world.tenant.transaction((tx) => tx.chunks.failures(execution.id))).resolves.toEqual([
        { chunkId: chunk.id, problem },
      ]);
    });

    it('that have not ended are abandoned together', async () => {
      const { chunk: planned, execution } = await seedChunk(world.tenant);
      const states: ChunkState[] = ['assigned', 'claimed', 'applied', 'failed'];
      const chunks = states.map((state, index) => someChunk(execution.id, { ordinal: index + 1, state }));
      await world.tenant.transaction((tx) => tx.chunks.insert(chunks));
      await world.tenant.transaction((tx) => tx.chunks.abandonAll(execution.id));
      const found = await world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
      expect(found.map(({ state }) => state)).toEqual([
        'abandoned',
        'abandoned',
        'abandoned',
        'applied',
        'failed',
      ]);
      expect(found[0]!.id).toBe(planned.id);
    });

    it('that failed or were abandoned are planned again where they stood, under the new epoch', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const applied = someChunk(execution.id, { ordinal: 1, state: 'applied' });
      await world.tenant.transaction(async (tx) => {
        await tx.chunks.insert([applied]);
        await tx.pages.advance(
          someAdvance(chunk, { cursor: 'page-2', outcomes: counts({ created: 1 }) }),
          [somePage('created', ['1'], { cursorOut: 'page-2' })],
          [],
        );
        await tx.chunkLeases.fail(chunk.id, 1, problem);
        await tx.chunks.replan(execution.id, 5);
      });
      const [replanned, untouched] = await world.tenant.transaction((tx) =>
        tx.chunks.ofExecution(execution.id),
      );
      expect(replanned).toEqual({
        ...chunk,
        state: 'planned',
        epoch: 5,
        leaseUntil: null,
        cursor: 'page-2',
        pagesApplied: 1,
        fetched: 1,
        outcomes: counts({ created: 1 }),
      });
      expect(untouched).toEqual(applied);
      await expect(world.tenant.transaction((tx) => tx.chunks.failures(execution.id))).resolves.toEqual([]);
    });
  });
}
