import { DEFAULT_TENANT, describeProblem, SyncError } from '@evenkeel/domain';
import { CoordinatorWorld, type PlannedExecution } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const HOUR_MS = 3_600_000;

const ofStatus = (name: string, status: string) =>
  world.meter.of(name, status).reduce((sum, count) => sum + count, 0);
const broken = describeProblem(new SyncError('provider.server_error', 'It did not work'));

/** Brings it to its end; every message and sweep that tells of it comes twice. */
async function end(bring: (planned: PlannedExecution) => Promise<void>): Promise<void> {
  const startedAt = new Date();
  const deadline = new Date(startedAt.getTime() + HOUR_MS);
  const planned = await world.begin(1, { execution: { startedAt, deadline } });
  await bring(planned);
  const { id: executionId } = planned.execution;
  await world.onPageApplied().handle([pageOf(planned)]);
  await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId }]);
  await world.lookAfterExecutions().run();
}

const pageOf = ({ execution, chunks }: PlannedExecution) => ({
  tenantId: execution.tenantId,
  executionId: execution.id,
  chunkId: chunks[0]!.id,
  epoch: execution.epoch,
  pagesApplied: 1,
});

describe('an execution that ends is counted once, with its duration', () => {
  afterEach(() => (world.now = undefined));

  it.each([
    ['completed', ({ chunks }: PlannedExecution) => world.apply(chunks[0]!.id, { outcomes: { created: 2 } })],
    [
      'completed_with_errors',
      ({ chunks }: PlannedExecution) => world.apply(chunks[0]!.id, { outcomes: { created: 2, rejected: 1 } }),
    ],
    ['failed', ({ chunks }: PlannedExecution) => world.fail(chunks[0]!.id, broken)],
    [
      'timed_out',
      async () => {
        world.now = new Date(Date.now() + HOUR_MS + 1000);
      },
    ],
  ])('when it is %s', async (status, bring) => {
    const before = ofStatus('executions_total', status);
    await end(bring);
    expect(ofStatus('executions_total', status)).toBe(before + 1);
    expect(world.meter.of('execution_duration_seconds', status)).not.toEqual([]);
  });
});
