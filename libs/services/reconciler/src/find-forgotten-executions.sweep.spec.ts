import { seedJob } from '@evenkeel/conformance';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const inMs = (ms: number) => new Date(Date.now() + ms);

afterEach(() => {
  world.now = undefined;
});

describe('the sweep for forgotten runs', () => {
  it('opens a trigger whose message was lost, though not before the message had its time', async () => {
    const { job } = await seedJob(world.tenant);
    const { id } = await world.accept(job.id);
    await world.findForgottenExecutions().run();
    expect(await world.trigger(id)).toMatchObject({ state: 'accepted' });
    world.now = inMs(6_000);
    await world.findForgottenExecutions().run();
    expect(await world.trigger(id)).toMatchObject({ state: 'opened' });
    expect(await world.executionsOf(job.id)).toMatchObject([{ status: 'running' }]);
  });

  it('begins an execution whose turn came without anybody telling', async () => {
    const { job } = await seedJob(world.tenant);
    const active = await world.run(job.id);
    const waiting = await world.run(job.id);
    await world.findForgottenExecutions().run();
    expect(await world.execution(waiting.executionId)).toMatchObject({ status: 'queued' });
    await world.end(active.executionId!);
    await world.findForgottenExecutions().run();
    expect(await world.execution(waiting.executionId)).toMatchObject({ status: 'running' });
  });

  it('of two replicas at once does each of it once', async () => {
    const forgotten = await Promise.all(Array.from({ length: 5 }, () => seedJob(world.tenant)));
    for (const { job } of forgotten) await world.accept(job.id);
    const { job: queued } = await seedJob(world.tenant);
    const active = await world.run(queued.id);
    const waiting = await world.run(queued.id);
    await world.end(active.executionId!);
    await world.published();
    world.now = inMs(6_000);
    await Promise.all([world.findForgottenExecutions().run(), world.findForgottenExecutions().run()]);
    for (const { job } of forgotten) expect(await world.executionsOf(job.id)).toHaveLength(1);
    expect(await world.chunksOf(waiting.executionId!)).toHaveLength(1);
    expect(await world.published()).toHaveLength(forgotten.length + 1);
  });

  it('goes on past a run that cannot be opened', async () => {
    const { job: broken } = await seedJob(world.tenant);
    const { job: whole } = await seedJob(world.tenant);
    const first = await world.accept(broken.id);
    const second = await world.accept(whole.id);
    await world.database.rows(`update trigger set external_ids = '5' where id = $1`, [first.id]);
    world.now = inMs(6_000);
    await expect(world.findForgottenExecutions().run()).rejects.toThrow('not iterable');
    expect(await world.trigger(second.id)).toMatchObject({ state: 'opened' });
  });
});
