import { executionDue } from '@evenkeel/contracts-messages';
import { hold, isBlocked, seedJob, someFailure } from '@evenkeel/conformance';
import { DEFAULT_TENANT, describeProblem, SyncError, type Job, type JobDefinition } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const addJob = async (definition: Partial<JobDefinition> = {}): Promise<Job> =>
  (await seedJob(world.tenant, definition)).job;
const DAY = { kind: 'time', value: '2026-11-01T12:00:00.000Z' } as const;

beforeEach(async () => void (await world.published()));

describe('run-requested', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { id: jobId } = await addJob();
    const { id: triggerId } = await world.accept(jobId);
    const message = { tenantId: DEFAULT_TENANT, triggerId, jobId };
    await world.onRunRequested().handle([message]);
    const [trigger, executions] = [await world.trigger(triggerId), await world.executionsOf(jobId)];
    expect(executions).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
    await world.onRunRequested().handle([message, message]);
    expect(await world.trigger(triggerId)).toEqual(trigger);
    expect(await world.executionsOf(jobId)).toEqual(executions);
    expect(await world.chunksOf(executions[0]!.id)).toHaveLength(1);
    expect(await world.published()).toEqual([]);
  });

  it('delivered to two replicas at once opens one execution', async () => {
    const { id: jobId } = await addJob();
    const { id: triggerId } = await world.accept(jobId);
    const deliver = () => world.onRunRequested().handle([{ tenantId: DEFAULT_TENANT, triggerId, jobId }]);
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(await world.executionsOf(jobId)).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
  });

  it('for a job that was removed opens nothing', async () => {
    const { id: jobId } = await addJob();
    const { id: triggerId } = await world.accept(jobId);
    await world.tenant.transaction((tx) => tx.jobRemovals.begin(jobId, { actor: 'ada', detach: false }));
    await world.onRunRequested().handle([{ tenantId: DEFAULT_TENANT, triggerId, jobId }]);
    expect(await world.trigger(triggerId)).toMatchObject({ state: 'skipped', executionId: null });
    expect(await world.executionsOf(jobId)).toEqual([]);
  });

  it('for a job that is being removed waits, and then opens nothing', async () => {
    const { id: jobId } = await addJob();
    const { id: triggerId } = await world.accept(jobId);
    const removal = await hold(world.tenant, (tx) =>
      tx.jobRemovals.begin(jobId, { actor: 'ada', detach: false }),
    );
    const opening = world.onRunRequested().handle([{ tenantId: DEFAULT_TENANT, triggerId, jobId }]);
    expect(await isBlocked(opening)).toBe(true);
    await removal.commit();
    await opening;
    expect(await world.executionsOf(jobId)).toEqual([]);
  });

  it('for a trigger that nobody knows does nothing', async () => {
    const { id: jobId } = await addJob();
    await world.onRunRequested().handle([{ tenantId: DEFAULT_TENANT, triggerId: jobId, jobId }]);
    expect(await world.executionsOf(jobId)).toEqual([]);
  });
});

describe('a run of a job that is idle', () => {
  it('starts at once, with a deadline, one chunk for the stream, and a message for the coordinator', async () => {
    const job = await addJob({ timeoutMinutes: 30 });
    const { state, executionId } = await world.run(job.id, { actor: 'grace' });
    expect(state).toBe('opened');
    const execution = await world.execution(executionId);
    expect(execution).toMatchObject({
      jobId: job.id,
      jobRevision: 1,
      actor: 'grace',
      lane: 'bulk',
      status: 'running',
      phase: 'fetching',
      epoch: 0,
      reason: null,
      finishedAt: null,
    });
    expect(execution.deadline!.getTime() - execution.startedAt!.getTime()).toBe(30 * 60_000);
    expect(await world.chunksOf(execution.id)).toMatchObject([
      { state: 'planned', epoch: 0, attempt: 0, slice: { kind: 'whole' }, cursor: null, pagesApplied: 0 },
    ]);
    expect(await world.published()).toEqual([
      { topic: executionDue.topic, payload: { tenantId: DEFAULT_TENANT, executionId: execution.id } },
    ]);
  });

  it('reads from a little before the watermark', async () => {
    const { id } = await addJob({ overlapSeconds: 60 });
    await world.tenant.transaction((tx) => tx.watermarks.save(id, DAY, id));
    const { executionId } = await world.run(id);
    expect(await world.execution(executionId)).toMatchObject({
      mode: 'incremental',
      scope: { kind: 'incremental', since: { kind: 'time', value: '2026-11-01T11:59:00.000Z' } },
    });
  });

  it('takes along what earlier runs left behind, unless it is dead or gone', async () => {
    const { id } = await addJob();
    await world.tenant.transaction(async (tx) => {
      await tx.watermarks.save(id, DAY, id);
      const problem = describeProblem(new SyncError('provider.record_gone', 'There is no record c'));
      const gone = someFailure('c', { problem });
      await tx.failures.save(id, [someFailure('a'), someFailure('b', { state: 'dead' }), gone]);
    });
    const [known] = await world.tenant.transaction((tx) => tx.failures.lock(id, ['id:a']));
    const { executionId } = await world.run(id);
    expect(await world.chunksOf(executionId!)).toMatchObject([
      { slice: { kind: 'whole' } },
      { slice: { kind: 'failures', failureIds: [known!.id] } },
    ]);
  });

  it('reads nothing but the failures that a retry names, beside whatever runs', async () => {
    const { id } = await addJob({ overlapPolicy: 'skip' });
    await world.run(id);
    const retry = await world.run(id, { kind: 'retry', failureIds: ['7', '8', '7'] });
    expect(await world.execution(retry.executionId)).toMatchObject({
      lane: 'single',
      status: 'running',
      triggerKind: 'retry',
      scope: { kind: 'partial', failureIds: ['7', '8', '7'] },
    });
    expect(await world.chunksOf(retry.executionId!)).toMatchObject([
      { slice: { kind: 'failures', failureIds: ['7', '8'] } },
    ]);
  });

  it('reads everything while there is no watermark', async () => {
    const { id } = await addJob({ mode: 'incremental' });
    const { executionId } = await world.run(id);
    expect(await world.execution(executionId)).toMatchObject({ mode: 'full', scope: { kind: 'full' } });
  });

  it('reads everything where the trigger asks for it', async () => {
    const { id } = await addJob();
    await world.tenant.transaction((tx) => tx.watermarks.save(id, DAY, id));
    const { executionId } = await world.run(id, { mode: 'full' });
    expect(await world.execution(executionId)).toMatchObject({ mode: 'full', scope: { kind: 'full' } });
  });
});

describe('a run while another one of the job is active', () => {
  it('waits for its turn, and tells the coordinator nothing', async () => {
    const { id } = await addJob();
    await world.run(id);
    await world.published();
    const second = await world.run(id);
    expect(second.state).toBe('opened');
    const waiting = await world.execution(second.executionId);
    expect(waiting).toMatchObject({ status: 'queued', phase: 'planning', startedAt: null, deadline: null });
    expect(await world.chunksOf(waiting.id)).toEqual([]);
    expect(await world.published()).toEqual([]);
  });

  it('joins the one that waits already', async () => {
    const { id } = await addJob();
    await world.run(id);
    const second = await world.run(id);
    expect(await world.run(id)).toMatchObject({ state: 'coalesced', executionId: second.executionId });
    expect(await world.executionsOf(id)).toHaveLength(2);
  });

  it('is skipped where the job says so, and the trigger names the run that was in the way', async () => {
    const { id } = await addJob({ overlapPolicy: 'skip' });
    const first = await world.run(id);
    expect(await world.run(id)).toMatchObject({ state: 'skipped', executionId: first.executionId });
    expect(await world.executionsOf(id)).toHaveLength(1);
  });

  it('goes beside it when it names its records, a hundred a chunk and each once', async () => {
    const { id } = await addJob({ overlapPolicy: 'skip' });
    await world.run(id);
    const externalIds = Array.from({ length: 150 }, (_, index) => `c${index}`);
    const named = await world.run(id, { kind: 'webhook', externalIds: [...externalIds, 'c0'] });
    expect(named.state).toBe('opened');
    expect(await world.execution(named.executionId)).toMatchObject({ lane: 'single', status: 'running' });
    const chunks = await world.chunksOf(named.executionId!);
    expect(chunks.map(({ slice }) => slice)).toEqual([
      { kind: 'ids', externalIds: externalIds.slice(0, 100) },
      { kind: 'ids', externalIds: externalIds.slice(100) },
    ]);
  });

  it('and of others of the same moment: one runs, one waits, the rest join it', async () => {
    const { id } = await addJob();
    const triggers = await Promise.all(Array.from({ length: 5 }, () => world.run(id)));
    const executions = await world.executionsOf(id);
    expect(executions.map(({ status }) => status).sort()).toEqual(['queued', 'running']);
    const waiting = executions.find(({ status }) => status === 'queued');
    expect(triggers.map(({ state }) => state).sort()).toEqual([
      'coalesced',
      'coalesced',
      'coalesced',
      'opened',
      'opened',
    ]);
    const joined = triggers.filter(({ state }) => state === 'coalesced');
    for (const { executionId } of joined) expect(executionId).toBe(waiting?.id);
  });
});

describe('a run of a job whose mapping cannot be used', () => {
  const unusable = {
    mapping: [{ source: 'email', target: 'email', transforms: [{ name: 'no such transform' }] }],
  } as unknown as Partial<JobDefinition>;

  it('fails at once with the remedy, and reads nothing', async () => {
    const { id } = await addJob(unusable);
    const { state, executionId } = await world.run(id);
    expect(state).toBe('opened');
    const failed = await world.execution(executionId);
    expect(failed).toMatchObject({
      status: 'failed',
      reason: {
        kind: 'config',
        code: 'config.invalid_mapping',
        remedy: 'Correct the rule that the message names.',
      },
    });
    expect(failed.finishedAt).not.toBeNull();
    expect(await world.chunksOf(failed.id)).toEqual([]);
    expect(await world.published()).toEqual([]);
  });

  it('is not in the way of the next one', async () => {
    const { id } = await addJob(unusable);
    await world.run(id);
    expect(await world.execution((await world.run(id)).executionId)).toMatchObject({ status: 'failed' });
  });
});
