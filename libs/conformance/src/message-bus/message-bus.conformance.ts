import { setTimeout as sleep } from 'node:timers/promises';
import { type RunRequested, runRequested } from '@evenkeel/contracts-messages';
import type { MessageBus, StuckMessage, Subscription } from '@evenkeel/ports';
import { eventually } from './testing/bus-surroundings.js';

/** A bus of its own for one test: nothing of other tests is on it. */
export interface BusWorld {
  /** Another process on the same bus. `'one'`: the bus has a single member, and each call gives that one. */
  readonly join: () => MessageBus;
  readonly stuck: readonly StuckMessage[];
  readonly close: () => Promise<void>;
}

export interface MessageBusConformance {
  readonly open: () => Promise<BusWorld>;
  readonly members: 'one' | 'many';
}

type Handle = Subscription<typeof runRequested>['handle'];

const uuid = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
/** `seq` tells messages of a job apart. */
const run = (job: number, seq: number): RunRequested => ({
  tenantId: uuid(0),
  jobId: uuid(job),
  triggerId: uuid(seq),
});
const seqOf = (payload: RunRequested): number => parseInt(payload.triggerId.slice(-12), 16);
const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** What every {@link MessageBus} owes its callers. */
export function describeMessageBus(name: string, { open, members }: MessageBusConformance): void {
  describe(`${name} keeps the promises of a message bus: it`, () => {
    let world: BusWorld;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(async () => {
      await world.close();
    });

    const take = (
      bus: MessageBus,
      handle: Handle,
      batch = 1,
      service: 'reconciler' | 'admin' = 'reconciler',
    ) => bus.subscribe(runRequested, { service, handle, batch });

    /** A started member whose reconciler notes what it handles. */
    async function listening(batch = 1): Promise<{ bus: MessageBus; got: RunRequested[] }> {
      const got: RunRequested[] = [];
      const bus = world.join();
      take(bus, async (payloads) => void got.push(...payloads), batch);
      await bus.start();
      return { bus, got };
    }

    it('delivers what was published, as it was', async () => {
      const { bus, got } = await listening();
      await bus.publish(runRequested, [run(1, 1)]);
      await eventually('the message arrived', () => got.length > 0);
      expect(got).toEqual([run(1, 1)]);
    });

    it('resolves a publish of nothing', async () => {
      const { bus } = await listening();
      await expect(bus.publish(runRequested, [])).resolves.toBeUndefined();
    });

    it('never runs a handler inside the publish', async () => {
      const { bus, got } = await listening();
      const published = bus.publish(runRequested, [run(1, 1)]);
      expect(got).toEqual([]);
      await published;
    });

    it('keeps the order of each key, also for publishes that did not wait for one another', async () => {
      const { bus, got } = await listening();
      const jobs = range(5);
      await Promise.all(
        range(20).map((seq) =>
          bus.publish(
            runRequested,
            jobs.map((job) => run(job, seq)),
          ),
        ),
      );
      // A message may come again; what comes for the first time comes in order.
      const firstOf = (job: number) => [
        ...new Set(got.filter(({ jobId }) => jobId === uuid(job)).map(seqOf)),
      ];
      await eventually('all arrived', () => jobs.every((job) => firstOf(job).length === 20));
      for (const job of jobs) expect(firstOf(job)).toEqual(range(20));
    });

    it('hands payloads of one key over together, at most a batch, in order and never twice at once', async () => {
      const batches: RunRequested[][] = [];
      const underWay = new Set<string>();
      let overlaps = 0;
      const bus = world.join();
      const handle: Handle = async (payloads) => {
        const { jobId } = payloads[0] as RunRequested;
        overlaps += underWay.has(jobId) ? 1 : 0;
        underWay.add(jobId);
        batches.push([...payloads]);
        await sleep(5);
        underWay.delete(jobId);
      };
      take(bus, handle, 4);
      await bus.start();
      await bus.publish(
        runRequested,
        range(60).map((i) => run(i % 3, i)),
      );
      await eventually('all arrived', () => batches.flat().length >= 60);
      expect(overlaps).toBe(0);
      expect(Math.max(...batches.map(({ length }) => length))).toBe(4);
      for (const batch of batches) {
        expect(new Set(batch.map(({ jobId }) => jobId)).size).toBe(1);
      }
      for (const job of range(3)) {
        const seqs = batches.flat().filter(({ jobId }) => jobId === uuid(job));
        expect(seqs.map(seqOf)).toEqual(range(20).map((i) => i * 3 + job));
      }
    });

    it('gives every service its copy', async () => {
      const got: string[] = [];
      const bus = world.join();
      take(bus, async () => void got.push('reconciler'));
      take(bus, async () => void got.push('admin'), 1, 'admin');
      await bus.start();
      await bus.publish(runRequested, [run(1, 1)]);
      await eventually('both got it', () => got.length >= 2);
      expect(got.sort()).toEqual(['admin', 'reconciler']);
    });

    it('delivers again after a handler failed', async () => {
      const attempts: number[] = [];
      const bus = world.join();
      take(bus, async ([payload]) => {
        attempts.push(seqOf(payload as RunRequested));
        if (attempts.length < 3) throw new Error('not yet');
      });
      await bus.start();
      await bus.publish(runRequested, [run(1, 7)]);
      await eventually('the third attempt', () => attempts.length >= 3);
      expect(attempts).toEqual([7, 7, 7]);
      expect(world.stuck).toEqual([]);
    });

    it('keeps a message that no attempt can handle as a stuck one and goes on with the next', async () => {
      const got: number[] = [];
      const bus = world.join();
      const handle: Handle = async (payloads) => {
        if (payloads.some((payload) => seqOf(payload) === 2)) throw new Error('indigestible');
        got.push(...payloads.map(seqOf));
      };
      take(bus, handle, 10);
      await bus.start();
      await bus.publish(
        runRequested,
        range(5).map((seq) => run(1, seq)),
      );
      await eventually('those behind it arrived', () => got.includes(4));
      expect(got).toEqual([0, 1, 3, 4]);
      expect(world.stuck).toHaveLength(1);
      const [stuck] = world.stuck;
      expect(stuck).toMatchObject({
        topic: expect.stringContaining(runRequested.topic) as string,
        service: 'reconciler',
        key: uuid(1),
        attempts: 5,
        error: expect.stringContaining('indigestible') as string,
      });
      expect(JSON.parse(stuck?.payload ?? '')).toEqual(run(1, 2));
    });

    it('does not let a slow key hold up another', async () => {
      const got: string[] = [];
      let release = (): void => undefined;
      const slow = new Promise<void>((resolve) => (release = resolve));
      const bus = world.join();
      take(bus, async ([payload]) => {
        if (payload?.jobId === uuid(0)) await slow;
        got.push(payload?.jobId ?? '');
      });
      await bus.start();
      await bus.publish(runRequested, [run(0, 0)]);
      // Enough keys to lie beside the slow one, however keys are spread.
      for (const job of range(30)) await bus.publish(runRequested, [run(job + 1, 0)]);
      await eventually('the others arrived', () => got.length >= 30);
      expect(got).not.toContain(uuid(0));
      release();
      await eventually('the slow one ended', () => got.includes(uuid(0)));
    });

    it('brings messages that were published before anybody listened', async () => {
      const sender = world.join();
      await sender.publish(runRequested, [run(1, 1), run(1, 2)]);
      const { got } = await listening();
      await eventually('both arrived', () => got.length >= 2);
      expect(got.map(seqOf)).toEqual([1, 2]);
    });

    it('lets a handler publish', async () => {
      const got: number[] = [];
      const bus = world.join();
      take(bus, async ([payload]) => {
        const seq = seqOf(payload as RunRequested);
        got.push(seq);
        if (seq < 3) await bus.publish(runRequested, [run(1, seq + 1)]);
      });
      await bus.start();
      await bus.publish(runRequested, [run(1, 1)]);
      await eventually('the chain ended', () => got.length >= 3);
      expect(got).toEqual([1, 2, 3]);
    });

    it('waits for handlers under way when it stops, lets them publish, and begins nothing further', async () => {
      const log: string[] = [];
      const bus = world.join();
      take(bus, async ([payload]) => {
        log.push(`begin ${seqOf(payload as RunRequested)}`);
        await sleep(200);
        await bus.publish(runRequested, [run(2, 99)]);
        log.push(`end ${seqOf(payload as RunRequested)}`);
      });
      await bus.start();
      await bus.publish(runRequested, [run(1, 1), run(1, 2)]);
      await eventually('the first began', () => log.length > 0);
      await bus.stop();
      expect(log).toEqual(['begin 1', 'end 1']);
      await sleep(100);
      expect(log).toEqual(['begin 1', 'end 1']);
      await expect(bus.publish(runRequested, [run(1, 3)])).rejects.toMatchObject({ code: 'system.broker' });
    });

    it('can be stopped twice and before it was started', async () => {
      const bus = world.join();
      take(bus, async () => undefined);
      await bus.stop();
      await expect(bus.stop()).resolves.toBeUndefined();
    });

    it('gives up on a failing message when it stops', async () => {
      let attempts = 0;
      const bus = world.join();
      take(bus, async () => {
        attempts += 1;
        throw new Error('no');
      });
      await bus.start();
      await bus.publish(runRequested, [run(1, 1)]);
      await eventually('it failed', () => attempts > 0);
      await bus.stop();
      const attemptsAtStop = attempts;
      await sleep(300);
      expect(attempts).toBe(attemptsAtStop);
    });

    it('does not hand over payloads that a handler could change for others', async () => {
      const { bus, got } = await listening();
      await bus.publish(runRequested, [run(1, 1)]);
      await eventually('it arrived', () => got.length > 0);
      expect(Object.isFrozen(got[0])).toBe(true);
    });

    if (members === 'many') describeSeveralMembers(() => world);
  });
}

function describeSeveralMembers(current: () => BusWorld): void {
  it('shares the work of a service between its members', async () => {
    const got: number[][] = [[], []];
    for (const list of got) {
      const bus = current().join();
      bus.subscribe(runRequested, {
        service: 'reconciler',
        handle: async (payloads) => void list.push(...payloads.map(seqOf)),
      });
      await bus.start();
    }
    const sender = current().join();
    let seq = 0;
    await eventually(
      'both members got some',
      async () => {
        await sender.publish(
          runRequested,
          range(50).map((job) => run(job, (seq += 1))),
        );
        await sleep(100);
        return got.every((list) => list.length > 0);
      },
      30_000,
    );
    await eventually('every message arrived', () => new Set(got.flat()).size === seq);
  });

  it('hands the work of a member that stopped to those that stay', async () => {
    const got: number[] = [];
    const [leaving, staying] = [current().join(), current().join()];
    for (const bus of [leaving, staying]) {
      bus.subscribe(runRequested, {
        service: 'reconciler',
        handle: async (payloads) => void got.push(...payloads.map(seqOf)),
      });
      await bus.start();
    }
    const sender = current().join();
    const send = (from: number) =>
      sender.publish(
        runRequested,
        range(100).map((i) => run(i, from + i)),
      );
    await send(0);
    await leaving.stop();
    await send(100);
    await eventually('every message arrived', () => new Set(got).size === 200, 30_000);
  });
}
