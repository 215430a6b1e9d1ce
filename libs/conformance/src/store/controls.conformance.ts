import type { ControlState } from '@evenkeel/domain';
import { runRequested } from '@evenkeel/contracts-messages';
import { seedChunk, seedClaimed, seedJob, someTrigger } from './testing/store-fixtures.js';
import { hold, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const start = new Date('2026-11-01T12:00:00.000Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

export function describeControls({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
    world.setNow(start);
  });
  const set = (connectionId: string | null, state: ControlState) =>
    connectionId === null
      ? world.system.transaction((tx) => tx.engine.saveControl(state, 'ada'))
      : world.tenant.transaction((tx) => tx.controls.save(connectionId, state, 'ada'));

  describe('controls', () => {
    it('let everything run until somebody says otherwise, and keep who did', async () => {
      const { connection, job } = await seedJob(world.tenant);
      const other = await seedJob(world.tenant);
      const of = (id: string) => world.tenant.transaction((tx) => tx.controls.of(id));
      const ofEngine = () => world.system.transaction((tx) => tx.engine.control());
      const ofJob = (id: string) => world.tenant.transaction((tx) => tx.controls.ofJob(id));
      const untouched = { state: 'running', actor: null, changedAt: null };
      await expect(of(connection.id)).resolves.toEqual(untouched);
      await expect(ofEngine()).resolves.toEqual(untouched);
      await set(connection.id, 'stopped');
      await set(connection.id, 'paused');
      await expect(of(connection.id)).resolves.toEqual({ state: 'paused', actor: 'ada', changedAt: start });
      await expect(ofJob(job.id)).resolves.toEqual({ engine: 'running', connection: 'paused' });
      await expect(ofJob(other.job.id)).resolves.toEqual({ engine: 'running', connection: 'running' });
      await set(null, 'stopped');
      await expect(ofEngine()).resolves.toEqual({ state: 'stopped', actor: 'ada', changedAt: start });
      await expect(ofJob(other.job.id)).resolves.toEqual({ engine: 'stopped', connection: 'running' });
    });

    it.each(['the connection', 'the engine'])('of %s decide what can be claimed, at once', async (which) => {
      const { chunk, connection } = await seedChunk(world.tenant, {}, { state: 'assigned' });
      const target = which === 'the engine' ? null : connection.id;
      const claim = () => world.system.transaction((tx) => tx.chunkQueue.claim(chunk.id, 'worker-1', 60_000));
      const unclaimed = () => world.system.transaction((tx) => tx.chunkQueue.listUnclaimed(0));
      await world.tenant.transaction((tx) => tx.chunks.withdraw(chunk.executionId));
      await world.system.transaction((tx) => tx.chunkQueue.assign([chunk.id]));
      world.setNow(after(10));
      await set(target, 'paused');
      await expect(claim()).resolves.toBeUndefined();
      await expect(
        world.system.transaction((tx) => tx.chunkQueue.claimNext('worker-1', 60_000)),
      ).resolves.toBeUndefined();
      await expect(unclaimed()).resolves.toEqual([]);
      await set(target, 'running');
      await expect(unclaimed()).resolves.toHaveLength(1);
      await expect(claim()).resolves.toMatchObject({ chunk: { id: chunk.id } });
    });

    it('are told to whoever holds a chunk', async () => {
      const { chunk, connection, execution } = await seedClaimed(world);
      const isHeld = async () =>
        (await world.tenant.transaction((tx) => tx.chunkLeases.renew(chunk.id, 1, 60_000)))?.isHeld;
      await expect(isHeld()).resolves.toBe(false);
      await set(connection.id, 'paused');
      await expect(isHeld()).resolves.toBe(true);
      await set(connection.id, 'running');
      await world.tenant.transaction((tx) => tx.executions.save({ ...execution, status: 'paused' }));
      await expect(isHeld()).resolves.toBe(true);
    });

    it('let requests for runs wait where they are stopped, and what comes by itself where attention is needed', async () => {
      const [held, free] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      const manual = someTrigger(held.job.id);
      const scheduled = someTrigger(held.job.id, { kind: 'schedule' });
      const other = someTrigger(free.job.id);
      await world.tenant.transaction(async (tx) => {
        for (const trigger of [manual, scheduled, other]) await tx.triggers.insert(trigger);
      });
      const unanswered = async () =>
        (await world.system.transaction((tx) => tx.due.triggers(0, 10))).map((t) => t.triggerId);
      await set(held.connection.id, 'paused');
      await expect(unanswered()).resolves.toEqual([manual.id, scheduled.id, other.id]);
      await set(held.connection.id, 'stopped');
      await expect(unanswered()).resolves.toEqual([other.id]);
      await set(held.connection.id, 'running');
      await world.tenant.transaction((tx) =>
        tx.connections.saveStatus(held.connection.id, 'needs_attention', '401'),
      );
      await expect(unanswered()).resolves.toEqual([manual.id, other.id]);
      await set(null, 'stopped');
      await expect(unanswered()).resolves.toEqual([]);
    });
  });

  describe('outages of the bus', () => {
    it('are kept from their beginning to their end, one at a time, whoever notices them', async () => {
      const begin = (at: Date) => world.system.transaction((tx) => tx.outages.begin(at));
      const first = await hold(world.system, (tx) => tx.outages.begin(start));
      const second = begin(after(5));
      await first.commit();
      await second;
      await expect(world.system.transaction((tx) => tx.outages.open())).resolves.toEqual({
        beganAt: start,
        endedAt: null,
      });
      await world.system.transaction((tx) => tx.outages.end(after(1000)));
      await world.system.transaction((tx) => tx.outages.end(after(9000)));
      await begin(after(2000));
      const since = (at: Date) => world.system.transaction((tx) => tx.outages.since(at));
      const [ended, lasting] = [
        { beganAt: start, endedAt: after(1000) },
        { beganAt: after(2000), endedAt: null },
      ];
      await expect(since(after(500))).resolves.toEqual([ended, lasting]);
      await expect(since(after(1000))).resolves.toEqual([lasting]);
      await expect(world.system.transaction((tx) => tx.outages.lastEndedAt())).resolves.toEqual(after(1000));
    });

    it('show in what waits to be published', async () => {
      const waitingSince = () => world.system.transaction((tx) => tx.outages.waitingSince());
      await expect(waitingSince()).resolves.toBeNull();
      await world.tenant.transaction((tx) => tx.outbox.add(runRequested, [runRequested.example]));
      world.setNow(after(1000));
      await world.tenant.transaction((tx) => tx.outbox.add(runRequested, [runRequested.example]));
      await expect(waitingSince()).resolves.toEqual(start);
    });
  });
}
