import { seedJob } from '@evenkeel/conformance';
import type { PageFetched } from '@evenkeel/contracts-messages';
import type { Job, JobDefinition, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const good = (id: string) => sourceRecord(id, { data: { id, email: `${id}@example.org` } });
const bad = (id: string | null, name = 'Ada') => sourceRecord(id, { data: { id, name } });

/** A job that requires an email. */
async function someJob(definition: Partial<JobDefinition> = {}): Promise<Job> {
  const mapping = [{ source: 'email', target: 'email', required: true }];
  return (await seedJob(world.tenant, { mapping, ...definition })).job;
}

/** An execution of its own that reads these records. */
async function run(
  job: Job,
  records: readonly SourceRecord[],
  changes: Partial<PageFetched> = {},
): Promise<Claimed> {
  const claimed = await world.claimedOf(job, { lane: 'single' });
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null, ...changes }));
  return claimed;
}

describe('a record that could not be applied', () => {
  it('is one failure, counted once, if its page is delivered twice', async () => {
    const job = await someJob();
    const claimed = await world.claimedOf(job);
    const page = pageOf(claimed, 0, [good('a'), bad('b')], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    const executionId = claimed.execution.id;
    expect(await world.failures(job)).toMatchObject([
      {
        externalId: 'b',
        state: 'retrying',
        executions: 1,
        lastExecutionId: executionId,
        stage: 'map',
        problem: { code: 'record.required_field_missing', errorClass: 'data' },
        raw: '{"id":"b","name":"Ada"}',
        mapped: null,
        observedAt: '2026-11-01T12:00:00.000Z',
        history: [{ kind: 'failed', executionId }],
      },
    ]);
  });

  it('is a dead letter once it failed in as many executions as its job allows', async () => {
    const job = await someJob({ deadLetterAfter: 2 });
    await run(job, [bad('a')]);
    await run(job, [bad('a')]);
    expect(await world.failures(job)).toMatchObject([{ state: 'dead', executions: 2 }]);
  });

  it('does not count again in a resumed epoch of the same execution', async () => {
    const job = await someJob();
    const claimed = await world.claimedOf(job);
    await world.apply(pageOf(claimed, 0, [bad('a')]));
    const { id, executionId } = claimed.chunk;
    await world.tenant.transaction(async (tx) => {
      await tx.executions.save({ ...claimed.execution, epoch: 1 });
      await tx.chunks.abandonAll(executionId);
      await tx.chunks.replan(executionId, 1);
    });
    const resumed = await world.system.transaction(async (tx) => {
      await tx.chunkQueue.assign([id]);
      return tx.chunkQueue.claim(id, 'worker', 60_000);
    });
    const { chunk } = resumed!;
    await world.apply(pageOf({ ...claimed, chunk }, 1, [bad('a')], { cursorOut: null }));
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied', epoch: 1, fetched: 2 });
    expect(await world.failures(job)).toMatchObject([{ executions: 1 }]);
  });

  it('is closed by the page that applies it', async () => {
    const job = await someJob();
    await run(job, [bad('a'), bad('b')]);
    const { execution } = await run(job, [good('a')], { observedAt: '2026-11-01T13:00:00.000Z' });
    expect(await world.failures(job)).toMatchObject([
      {
        externalId: 'a',
        state: 'resolved',
        raw: null,
        history: [{}, { kind: 'resolved', executionId: execution.id }],
      },
      { externalId: 'b', state: 'retrying' },
    ]);
  });

  it('is closed also if nothing about it changed', async () => {
    const job = await someJob();
    await run(job, [good('a')]);
    await run(job, [bad('a')]);
    await run(job, [good('a')]);
    expect(await world.failures(job)).toMatchObject([{ state: 'resolved' }]);
  });

  it('stays open if what was applied had been read before it', async () => {
    const job = await someJob();
    await run(job, [bad('a')], { observedAt: '2026-11-01T13:00:00.000Z' });
    await run(job, [good('a')], { observedAt: '2026-11-01T12:00:00.000Z' });
    expect(await world.failures(job)).toMatchObject([{ state: 'retrying' }]);
  });

  it('is kept without an id: the same payload once, another payload as another', async () => {
    const job = await someJob();
    await run(job, [bad(null), bad(null, 'Bob')]);
    await run(job, [bad(null)]);
    const failures = [...(await world.failures(job))].sort((a, b) => b.executions - a.executions);
    expect(failures).toMatchObject([
      { externalId: null, executions: 2, raw: '{"id":null,"name":"Ada"}' },
      { externalId: null, executions: 1, raw: '{"id":null,"name":"Bob"}' },
    ]);
    expect(failures[0]!.key).toMatch(/^payload:[0-9a-f]{32}$/);
  });

  it('is kept with the payload it had if the provider does not give it any more', async () => {
    const job = await someJob();
    await run(job, [bad('a')]);
    const refusal = { code: 'provider.record_gone', message: 'The provider has no record a' };
    await run(job, [sourceRecord('a', { data: null, refusal })]);
    expect(await world.failures(job)).toMatchObject([
      { stage: 'read', executions: 2, raw: '{"id":"a","name":"Ada"}', problem: { code: refusal.code } },
    ]);
  });

  it('is kept as it came where it cannot even be stored as text', async () => {
    const job = await someJob({ mapping: [] });
    await run(job, [sourceRecord('b', { data: { id: 'b', text: '\u0000' } })]);
    expect(await world.failures(job)).toMatchObject([
      { externalId: 'b', problem: { code: 'record.unstorable_text' }, raw: '{"id":"b","text":"\\u0000"}' },
    ]);
  });

  it('makes one group with others of the same cause', async () => {
    const job = await someJob();
    await run(job, [bad('a'), bad('b'), sourceRecord('c', { data: 'a text' })]);
    const groups = await world.tenant.transaction((tx) => tx.failures.groups({ jobId: job.id }, 10));
    expect(groups).toMatchObject([
      { code: 'record.required_field_missing', retrying: 2, dead: 0 },
      { code: 'record.not_an_object', retrying: 1 },
    ]);
  });
});

describe('a replay of what was kept', () => {
  const LATER = { observedAt: '2026-11-01T15:00:00.000Z' };

  /** As the executor makes it of the failure, with the payload a person may have put in its place. */
  async function replay(job: Job, data?: SourceRecord['data'], externalId?: string): Promise<Claimed> {
    const [failure] = await world.failures(job);
    const record = sourceRecord(externalId ?? failure!.externalId, {
      data: data ?? (JSON.parse(failure!.raw!) as SourceRecord['data']),
      replay: { failureKey: failure!.key, observedAt: failure!.observedAt },
    });
    return run(job, [record], LATER);
  }

  it('is counted apart from what was fetched', async () => {
    const job = await someJob();
    await run(job, [bad('a')]);
    const claimed = await replay(job, { id: 'a', email: 'a@example.org' });
    expect(await world.chunk(claimed)).toMatchObject({ fetched: 0, replayed: 1, outcomes: { created: 1 } });
    expect(await world.failures(job)).toMatchObject([{ state: 'resolved' }]);
  });

  it('brings no old value back', async () => {
    const job = await someJob();
    await run(job, [bad('a')], { observedAt: '2026-11-01T12:00:00.000Z' });
    // Nobody looked at the failure when this was applied: it had been read before the failure was seen.
    await world.database.rows(`update failure set observed_at = '2026-11-01T13:00:00Z' where job_id = $1`, [
      job.id,
    ]);
    await run(job, [good('a')], { observedAt: '2026-11-01T12:30:00.000Z' });
    await world.database.rows(`update failure set observed_at = '2026-11-01T12:00:00Z' where job_id = $1`, [
      job.id,
    ]);
    const claimed = await replay(job, { id: 'a', email: 'old@example.org' });
    expect(await world.chunk(claimed)).toMatchObject({ replayed: 1, outcomes: { superseded: 1 } });
    expect(await world.contents(claimed)).toMatchObject([{ data: { email: 'a@example.org' } }]);
    expect(await world.failures(job)).toMatchObject([{ state: 'resolved' }]);
  });

  it('that fails again keeps the payload, the time of its observation and who edited it', async () => {
    const job = await someJob();
    await run(job, [bad('a')]);
    const [{ id, observedAt } = { id: '', observedAt: '' }] = await world.failures(job);
    const edited = { raw: '{"still":"wrong"}', digest: 'd', externalId: null, actor: 'ada' };
    await world.tenant.transaction((tx) => tx.failures.edit(id, edited));
    await replay(job);
    expect(await world.failures(job)).toMatchObject([
      { executions: 2, raw: edited.raw, editedBy: 'ada', observedAt },
    ]);
  });

  it('closes the failure of a record that came without an id and was given one', async () => {
    const job = await someJob();
    await run(job, [bad(null)]);
    await replay(job, { email: 'x@example.org' }, 'x');
    expect(await world.failures(job)).toMatchObject([
      { state: 'resolved', key: expect.stringMatching(/^payload:/) },
    ]);
  });
});

describe('a job without open failures', () => {
  it('is asked once a transaction whether it has any, and nothing else', async () => {
    const job = await someJob();
    await run(job, [good('a')]);
    const claimed = await world.claimedOf(job);
    world.statements.length = 0;
    await world.apply(pageOf(claimed, 0, [good('a')], { cursorOut: null }));
    expect(world.statements.filter((sql) => sql.includes('failure'))).toEqual([
      expect.stringContaining('select exists'),
    ]);
  });
});
