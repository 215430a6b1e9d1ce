import { Sha256Digest, UuidIds } from '@evenkeel/adapter-node-runtime';
import { newId, seedJob } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  describeProblem,
  referenceSetOf,
  SyncError,
  type PushedRecord,
  type PushSlice,
  type WriteResult,
} from '@evenkeel/domain';
import type { NewIntent, PushEntry } from '@evenkeel/ports';
import { IngestionWorld, pageOf, type Claimed } from '../testing/ingestion-world.js';
import { ApplySettled } from './apply-settled.sweep.js';

const world = new IngestionWorld();
let types = 0;
let type: string;
let pushed: Claimed;

const written = (externalId: string): WriteResult => ({
  kind: 'written',
  externalId,
  version: '5',
  modifiedAt: null,
  record: { name: externalId, since: 2026 },
});
const failed = (
  code: 'provider.bad_request' | 'provider.timeout',
  isApplied: 'no' | 'unknown',
): WriteResult => ({
  kind: 'failed',
  isApplied,
  problem: describeProblem(new SyncError(code, `It said ${code}`)),
});

beforeEach(async () => {
  types += 1;
  type = `pushed_${types}`;
  pushed = await claim();
});

async function claim(): Promise<Claimed> {
  const definition = { recordType: type, direction: 'outbound' } as const;
  const { job } = await seedJob(world.tenant, definition);
  await world.database.rows(`update job set direction = 'outbound' where id = $1`, [job.id]);
  return world.claimedOf(job, {}, { kind: 'push', select: 'all' });
}

const insert = async (name: string): Promise<string> => {
  const [row] = await world.database.rows<{ id: string }>(
    'insert into record (tenant_id, record_type, data) values ($1, $2, $3) returning id::text as id',
    [DEFAULT_TENANT, type, JSON.stringify({ name })],
  );
  return row!.id;
};

/** Freezes every record of the type as a page that creates it, or writes it to its reference. */
async function freeze({ job, execution, chunk }: Claimed = pushed): Promise<readonly NewIntent[]> {
  const set = referenceSetOf(job);
  return world.tenant.transaction(async (tx) => {
    const slice = { kind: 'push', select: 'all' } as const;
    const records = await tx.pushPages.next({ jobId: job.id, set, slice, after: null, limit: 100 });
    const intents = records.map((record) => intentOf(job.id, record));
    const entries = intents.map((intent, at): PushEntry => ({
      recordId: intent.recordId,
      recordVersion: intent.recordVersion,
      referenceId: intent.referenceId,
      externalId: records[at]?.reference?.externalId ?? null,
      intentId: intent.id,
      outcome: null,
      problem: null,
    }));
    const page = { chunkId: chunk.id, cursorIn: null, cursorOut: null, entries };
    await tx.pushPages.freeze(page, intents, { set, executionId: execution.id, isRead: false });
    return intents;
  });
}

function intentOf(jobId: string, { recordId, version, data, reference }: PushedRecord): NewIntent {
  const id = newId();
  const externalId = reference?.externalId ?? null;
  const kind = reference === null ? 'create' : 'update';
  return {
    id,
    jobId,
    recordId,
    recordVersion: version,
    referenceId: reference?.id ?? null,
    operation: { intentId: id, kind, externalId, data, version: null },
    sent: data,
    call: { key: id, position: 0 },
  };
}

const answer = (intents: readonly NewIntent[], results: readonly WriteResult[]) =>
  world.tenant.transaction(async (tx) => {
    await tx.pushIntents.markSent(intents.map(({ id }) => id));
    await tx.pushIntents.answer(
      intents.map(({ id }, at) => {
        const result = results[at]!;
        const isLost = result.kind === 'failed' && result.isApplied === 'unknown';
        return { id, state: isLost ? 'in_doubt' : 'answered', result };
      }),
    );
  });

const apply = (claimed: Claimed = pushed, records = 0) =>
  world.apply({ ...pageOf(claimed, 0, [], { cursorOut: null }), pushed: records });
const sweep = () => new ApplySettled(world.ownStore, new Sha256Digest(), new UuidIds()).run();

const references = () =>
  world.database.rows<{ externalId: string; record: string }>(
    `select e.external_id as "externalId", e.record_id::text as record, e.provider_version as version, b.sent, b.received
     from external_reference e join reference_set s on s.id = e.set_id left join reference_base b on b.reference_id = e.id
     where s.connection_id = $1 order by e.external_id`,
    [pushed.job.connectionId],
  );
const pending = async () =>
  (
    await world.database.rows<{ record: string }>(
      'select record_id::text as record from local_change where job_id = $1 order by record_id',
      [pushed.job.id],
    )
  ).map(({ record }) => record);
const states = async () =>
  (
    await world.database.rows<{ state: string }>(
      'select state from push_intent where job_id = $1 order by record_id',
      [pushed.job.id],
    )
  ).map(({ state }) => state);

describe('a page of a push', () => {
  it('makes references and bases of what was answered, once', async () => {
    const [ada, bob] = [await insert('Ada'), await insert('Bob')];
    await answer(await freeze(), [written('p1'), failed('provider.bad_request', 'no')]);
    await apply();
    await apply();
    expect(await references()).toEqual([
      {
        externalId: 'p1',
        record: ada,
        version: '5',
        sent: { name: 'Ada' },
        received: { name: 'p1', since: 2026 },
      },
    ]);
    expect(await world.chunk(pushed)).toMatchObject({
      state: 'applied',
      fetched: 2,
      pagesApplied: 1,
      outcomes: { created: 1, refused: 1 },
    });
    expect(await world.failures(pushed.job)).toMatchObject([
      { key: `record:${bob}`, state: 'retrying', problem: { code: 'provider.bad_request' } },
    ]);
    expect(await pending()).toEqual([bob]);
    expect(await states()).toEqual(['applied', 'applied']);
  });

  it('leaves a change that was made since the record was frozen', async () => {
    const ada = await insert('Ada');
    const intents = await freeze();
    await world.database.rows(`update record set data = '{"name":"Eve"}' where id = $1`, [ada]);
    await answer(intents, [written('p1')]);
    await apply();
    expect(await pending()).toEqual([ada]);
  });

  it('gives a failure its record again, and a reference', async () => {
    const [ada, bob] = [await insert('Ada'), await insert('Bob')];
    await answer(await freeze(), [written('p1'), failed('provider.bad_request', 'no')]);
    await apply();
    const [failure] = await world.failures(pushed.job);
    const set = referenceSetOf(pushed.job);
    const next = (slice: Omit<PushSlice, 'kind'>) =>
      world.tenant.transaction((tx) =>
        tx.pushPages.next({
          jobId: pushed.job.id,
          set,
          slice: { kind: 'push', ...slice },
          after: null,
          limit: 10,
        }),
      );
    const ids = async (slice: Omit<PushSlice, 'kind'>) => (await next(slice)).map(({ recordId }) => recordId);
    expect(await ids({ select: 'failed', failureIds: [failure!.id] })).toEqual([bob]);
    expect(await ids({ select: 'named', externalIds: ['p1', 'p9'] })).toEqual([ada]);
    expect(await ids({ select: 'changed' })).toEqual([bob]);
    await world.database.rows(
      `update failure set state = 'dead', last_failed_at = engine_now() where id = $1 returning id`,
      [failure!.id],
    );
    expect(await ids({ select: 'changed' })).toEqual([]);
    await world.database.rows(`update record set data = '{"name":"Bo"}' where id = $1`, [bob]);
    expect(await ids({ select: 'changed' })).toEqual([bob]);
  });

  it('closes the failure of a record that goes through', async () => {
    await insert('Ada');
    await answer(await freeze(), [failed('provider.bad_request', 'no')]);
    await apply();
    const again = await world.claimedOf(pushed.job, { lane: 'single' }, { kind: 'push', select: 'all' });
    await answer(await freeze(again), [written('p1')]);
    await apply(again);
    expect(await world.failures(pushed.job)).toMatchObject([{ state: 'resolved' }]);
    expect(await pending()).toEqual([]);
  });

  it('does not give the record of one of ours to another', async () => {
    await insert('Ada');
    await answer(await freeze(), [written('p1')]);
    await apply();
    await insert('Bob');
    const again = await world.claimedOf(pushed.job, { lane: 'single' }, { kind: 'push', select: 'all' });
    await answer(await freeze(again), [written('p1'), written('p1')]);
    await apply(again);
    expect(await world.chunk(again)).toMatchObject({ outcomes: { updated: 1, refused: 1 } });
    expect(await world.failures(pushed.job)).toMatchObject([{ problem: { code: 'record.reference_taken' } }]);
  });
});

describe('a record that comes from elsewhere', () => {
  it('is gone where it is gone there, whatever it was pushed to', async () => {
    const ada = await insert('Ada');
    await answer(await freeze(), [written('p1')]);
    await apply();
    const reading = await world.claimed({ recordType: type });
    const [reference] = await world.database.rows<{ id: string }>(
      `with made as (insert into reference_set (tenant_id, connection_id, stream, record_type) values ($1, $2, 'customers', $3) returning id)
       insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
       select $4, id, 'c1', gen_random_uuid(), now() from made returning id::text as id`,
      [DEFAULT_TENANT, reading.job.connectionId, type, ada],
    );
    await world.tenant.transaction((tx) =>
      tx.candidates.inactivate({
        executionId: reading.execution.id,
        referenceIds: [reference!.id],
        cause: 'not_listed',
        observedAt: new Date().toISOString(),
      }),
    );
    const [row] = await world.database.rows<{ active: boolean }>(
      'select inactive_at is null as active from record where id = $1',
      [ada],
    );
    expect(row).toEqual({ active: false });
    expect(await pending()).toEqual([ada]);
  });
});

describe('a record whose answer was lost', () => {
  it('has an outcome of its own, is in no second page, and is applied once it is known', async () => {
    const ada = await insert('Ada');
    const intents = await freeze();
    await answer(intents, [failed('provider.timeout', 'unknown')]);
    await apply();
    expect(await world.chunk(pushed)).toMatchObject({ fetched: 1, outcomes: { in_doubt: 1 } });
    const next = await world.claimedOf(pushed.job, { lane: 'single' }, { kind: 'push', select: 'all' });
    await freeze(next);
    expect(await states()).toEqual(['in_doubt']);
    await sweep();
    expect(await references()).toEqual([]);
    await world.tenant.transaction((tx) =>
      tx.pushIntents.answer([{ id: intents[0]!.id, state: 'answered', result: written('p1') }]),
    );
    await sweep();
    await sweep();
    expect(await references()).toMatchObject([{ externalId: 'p1', record: ada }]);
    expect(await pending()).toEqual([]);
  });

  it('is pushed again where the provider has not taken it', async () => {
    const ada = await insert('Ada');
    const intents = await freeze();
    await answer(intents, [failed('provider.timeout', 'unknown')]);
    await apply();
    await world.tenant.transaction((tx) =>
      tx.pushIntents.settle(intents[0]!.id, {
        result: failed('provider.timeout', 'no'),
        actor: 'ada',
        reason: null,
      }),
    );
    await sweep();
    expect(await states()).toEqual(['applied']);
    expect(await pending()).toEqual([ada]);
  });
});

describe('what a run that has ended leaves', () => {
  const end = () =>
    world.database.rows(
      `update execution set status = 'cancelled', finished_at = engine_now() where id = $1`,
      [pushed.execution.id],
    );

  it('is applied where it was answered, and let go where it was not sent', async () => {
    const [ada, bob] = [await insert('Ada'), await insert('Bob')];
    const [first] = await freeze();
    await answer([first!], [written('p1')]);
    await sweep();
    expect(await states()).toEqual(['answered', 'planned']);
    await end();
    await sweep();
    expect(await references()).toMatchObject([{ record: ada }]);
    expect(await states()).toEqual(['applied']);
    expect(await pending()).toEqual([bob]);
  });
});

describe('a record that became part of another one while it was being created at the provider (C36)', () => {
  const merge = (loser: string, survivor: string) =>
    world.database.rows(
      `do $$ begin
         perform set_config('evenkeel.engine', 'on', true);
         update record set merged_into = ${survivor}, inactive_at = evenkeel.engine_now() where id = ${loser};
       end $$`,
      [],
    );
  const known = async () => (await references()).map(({ externalId, record }) => [externalId, record]);

  it('is known there as that one', async () => {
    const [loser, survivor] = [await insert('Ada'), await insert('Ada')];
    const intents = await freeze();
    await merge(loser, survivor);
    await answer(intents, [written('p1'), failed('provider.bad_request', 'no')]);
    await apply();
    expect(await known()).toEqual([['p1', survivor]]);
  });

  it('is told where the provider had that one already, also after the run has ended', async () => {
    const [loser, survivor] = [await insert('Ada'), await insert('Ada')];
    const intents = await freeze();
    await merge(loser, survivor);
    await answer(intents, [written('p1'), written('p2')]);
    await apply();
    expect(await known()).toEqual([
      ['p1', survivor],
      ['p2', survivor],
    ]);
    const told = await world.outcomes(pushed);
    expect(told.map(({ problem }) => problem?.code)).toContain('record.created_twice');
  });
});
