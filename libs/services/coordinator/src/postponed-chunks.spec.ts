import { executionClosed } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, describeProblem, NO_TRIES, SyncError, type ErrorCode } from '@evenkeel/domain';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const START = new Date('2026-11-01T12:00:00.000Z');
const after = (ms: number) => new Date(START.getTime() + ms);

beforeEach(async () => {
  await world.published();
  world.now = START;
});
afterEach(async () => {
  world.now = undefined;
  await world.database.reset();
});

/** An execution with ten minutes left, of which an executor has given a chunk back. */
async function postponedFor(waitMs: number, code: ErrorCode = 'provider.rate_limited') {
  const { execution, chunks } = await world.begin(2, {
    execution: { startedAt: START, clockSince: START, deadline: after(600_000) },
  });
  await world.apply(chunks[0]!.id, { outcomes: { created: 3 } });
  const { attempt } = await world.claim(chunks[1]!.id);
  const problem = describeProblem(new SyncError(code, 'provider.example asked us not to call'));
  const postponing = { waitMs, waiting: 'quota', problem, tries: NO_TRIES } as const;
  await world.tenant.transaction((tx) => tx.chunkLeases.postpone(chunks[1]!.id, attempt, postponing));
  return { id: execution.id, chunkId: chunks[1]!.id };
}
const look = (executionId: string) =>
  world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId }]);
const topics = async () => (await world.published()).map(({ topic }) => topic);

describe('an execution of which a chunk has to wait', () => {
  it('hands it out once the wait is over, and not before', async () => {
    const { id, chunkId } = await postponedFor(60_000);
    await look(id);
    world.now = after(59_900);
    await world.handOutRetries().run();
    expect(await world.chunkStates(id)).toEqual(['applied', 'planned']);
    world.now = after(60_000);
    await world.handOutRetries().run();
    expect(await world.chunkStates(id)).toEqual(['applied', 'assigned']);
    expect((await world.claim(chunkId)).postponed).toMatchObject({ tries: NO_TRIES });
  });

  it.each([
    ['provider.rate_limited', 'rate_limited'],
    ['provider.quota_spent', 'rate_limited'],
    ['provider.server_error', 'provider_unavailable'],
    ['provider.breaker_open', 'provider_unavailable'],
  ] as const)('for longer than it has time ends at once: %s is %s', async (code, kind) => {
    const { id } = await postponedFor(600_000, code);
    await look(id);
    const until = after(600_000);
    expect(await world.execution(id)).toMatchObject({
      status: 'failed',
      finishedAt: START,
      reason: {
        kind,
        code,
        message: 'The run has no time left to wait: provider.example asked us not to call',
        until: until.toISOString(),
      },
      retry: { nextAttemptAt: until },
    });
    expect(await world.chunkStates(id)).toEqual(['applied', 'abandoned']);
    expect(await world.receipt(id)).toMatchObject({ fetched: 3, balanced: true });
    expect(await topics()).toEqual([executionClosed.topic]);
  });

  it('and is told twice, ends once', async () => {
    const { id } = await postponedFor(600_000);
    await look(id);
    const ended = await world.execution(id);
    await look(id);
    expect(await world.execution(id)).toEqual(ended);
  });

  it('whose message was lost is found by a sweep', async () => {
    const { id } = await postponedFor(600_000);
    await world.lookAfterExecutions().run();
    expect(await world.execution(id)).toMatchObject({ status: 'failed', reason: { kind: 'rate_limited' } });
  });
});
