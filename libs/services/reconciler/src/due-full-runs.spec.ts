import { executionDue } from '@evenkeel/contracts-messages';
import { counts, seedJob, someAdvance, someChunk, someExecution, somePage } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  type DeclaredStream,
  type Execution,
  type Job,
  type JobDefinition,
} from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const NOON = new Date('2026-11-01T12:00:00.000Z');
const atHour = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);
const DECLARED: DeclaredStream = { listing: 'stable', readOne: false };

/** A job that was added at noon and read changes until then. */
async function addJob(definition: Partial<JobDefinition> = {}): Promise<Job> {
  world.now = NOON;
  const { job } = await seedJob(world.tenant, definition);
  const watermark = { kind: 'time', value: NOON.toISOString() } as const;
  await world.tenant.transaction((tx) => tx.watermarks.save(job.id, watermark, job.id));
  return job;
}

/** A bulk run that took a quarter of an hour, with a page of its listing. */
async function endRun(
  { id, revision }: Job,
  endedAt: Date,
  changes: Partial<Execution> & { readonly declared?: DeclaredStream; readonly end?: boolean } = {},
): Promise<Execution> {
  const { declared = DECLARED, end = true, ...others } = changes;
  world.now = new Date(endedAt.getTime() - 900_000);
  const execution = someExecution(id, {
    jobRevision: revision,
    startedAt: world.now,
    clockSince: world.now,
    ...others,
  });
  const planned = someChunk(execution.id, { state: 'assigned' });
  await world.tenant.transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.chunks.insert([planned]);
  });
  const { chunk } = (await world.system.transaction((tx) => tx.chunkQueue.claim(planned.id, 'w', 60_000)))!;
  await world.tenant.transaction(async (tx) => {
    await tx.chunkLeases.declare(chunk.id, chunk.attempt, declared);
    const cursorOut = end ? null : 'page 2';
    await tx.pages.advance(
      someAdvance(chunk, { outcomes: counts({}), end, cursor: cursorOut }),
      [somePage('unchanged', [], { cursorOut })],
      [],
    );
  });
  world.now = endedAt;
  return close({ ...execution, status: end ? 'completed' : 'timed_out', ...others });
}

/** The run ends now, as the coordinator would end it. */
async function close(execution: Execution): Promise<Execution> {
  const ended = { ...execution, finishedAt: world.now! };
  await world.tenant.transaction(async (tx) => {
    await tx.chunks.abandonAll(execution.id);
    await tx.executions.save(ended);
  });
  await world.published();
  return ended;
}

/** What a run becomes that a schedule asks for at this hour. */
async function runAt(hours: number, job: Job, changes: Parameters<typeof world.run>[1] = {}) {
  world.now = atHour(hours);
  const trigger = await world.run(job.id, { kind: 'schedule', ...changes });
  return { trigger, execution: await world.execution(trigger.executionId) };
}

async function runAndEnd(hours: number, job: Job, status: Execution['status'] = 'completed') {
  const { execution } = await runAt(hours, job);
  await close({ ...execution, status });
  return execution.scope.kind;
}

beforeEach(async () => void (await world.published()));
afterAll(() => (world.now = undefined));

describe('a run of an incremental job', () => {
  it('reads everything once a day, and says why', async () => {
    const job = await addJob();
    await endRun(job, NOON);
    expect(await runAndEnd(1, job)).toBe('incremental');
    expect(await runAndEnd(23.9, job)).toBe('incremental');
    const { execution } = await runAt(24, job);
    expect(execution).toMatchObject({
      mode: 'full',
      scope: { kind: 'full' },
      status: 'running',
      scopeNote: expect.stringMatching(
        /^A full run is due since 2026-11-02T12:00:00\.000Z: it finds/,
      ) as string,
    });
    await close({ ...execution, status: 'completed' });
    expect(await runAndEnd(25, job)).toBe('incremental');
    expect(await runAndEnd(49, job)).toBe('full');
  });

  it('reads everything as often as its job says, whoever asks, unless it is asked for changes or a preview is one', async () => {
    const job = await addJob({ fullEvery: { everySeconds: 3_600 } });
    await endRun(job, NOON);
    const asked = await runAt(2, job, { kind: 'manual', mode: 'incremental' });
    expect(asked.execution).toMatchObject({ scope: { kind: 'incremental' }, scopeNote: null });
    await close({ ...asked.execution, status: 'completed' });
    const named = await runAt(2, job, { kind: 'webhook', externalIds: ['c1'] });
    expect(named.execution).toMatchObject({ scope: { kind: 'single' }, scopeNote: null });
    const preview = await runAt(2, job, { preview: true });
    expect(preview.execution).toMatchObject({ lane: 'preview', scope: { kind: 'full' } });
    expect((await runAt(2, job, { kind: 'manual' })).execution).toMatchObject({ scope: { kind: 'full' } });
  });

  it('never reads everything by itself where the job says so, or its stream reports deletions', async () => {
    const never = await addJob({ fullEvery: 'never' });
    await endRun(never, NOON);
    expect(await runAndEnd(9_000, never)).toBe('incremental');
    const reporting = await addJob();
    await endRun(reporting, NOON, { declared: { ...DECLARED, reportsDeletions: true } });
    expect(await runAndEnd(9_000, reporting)).toBe('incremental');
  });

  it('reads changes between full runs that end badly', async () => {
    const job = await addJob();
    await endRun(job, NOON);
    const kinds = [
      await runAndEnd(24, job, 'failed'),
      await runAndEnd(25, job, 'failed'),
      await runAndEnd(26, job, 'cancelled'),
      await runAndEnd(27, job),
      await runAndEnd(28, job),
      await runAndEnd(29, job),
    ];
    expect(kinds).toEqual(['full', 'incremental', 'full', 'incremental', 'full', 'incremental']);
  });

  it('says that a full run is due and would not end in time', async () => {
    const job = await addJob({ timeoutMinutes: 10 });
    await endRun(job, NOON);
    const { execution } = await runAt(24, job);
    expect(execution.scope.kind).toBe('incremental');
    expect(execution.scopeNote).toContain(
      `would take about 15 min and the timeout of the job is 10 min: raise that (\`evenkeel jobs change ${job.name} --timeout MINUTES\`)`,
    );
  });

  it('begins what waited for its turn as what it is then, and goes on with no other', async () => {
    const job = await addJob();
    await endRun(job, NOON);
    await endRun(job, atHour(23), { end: false });
    await endRun(job, atHour(23.5), {
      scope: { kind: 'incremental', since: { kind: 'position', value: '1' } },
      mode: 'incremental',
    });
    const first = await runAt(23.8, job, { mode: 'incremental' });
    const waiting = await runAt(23.9, job);
    expect(waiting.execution).toMatchObject({ status: 'queued', scope: { kind: 'incremental' } });
    world.now = atHour(24);
    await close({ ...first.execution, status: 'completed' });
    await world
      .onExecutionClosed()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: first.execution.id, jobId: job.id }]);
    expect(await world.execution(waiting.execution.id)).toMatchObject({
      status: 'running',
      mode: 'full',
      scope: { kind: 'full' },
      scopeNote: expect.stringContaining('it finds what was deleted') as string,
    });
  });
});

describe('a full run that ran out of time', () => {
  async function unfinished(): Promise<{ readonly job: Job; readonly full: Execution }> {
    const job = await addJob({ fullEvery: { everySeconds: 43_200 } });
    await endRun(job, NOON);
    const full = await endRun(job, atHour(13), { end: false });
    expect(await runAndEnd(14, job)).toBe('incremental');
    return { job, full };
  }

  it('goes on from where it stopped once changes were read', async () => {
    const { job, full } = await unfinished();
    await world.published();
    const { trigger, execution } = await runAt(15, job);
    expect(trigger).toMatchObject({ state: 'coalesced', executionId: full.id });
    expect(execution).toMatchObject({
      status: 'running',
      epoch: 1,
      startedAt: full.startedAt,
      finishedAt: null,
      deadline: atHour(16),
      scopeNote: expect.stringContaining('goes on from where it ended') as string,
    });
    expect(await world.chunksOf(full.id)).toMatchObject([
      { state: 'planned', epoch: 1, pagesApplied: 1, cursor: 'page 2' },
    ]);
    expect(await world.published()).toEqual([
      { topic: executionDue.topic, payload: { tenantId: DEFAULT_TENANT, executionId: full.id } },
    ]);
  });

  it('is resumed by one of those who ask at the same time, and the others wait', async () => {
    const { job, full } = await unfinished();
    world.now = atHour(15);
    const triggers = await Promise.all([world.run(job.id), world.run(job.id), world.run(job.id)]);
    expect(triggers.filter(({ executionId }) => executionId === full.id)).toHaveLength(1);
    const executions = await world.executionsOf(job.id);
    expect(executions.filter(({ status }) => status === 'running').map(({ id }) => id)).toEqual([full.id]);
    expect(executions.filter(({ status }) => status === 'queued')).toHaveLength(1);
  });

  it('lets the changes have their turn again where it runs out of time once more', async () => {
    const { job, full } = await unfinished();
    const { execution } = await runAt(15, job);
    world.now = atHour(16);
    await close({ ...execution, status: 'timed_out' });
    expect(await runAndEnd(17, job)).toBe('incremental');
    // Its second try has not applied a page.
    const anew = await runAt(18, job);
    expect(anew.execution.id).not.toBe(full.id);
    expect(anew.execution.scope.kind).toBe('full');
  });

  it('begins anew where the job was changed', async () => {
    const { job, full } = await unfinished();
    const changed = { ...job, revision: 2, definition: { ...job.definition, pageSize: 7 } };
    await world.tenant.transaction((tx) => tx.jobs.saveRevision(changed));
    const { execution } = await runAt(15, job);
    expect(execution.id).not.toBe(full.id);
    expect(execution).toMatchObject({ jobRevision: 2, scope: { kind: 'full' } });
  });
});
