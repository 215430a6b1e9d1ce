import { newId } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  approvePlan,
  assertMayCarryOut,
  describeProblem,
  JOB_DEFAULTS,
  NO_BUCKETS,
  startPlan,
  SyncError,
  type Chunk,
  type ExecutionPlan,
  type JobDefinition,
  type Plan,
  type Scope,
} from '@evenkeel/domain';
import { CoordinatorWorld, type PlannedExecution } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const bound = { kind: 'time', value: '2026-11-01T12:00:00.000Z' } as const;

/** A running execution with one chunk that makes a plan or follows one. */
async function begin(
  kind: ExecutionPlan['kind'],
  planned: Partial<Plan> = {},
  job: Partial<JobDefinition> = {},
  scope?: Scope,
): Promise<PlannedExecution & { planId: string; movedInto: string }> {
  const [planId, movedInto] = [newId(), newId()];
  const begun = await world.begin(1, {
    job,
    execution: {
      plan: { kind, planId },
      ...(scope && { scope }),
      ...(kind === 'preview' ? { lane: 'preview' } : {}),
    },
  });
  const role = kind === 'carry_out' ? { role: 'follow', planId, movedInto } : { role: 'make', planId };
  await world.database.rows('update chunk set plan = $2 where id = $1 returning id', [
    begun.chunks[0]!.id,
    JSON.stringify(role),
  ]);
  await world.tenant.transaction(async (tx) => {
    await tx.plans.insert({ ...startPlan(planId, begun.execution, new Date()), ...planned });
    if (kind === 'carry_out') await tx.plans.insert(startPlan(movedInto, begun.execution, new Date()));
  });
  return { ...begun, planId, movedInto };
}

const told = async ({ execution }: PlannedExecution) =>
  world
    .onPageApplied()
    .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
const planOf = (id: string) => world.tenant.transaction((tx) => tx.plans.find(id));
const chunksOf = ({ execution }: PlannedExecution): Promise<readonly Chunk[]> =>
  world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
const addPage = (planId: string, chunkId: string, counts: Partial<Plan['summary']['counts']>) =>
  world.tenant.transaction((tx) =>
    tx.plans.addPages([
      {
        planId,
        chunkId,
        pageNo: 0,
        counts: { ...NO_BUCKETS, ...counts },
        entries: new Uint8Array(),
        details: 0,
      },
    ]),
  );

describe('an execution that makes a plan', () => {
  it('of a preview leaves it ready, and the watermark where it is; told twice, once', async () => {
    const begun = await begin('preview');
    await addPage(begun.planId, begun.chunks[0]!.id, { new: 2, rejected: 1 });
    await world.apply(begun.chunks[0]!.id, { outcomes: { planned: 3 }, bound });
    await Promise.all([told(begun), told(begun)]);
    expect(await world.execution(begun.execution.id)).toMatchObject({ status: 'completed' });
    expect(await planOf(begun.planId)).toMatchObject({
      state: 'ready',
      slices: [{ kind: 'whole' }],
      summary: { counts: { new: 2 }, providerCalls: 1, bounds: [bound], warnings: [{ code: 'rejected' }] },
    });
    expect(await world.watermark(begun.job)).toBeUndefined();
  });

  it('foresees what a listing of changes announced as gone', async () => {
    const scope = { kind: 'incremental', since: bound } as const;
    const begun = await begin('preview', {}, {}, scope);
    await addPage(begun.planId, begun.chunks[0]!.id, { changed: 1, inactive_candidate: 2 });
    await world.apply(begun.chunks[0]!.id, { outcomes: { planned: 3 }, bound });
    await told(begun);
    expect(await planOf(begun.planId)).toMatchObject({
      state: 'ready',
      summary: { counts: { changed: 1, inactive_candidate: 2 } },
    });
  });

  it('leaves it failed, with the reason, where it fails itself', async () => {
    const begun = await begin('preview');
    const problem = describeProblem(new SyncError('provider.unauthorized', 'The key is refused'));
    await world.fail(begun.chunks[0]!.id, problem);
    const failed = {
      tenantId: DEFAULT_TENANT,
      executionId: begun.execution.id,
      chunkId: begun.chunks[0]!.id,
    };
    await world.onChunkFailed().handle([failed, failed]);
    const plan = await planOf(begun.planId);
    expect(plan).toMatchObject({ state: 'failed', summary: { failure: 'The key is refused' } });
    expect(() => assertMayCarryOut(plan!, begun.job, new Date())).toThrow('(The key is refused)');
    expect(() => approvePlan(plan!, { actor: 'ada', now: new Date() })).toThrow('could not be made');
  });

  it('of a preview warns of what breaks the contract of the job', async () => {
    const contract = { ...JOB_DEFAULTS.contract, minRecords: 10 };
    const begun = await begin('preview', {}, { contract });
    await addPage(begun.planId, begun.chunks[0]!.id, { new: 3 });
    await world.apply(begun.chunks[0]!.id, { outcomes: { planned: 3 }, bound });
    await told(begun);
    expect(await planOf(begun.planId)).toMatchObject({
      state: 'ready',
      summary: {
        warnings: [{ code: 'contract', message: expect.stringContaining('at least 10') as string }],
      },
    });
  });

  it('of a job that requires approval waits, without a deadline', async () => {
    const begun = await begin('approval');
    await world.apply(begun.chunks[0]!.id, { outcomes: { planned: 3 }, bound });
    await told(begun);
    await told(begun);
    expect(await world.execution(begun.execution.id)).toMatchObject({
      status: 'awaiting_approval',
      deadline: null,
    });
    expect(await planOf(begun.planId)).toMatchObject({ state: 'awaiting_approval' });
    expect(await chunksOf(begun)).toHaveLength(1);
  });

  it('carries it out once it was approved: its listing is read again, and its own bound counts', async () => {
    const begun = await begin('approval', { state: 'approved', slices: [{ kind: 'whole' }] });
    await world.apply(begun.chunks[0]!.id, { outcomes: { planned: 3 }, bound });
    await Promise.all([told(begun), told(begun)]);
    const [made, following, ...more] = await chunksOf(begun);
    expect(more).toEqual([]);
    expect(made).toMatchObject({ ordinal: 0, state: 'applied' });
    expect(following).toMatchObject({ ordinal: 1, plan: { role: 'follow', planId: begun.planId } });
    await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: begun.execution.id }]);
    const later = { ...bound, value: '2026-11-02T12:00:00.000Z' };
    await world.apply(following!.id, { outcomes: { created: 3 }, bound: later });
    await told(begun);
    expect(await world.execution(begun.execution.id)).toMatchObject({ status: 'completed' });
    expect(await planOf(begun.planId)).toMatchObject({
      state: 'carried_out',
      carriedOutBy: begun.execution.id,
    });
    expect(await world.watermark(begun.job)).toEqual(bound);
    expect(await world.receipt(begun.execution.id)).toMatchObject({
      fetched: 6,
      outcomes: { planned: 3, created: 3 },
      balanced: true,
    });
  });

  it('leaves no plan that could be carried out if it does not balance', async () => {
    const begun = await begin('approval');
    await world.apply(begun.chunks[0]!.id, { outcomes: { planned: 3 }, bound });
    await world.database.rows('update chunk set planned = 2 where execution_id = $1', [begun.execution.id]);
    await told(begun);
    expect(await world.execution(begun.execution.id)).toMatchObject({ status: 'failed' });
    expect(await planOf(begun.planId)).toMatchObject({ state: 'failed' });
  });
});

describe('an execution that carries a plan out', () => {
  const summary = { counts: NO_BUCKETS, pages: 1, providerCalls: 1, warnings: [], bounds: [bound] };

  it('leaves a plan of what has moved, and the watermark where the plan was made', async () => {
    const begun = await begin('carry_out', { state: 'ready', summary });
    const later = { ...bound, value: '2026-11-02T12:00:00.000Z' };
    await addPage(begun.movedInto, begun.chunks[0]!.id, { changed: 1 });
    await world.apply(begun.chunks[0]!.id, { outcomes: { updated: 2, planned: 1 }, bound: later });
    await told(begun);
    expect(await planOf(begun.planId)).toMatchObject({ state: 'carried_out' });
    expect(await planOf(begun.movedInto)).toMatchObject({
      state: 'ready',
      slices: [{ kind: 'whole' }],
      summary: { counts: { changed: 1 }, bounds: [] },
    });
    expect(await world.watermark(begun.job)).toEqual(bound);
  });

  it('leaves none where nothing has moved', async () => {
    const begun = await begin('carry_out', { state: 'approved', summary });
    await world.apply(begun.chunks[0]!.id, { outcomes: { updated: 2 } });
    await told(begun);
    expect(await planOf(begun.movedInto)).toBeUndefined();
  });
});

describe('an execution that has listed an inventory', () => {
  it('reads the details in chunks, told twice, once, and then comes to its end', async () => {
    const begun = await world.begin(1, { job: { chunkSize: 3 } });
    const [listing] = begun.chunks;
    await world.tenant.transaction((tx) =>
      tx.inventories.add(
        ['abc', 'de', ''].map((ids, pageNo) => ({
          executionId: begun.execution.id,
          chunkId: listing!.id,
          pageNo,
          wanted: [...ids],
          entries: new Uint8Array(0),
        })),
      ),
    );
    await world.apply(listing!.id, { outcomes: { unchanged: 2 }, bound });
    await Promise.all([told(begun), told(begun)]);
    const [, ...details] = await chunksOf(begun);
    expect(details.map(({ ordinal, slice }) => ({ ordinal, slice }))).toEqual([
      { ordinal: 1, slice: { kind: 'details', listing: listing!.id, fromPage: 0, untilPage: 1 } },
      { ordinal: 2, slice: { kind: 'details', listing: listing!.id, fromPage: 1, untilPage: 2 } },
    ]);
    expect(await world.execution(begun.execution.id)).toMatchObject({ status: 'running' });
    await world.dispatching().dispatch();
    await world.apply(details[0]!.id, { outcomes: { updated: 3 } });
    await world.apply(details[1]!.id, { outcomes: { created: 2 } });
    await told(begun);
    expect(await world.execution(begun.execution.id)).toMatchObject({ status: 'completed' });
    expect(await world.receipt(begun.execution.id)).toMatchObject({ fetched: 7, balanced: true });
    expect(await world.watermark(begun.job)).toEqual(bound);
  });
});
