import { seedJob } from '@evenkeel/conformance';
import type { ControlState } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const later = () => (world.now = new Date(Date.now() + 6_000));
const set = (connectionId: string, state: ControlState) =>
  world.tenant.transaction((tx) => tx.controls.save(connectionId, state, 'ada'));

afterEach(async () => {
  world.now = undefined;
  await world.database.reset();
});

it('a request for a run of a stopped connection is kept, and answered once it is started', async () => {
  const { job, connection } = await seedJob(world.tenant);
  await set(connection.id, 'stopped');
  const { id } = await world.run(job.id);
  expect(await world.trigger(id)).toMatchObject({ state: 'accepted', executionId: null });
  later();
  await world.findForgottenExecutions().run();
  expect(await world.executionsOf(job.id)).toEqual([]);
  await set(connection.id, 'running');
  await world.findForgottenExecutions().run();
  expect(await world.trigger(id)).toMatchObject({ state: 'opened' });
});

it('of all that a schedule asked for while its connection was stopped, one run goes and one waits', async () => {
  const { job, connection } = await seedJob(world.tenant);
  await set(connection.id, 'stopped');
  for (let slot = 0; slot < 5; slot += 1) await world.run(job.id, { kind: 'schedule' });
  await set(connection.id, 'running');
  later();
  await world.findForgottenExecutions().run();
  expect(await world.executionsOf(job.id)).toMatchObject([{ status: 'running' }, { status: 'queued' }]);
});

it('a connection that needs attention opens no scheduled run until it does not any more', async () => {
  const { job, connection } = await seedJob(world.tenant);
  const saveStatus = (status: 'active' | 'needs_attention') =>
    world.tenant.transaction((tx) => tx.connections.saveStatus(connection.id, status, null));
  await saveStatus('needs_attention');
  const scheduled = await world.run(job.id, { kind: 'schedule' });
  expect(scheduled).toMatchObject({ state: 'accepted' });
  const manual = await world.run(job.id);
  expect(manual).toMatchObject({ state: 'opened' });
  await world.end(manual.executionId!);
  await saveStatus('active');
  later();
  await world.findForgottenExecutions().run();
  expect(await world.trigger(scheduled.id)).toMatchObject({ state: 'opened' });
});
