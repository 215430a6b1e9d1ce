import { packSeen } from '@evenkeel/adapter-postgres/testing';
import { seedJob, someWrite } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  describeProblem,
  NO_TRIES,
  SyncError,
  type Execution,
  type Job,
  type JobDefinition,
  type Outcome,
} from '@evenkeel/domain';
import { resumeEnded } from '@evenkeel/operations';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const NAMES = ['a', 'b'] as const;

beforeEach(async () => void (await world.published()));
afterEach(async () => {
  world.now = undefined;
  await world.database.reset();
});

const setOf = (job: Job) => ({
  connectionId: job.connectionId,
  stream: job.definition.stream,
  recordType: job.definition.recordType,
});

/** A run that has created two records and has an hour, with a listing that goes on. */
async function beginListing(job: Job, names: readonly string[] = NAMES, outcome: Outcome = 'created') {
  const { execution, chunks } = await world.planOf(job, 1, {
    isJudged: false,
    execution: { startedAt: new Date(), deadline: new Date(Date.now() + 3_600_000) },
  });
  await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id }]);
  await list(job, chunks[0]!.id, { names, outcome });
  return { execution, chunkId: chunks[0]!.id };
}

async function list(
  job: Job,
  chunkId: string,
  {
    names,
    outcome = 'created',
    pageNo = 0,
  }: { readonly names: readonly string[]; readonly outcome?: Outcome; readonly pageNo?: number },
): Promise<void> {
  await world.apply(chunkId, { outcomes: { [outcome]: names.length }, isLast: false });
  const ids = await world.tenant.transaction((tx) =>
    tx.recordWrites.create(
      setOf(job),
      names.map((name) => someWrite(name)),
    ),
  );
  await world.database.rows(
    'update page_result set seen = $2::bigint[] where chunk_id = $1 and page_no = $3 returning page_no',
    [chunkId, ids.map((referenceId) => String(packSeen({ referenceId, outcome }))), pageNo],
  );
}

async function timeOut({ id }: Pick<Execution, 'id'>): Promise<Execution> {
  // Nothing waits to be published: the bus was there all the while.
  await world.published();
  world.now = new Date(Date.now() + 3 * 3_600_000);
  await Promise.all([world.lookAfterExecutions().run(), world.lookAfterExecutions().run()]);
  return world.execution(id);
}

/** An executor has given its chunk back, for the provider wants to be left alone so long. */
async function wait({ id }: Execution, chunkId: string, waitMs: number): Promise<Execution> {
  const problem = describeProblem(
    new SyncError('provider.rate_limited', 'provider.example asked us not to call'),
  );
  const postponing = { waitMs, waiting: 'quota', problem, tries: NO_TRIES } as const;
  await world.tenant.transaction(async (tx) => {
    const [chunk] = await tx.chunks.ofExecution(id);
    await tx.chunkLeases.postpone(chunkId, chunk!.attempt, postponing);
  });
  await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: id }]);
  return world.execution(id);
}

const addJob = async (definition: Partial<JobDefinition> = {}) =>
  (await seedJob(world.tenant, { timeoutMinutes: 60, ...definition })).job;

async function approvalsOf({ id: jobId }: Job) {
  const { items } = await world.tenant.transaction((tx) =>
    tx.inactivationApprovals.list({ jobId }, { after: null, limit: 10 }),
  );
  return items;
}

describe('a run whose time is over', () => {
  it('in a listing of an empty set asks a person once about what it created, says so, and is not tried again by itself', async () => {
    const job = await addJob();
    const { execution } = await beginListing(job);
    const message =
      'The listing did not end within the 60 min of the run, and nothing says how many records there are: 2 records were created';
    expect(await timeOut(execution)).toMatchObject({
      status: 'timed_out',
      reason: { kind: 'timeout', code: 'run.listing_unended', message },
      retry: { nextAttemptAt: null, deadLetter: null },
    });
    const [approval, ...others] = await approvalsOf(job);
    expect(others).toEqual([]);
    expect(approval).toMatchObject({
      executionId: execution.id,
      state: 'waiting',
      cause: 'endless_listing',
      candidates: 2,
      active: 2,
      ceiling: 0,
    });
    const examples = await world.tenant.transaction((tx) =>
      tx.inactivationApprovals.examples(approval!.id, 10),
    );
    expect(examples).toEqual(['a', 'b']);
    expect(await world.receipt(execution.id)).toMatchObject({
      balanced: true,
      closeOut: { complete: false, reason: message, candidates: 2, kept: { awaiting_approval: 2 } },
    });
  });

  it('says until when its provider wants to be left alone, and asks nothing, where that is what ended it', async () => {
    const job = await addJob();
    const { execution, chunkId } = await beginListing(job);
    const [until, status, reason] = [
      7_200_000,
      'failed',
      { kind: 'rate_limited', code: 'provider.rate_limited' },
    ] as const;
    expect(await wait(execution, chunkId, until)).toMatchObject({ status, reason });
    expect(await approvalsOf(job)).toEqual([]);
  });

  it('asks where it is over within the spacing of its calls', async () => {
    const job = await addJob();
    const { execution, chunkId } = await beginListing(job);
    world.now = new Date(Date.now() + 3_590_000);
    const reason = { code: 'run.listing_unended' };
    expect(await wait(execution, chunkId, 30_000)).toMatchObject({ status: 'timed_out', reason });
    expect(await approvalsOf(job)).toMatchObject([{ state: 'waiting', candidates: 2 }]);
  });

  it('asks nothing where records were here before, and is tried again', async () => {
    const job = await addJob();
    await world.tenant.transaction((tx) => tx.recordWrites.create(setOf(job), [someWrite('before')]));
    const { execution } = await beginListing(job);
    expect(await timeOut(execution)).toMatchObject({ status: 'timed_out', reason: { code: null } });
    expect((await world.execution(execution.id)).retry.nextAttemptAt).not.toBeNull();
    expect(await approvalsOf(job)).toEqual([]);
  });

  it('asks nothing where its listing has created nothing', async () => {
    const job = await addJob();
    const { execution } = await world.planOf(job, 1, {
      isJudged: false,
      execution: { deadline: new Date(Date.now() + 1_000) },
    });
    expect(await timeOut(execution)).toMatchObject({ reason: { code: null } });
    expect(await approvalsOf(job)).toEqual([]);
  });

  it('asks about what the next run has created while all that is here waits for a decision', async () => {
    const job = await addJob();
    const first = await beginListing(job);
    await timeOut(first.execution);
    world.now = undefined;
    const second = await beginListing(job, ['c']);
    expect(await timeOut(second.execution)).toMatchObject({ reason: { code: 'run.listing_unended' } });
    expect(await approvalsOf(job)).toMatchObject([{ candidates: 1 }, { candidates: 2 }]);
  });
});

describe('what was asked about', () => {
  const resume = ({ id }: Execution) =>
    world.tenant.transaction(async (tx) => {
      const ended = (await tx.executions.lock(id))!;
      return resumeEnded(tx, ended, { activeBulk: undefined });
    });
  const decide = async (job: Job, state: 'rejected' | 'granted') => {
    const [approval] = await approvalsOf(job);
    await world.tenant.transaction((tx) => tx.inactivationApprovals.save({ ...approval!, state }));
  };

  it('has to be decided on before more of the listing is read', async () => {
    const job = await addJob();
    const { execution } = await beginListing(job);
    await timeOut(execution);
    await expect(resume(execution)).rejects.toMatchObject({ code: 'request.wrong_state' });
    await decide(job, 'granted');
    await expect(resume(execution)).rejects.toThrow(/made inactive/);
  });

  it('stays where it is kept, the execution goes on, and its listing is judged when it has ended', async () => {
    const job = await addJob();
    const { execution, chunkId } = await beginListing(job);
    await timeOut(execution);
    await decide(job, 'rejected');
    expect(await resume(execution)).toMatchObject({ status: 'running', epoch: 2 });
    const isJudged = () => world.tenant.transaction((tx) => tx.closeOuts.isJudged(execution.id));
    expect(await isJudged()).toBe(false);
    expect(await world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id))).toMatchObject([
      { id: chunkId, state: 'planned', cursor: 'page-2', pagesApplied: 1 },
    ]);
    expect(await approvalsOf(job)).toMatchObject([{ state: 'rejected', candidates: 2 }]);
  });

  it('is not asked about again when the time of the resumed execution is over', async () => {
    const job = await addJob();
    const { execution } = await beginListing(job);
    await timeOut(execution);
    await decide(job, 'rejected');
    await resume(execution);
    await world.published();
    world.now = new Date(Date.now() + 9 * 3_600_000);
    await world.lookAfterExecutions().run();
    expect(await world.execution(execution.id)).toMatchObject({
      status: 'timed_out',
      reason: { code: null },
    });
    expect(await approvalsOf(job)).toHaveLength(1);
  });
});
