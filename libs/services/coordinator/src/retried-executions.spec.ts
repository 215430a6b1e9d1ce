import {
  DEFAULT_TENANT,
  describeProblem,
  NO_RETRY,
  SyncError,
  type ErrorCode,
  type ExecutionRetry,
} from '@evenkeel/domain';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const now = new Date('2026-11-21T12:00:00Z');

beforeEach(() => void (world.now = now));
afterEach(async () => {
  world.now = undefined;
  await world.database.reset();
});

async function failWith(code: ErrorCode, retry: Partial<ExecutionRetry> = {}) {
  const { execution, chunks, job } = await world.begin(1, {
    execution: { retry: { ...NO_RETRY, ...retry } },
  });
  await world.fail(chunks[0]!.id, describeProblem(new SyncError(code, 'No')));
  const message = { tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: chunks[0]!.id };
  await Promise.all([world.onChunkFailed().handle([message]), world.onChunkFailed().handle([message])]);
  return { job, execution: await world.execution(execution.id) };
}

it('a run that failed is to be tried again after a minute, and then after two', async () => {
  const first = await failWith('provider.timeout');
  expect(first.execution.retry.nextAttemptAt).toEqual(new Date(now.getTime() + 60_000));
  const second = await failWith('provider.timeout', { count: 1 });
  expect(second.execution.retry.nextAttemptAt).toEqual(new Date(now.getTime() + 120_000));
});

it.each(['provider.unauthorized', 'config.unknown_stream'] as const)(
  'a run that failed because of %s is not',
  async (code) => {
    expect((await failWith(code)).execution.retry).toEqual(NO_RETRY);
  },
);

it('a run that exhausted its retries is a dead letter until one succeeds', async () => {
  const { execution, job } = await failWith('provider.timeout', { count: 3 });
  expect(execution.retry).toMatchObject({ nextAttemptAt: null, deadLetter: 'dead' });
  const later = await world.planOf(job);
  await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: later.execution.id }]);
  await world.apply(later.chunks[0]!.id, { outcomes: { created: 1 } });
  await world.lookAfterExecutions().run();
  expect((await world.execution(execution.id)).retry.deadLetter).toBe('resolved');
});
