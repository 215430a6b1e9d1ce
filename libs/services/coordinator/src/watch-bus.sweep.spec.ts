import { DEFAULT_TENANT } from '@evenkeel/domain';
import { executionDue } from '@evenkeel/contracts-messages';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const startedAt = new Date('2026-11-21T12:00:00Z');
const secondsLater = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000);
const sweepAt = async (seconds: number) => {
  world.now = secondsLater(seconds);
  await Promise.all([world.watchBus().run(), world.watchBus().run()]);
};
const outages = () => world.tenant.transaction((tx) => tx.outages.since(startedAt));

beforeEach(async () => {
  world.now = startedAt;
  await world.database.reset();
});
afterAll(() => (world.now = undefined));

it('an engine without work is not asked whether its bus works', async () => {
  await sweepAt(0);
  expect(await world.published()).toEqual([]);
});

it('while a run goes on a message shows that the bus takes messages, and one outage that it does not', async () => {
  const { execution } = await world.begin(1);
  await sweepAt(1);
  expect((await world.published())[0]).toMatchObject({
    topic: executionDue.topic,
    payload: { tenantId: DEFAULT_TENANT, executionId: execution.id },
  });
  await sweepAt(2);
  await sweepAt(11);
  expect(await outages()).toEqual([]);
  await sweepAt(12);
  await sweepAt(14);
  expect(await outages()).toEqual([{ beganAt: secondsLater(2), endedAt: null }]);
  await world.published();
  await sweepAt(30);
  expect(await outages()).toEqual([{ beganAt: secondsLater(2), endedAt: secondsLater(30) }]);
});

it('a run does not time out while the bus is away, and has the rest of its time afterwards', async () => {
  const clock = { startedAt, clockSince: startedAt, deadline: secondsLater(60) };
  const { execution } = await world.begin(1, { execution: clock });
  await sweepAt(10);
  await sweepAt(25);
  const lookAt = async (seconds: number) => {
    world.now = secondsLater(seconds);
    await world.lookAfterExecutions().run();
    return (await world.execution(execution.id)).status;
  };
  expect(await lookAt(5000)).toBe('running');
  await world.published();
  await sweepAt(5010);
  await world.published();
  expect(await lookAt(5059)).toBe('running');
  expect(await lookAt(5061)).toBe('timed_out');
});

it('a run whose time is over while nobody knows yet whether the bus is away is not ended for it', async () => {
  const clock = { startedAt, clockSince: startedAt, deadline: secondsLater(8) };
  const { execution } = await world.begin(1, { execution: clock });
  await sweepAt(1);
  world.now = secondsLater(9);
  await world.lookAfterExecutions().run();
  expect(await world.execution(execution.id)).toMatchObject({ status: 'running' });
  await world.published();
  await world.lookAfterExecutions().run();
  expect(await world.execution(execution.id)).toMatchObject({ status: 'timed_out' });
});
