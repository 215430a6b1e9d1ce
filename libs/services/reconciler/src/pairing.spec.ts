import { seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT, referenceSetOf, type Job, type JobDefinition } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
afterEach(() => world.database.reset());

async function begin(changes: Partial<JobDefinition> = {}): Promise<Job> {
  const definition = {
    direction: 'bidirectional',
    recordType: 'person',
    pairBy: ['email'],
    ...changes,
  } as const;
  const { job } = await seedJob(world.tenant, definition);
  await world.database.rows(
    `insert into record (tenant_id, record_type, data) values ($1, 'person', '{"email": "ann@site.org"}')`,
    [DEFAULT_TENANT],
  );
  return job;
}
const pairingOf = ({ id }: Job) => world.tenant.transaction((tx) => tx.pairings.find(id));
const carriedOut = ({ id: jobId }: Job, planId: string) =>
  world.tenant.transaction((tx) => tx.pairings.save({ jobId, planId, state: 'carried_out' }));

describe('the first run of a job whose two sides hold records', () => {
  it('finds out first which of them are one', async () => {
    const job = await begin();
    const { executionId } = await world.run(job.id);
    const execution = await world.execution(executionId);
    const planId = execution.plan!.planId;
    expect(execution).toMatchObject({
      ...{ scope: { kind: 'full' }, phase: 'planning' },
      plan: { kind: 'approval', pairs: true },
    });
    expect(await world.chunksOf(execution.id)).toMatchObject([
      { slice: { kind: 'push', select: 'keys' }, plan: { role: 'make', planId, pairs: true } },
    ]);
    expect(await pairingOf(job)).toEqual({ jobId: job.id, planId, state: 'planned' });
  });

  it('does so again where that came to nothing, and not once it was carried out', async () => {
    const job = await begin();
    const first = await world.run(job.id);
    await world.end(first.executionId!);
    const second = await world.execution((await world.run(job.id)).executionId);
    expect(second.plan).toMatchObject({ pairs: true });
    expect(await pairingOf(job)).toMatchObject({ planId: second.plan!.planId });
    await world.end(second.id);
    await carriedOut(job, second.plan!.planId);
    expect(await world.execution((await world.run(job.id)).executionId)).toMatchObject({ plan: null });
  });

  it.each([{ createsUnpaired: true }, { pairBy: [] }])('does not of a job with %j', async (changes) => {
    const job = await begin(changes);
    expect(await world.execution((await world.run(job.id)).executionId)).toMatchObject({ plan: null });
    expect(await pairingOf(job)).toBeUndefined();
  });

  it.each([
    ['applied', 'removed_at = null', true],
    ['applied', 'removed_at = engine_now()', true],
    ['in_doubt', 'removed_at = engine_now()', true],
    ['in_doubt', 'removed_at = null', false],
  ])('where a write is left that is %s, of a job with %s: %s', async (state, removed, isDue) => {
    const job = await begin();
    const { connectionId, definition } = job;
    const [before] = await world.database.rows<{ id: string }>(
      `insert into job (id, tenant_id, connection_id, name, revision, stream, record_type, direction)
       select gen_random_uuid(), j.tenant_id, j.connection_id, 'before', 1, 'before', j.record_type, 'bidirectional' from job j where j.id = $1
       returning id`,
      [job.id],
    );
    await world.database.rows(`update job set ${removed} where id = $1`, [before!.id]);
    await world.database.rows(
      `with s as (
         insert into reference_set (tenant_id, connection_id, stream, record_type) values ($1, $2, $3, $4) returning id)
       insert into push_intent (id, tenant_id, job_id, set_id, record_id, record_version, kind, data, sent, call_key, call_position,
         state, execution_id, chunk_id, page_cursor)
       select gen_random_uuid(), $1, $5, s.id, 1, 1, 'create', '{}', '{}', gen_random_uuid(), 0, $6, gen_random_uuid(), gen_random_uuid(), ''
       from s`,
      [DEFAULT_TENANT, connectionId, definition.stream, definition.recordType, before!.id, state],
    );
    const { plan } = await world.execution((await world.run(job.id)).executionId);
    expect(plan !== null).toBe(isDue);
  });

  it('does not where a record is known to be one of the provider', async () => {
    const job = await begin();
    await world.tenant.transaction(async (tx) => {
      const set = referenceSetOf(job);
      const [row] = await world.database.rows<{ id: string }>('select id::text as id from record', []);
      await tx.pairings.attach(set, [{ recordId: row!.id, externalId: 'x1' }], 1);
    });
    expect(await world.execution((await world.run(job.id)).executionId)).toMatchObject({ plan: null });
  });

  it('is foreseen by a preview, which leaves nothing waiting', async () => {
    const job = await begin();
    const { executionId } = await world.run(job.id, { preview: true });
    expect(await world.execution(executionId)).toMatchObject({
      ...{ lane: 'preview', plan: { kind: 'preview', pairs: true } },
    });
    expect(await pairingOf(job)).toBeUndefined();
  });
});

describe('a request for single records', () => {
  it('waits until it was carried out which records are one, also before any run has begun with that', async () => {
    const job = await begin();
    const named = { kind: 'webhook', externalIds: ['x1'] } as const;
    const early = await world.run(job.id, named);
    expect(early).toMatchObject({ state: 'accepted', executionId: null });
    expect(await pairingOf(job)).toMatchObject({ state: 'wanted' });
    const { plan } = await world.execution((await world.run(job.id)).executionId);
    const late = await world.run(job.id, named);
    await world.database.rows(
      `update trigger set accepted_at = accepted_at - interval '1 minute' returning id`,
      [],
    );
    await world.findForgottenExecutions().run();
    expect(await world.trigger(late.id)).toMatchObject({ state: 'accepted' });
    await carriedOut(job, plan!.planId);
    await world.findForgottenExecutions().run();
    for (const { id } of [early, late]) expect(await world.trigger(id)).toMatchObject({ state: 'opened' });
  });

  it('is answered at once where the job asks for no pairing', async () => {
    const job = await begin({ createsUnpaired: true });
    expect(await world.run(job.id, { externalIds: ['x1'] })).toMatchObject({ state: 'opened' });
  });
});
