import { counts, newId } from '@evenkeel/conformance';
import { agreedAsRead, decidePush, referenceSetOf, type PushRules } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
let second = 0;
let first: Claimed;

async function read(city: string, before?: Claimed): Promise<Claimed> {
  const conflictPolicy = { strategy: 'source_wins', flipFlopLimit: 2 };
  const claimed = before
    ? await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } })
    : await world.claimed({ direction: 'bidirectional', conflictPolicy });
  second += 1;
  // Later than the answer to what was pushed before.
  const observedAt = new Date(Date.now() + second * 1000).toISOString();
  const records = [sourceRecord('p', { data: { name: 'Ann', city } })];
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null, observedAt }));
  return claimed;
}

const OF_JOB = `from external_reference e join reference_set s on s.id = e.set_id where s.connection_id = $1`;
const recordId = async () =>
  (
    await world.database.rows<{ id: string }>(`select e.record_id::text as id ${OF_JOB}`, [
      first.job.connectionId,
    ])
  )[0]!.id;
const city = async () => (await world.contents(first))[0]!.data['city'];

/** A run of another job writes the record. */
async function changeByRun(to: string): Promise<void> {
  const id = await recordId();
  await world.database.rows(
    `do $$ begin
       perform set_config('evenkeel.engine', 'on', true);
       insert into record_change (execution_id, record_id, version_before, data_before, changed_at)
         select gen_random_uuid(), id, version, data, evenkeel.engine_now() from record where id = ${id};
       update record set data = data || '{"city": "${to}"}', version = version + 1 where id = ${id};
     end $$`,
    [],
  );
}

async function changeByPerson(to: string): Promise<void> {
  const values = [await recordId(), JSON.stringify({ city: to })];
  await world.database.rows('update record set data = data || $2 where id = $1', values);
}

const rules: PushRules = {
  filter: () => true,
  check: () => undefined,
  map: (data) => data,
  policy: 'upsert',
  deletePolicy: 'ignore',
  abilities: { checksVersion: false },
  precautions: { compares: false, update: 'fields' },
  twoWay: { join: { lists: [] }, mappingRevision: 1 },
};

/** What was changed here is sent, and taken. */
async function push(): Promise<string> {
  const { job } = first;
  const claimed = await world.claimedOf(job, { lane: 'single' }, { kind: 'push', select: 'changed' });
  const { chunk, execution } = claimed;
  const set = referenceSetOf(job);
  const kind = await world.tenant.transaction(async (tx) => {
    const listing = {
      jobId: job.id,
      set,
      slice: { kind: 'push', select: 'changed' },
      after: null,
      limit: 9,
    } as const;
    const [record] = await tx.pushPages.next(listing);
    const decision = decidePush(record!, rules);
    const { recordId: id, version: recordVersion, reference } = record!;
    const known = { recordId: id, recordVersion, referenceId: reference?.id ?? null };
    const intentId = newId();
    const entry = { ...known, externalId: 'p', problem: null };
    if (decision.kind !== 'send') {
      const outcome = decision.outcome;
      const entries = [{ ...entry, intentId: null, outcome }];
      const page = { chunkId: chunk.id, cursorIn: null, cursorOut: null, entries };
      await tx.pushPages.freeze(page, [], { set, executionId: execution.id, isRead: true });
      return outcome;
    }
    const { sent, agreed, decidedOn: _, ...operation } = decision.write;
    const intent = {
      ...{ id: intentId, jobId: job.id, ...known, sent, agreed: agreed ?? agreedAsRead(1, {}) },
      ...{ operation: { intentId, ...operation }, call: { key: intentId, position: 0 } },
    };
    const page = {
      chunkId: chunk.id,
      cursorIn: null,
      cursorOut: null,
      entries: [{ ...entry, intentId, outcome: null }],
    };
    await tx.pushPages.freeze(page, [intent], { set, executionId: execution.id, isRead: true });
    await tx.pushIntents.markSent([intentId]);
    const result = {
      kind: 'written',
      externalId: 'p',
      version: null,
      modifiedAt: null,
      record: null,
    } as const;
    await tx.pushIntents.answer([{ id: intentId, state: 'answered', result }]);
    return 'sent';
  });
  await world.apply({ ...pageOf(claimed, 0, [], { cursorOut: null }), pushed: 1 });
  return kind;
}

const watched = () =>
  world.database.rows<{ path: string | null; writes: number }>(
    'select f.path, json_array_length(f.writes) as writes from flip_flop f where f.job_id = $1',
    [first.job.id],
  );

describe('a record that goes back and forth because of the engine (C27)', () => {
  beforeEach(async () => {
    first = await read('Rome');
  });

  /** Another run sets it to Oslo, and what the provider has then comes to be Rome again. */
  const round = async (change = changeByRun) => {
    await change('Oslo');
    const sent = await push();
    // What became of it, and then what puts it back.
    await read('Oslo', first);
    return [sent, await read('Rome', first)] as const;
  };

  it('is left alone at the flip beyond what is allowed: nothing of it is applied or sent, until a person releases it', async () => {
    expect((await round())[0]).toBe('sent');
    expect(await watched()).toEqual([{ path: null, writes: 2 }]);
    const [sent, last] = await round();
    expect(sent).toBe('sent');
    expect((await world.chunk(last)).outcomes).toEqual(counts({ conflicted: 1 }));
    expect(await watched()).toMatchObject([{ path: 'city' }]);
    expect(await city()).toBe('Oslo');
    await changeByRun('Bern');
    expect(await push()).toBe('conflicted');
    const again = await read('Lima', first);
    expect((await world.chunk(again)).outcomes).toEqual(counts({ conflicted: 1 }));
    await world.tenant.transaction(async (tx) => {
      const { items } = await tx.flipFlops.list(first.job.id, { after: null, limit: 10 });
      expect(items).toMatchObject([{ externalId: 'p', path: 'city' }]);
      const id = items[0]!.referenceId;
      expect(await tx.flipFlops.release(id)).toBe(true);
      expect(await tx.flipFlops.release(id)).toBe(false);
    });
    await read('Lima', first);
    expect(await city()).toBe('Lima');
  });

  it('is told in the record and in what asks for a person', async () => {
    await round();
    await round();
    const record = await world.tenant.transaction(async (tx) => tx.records.find(await recordId()));
    expect(record?.references).toMatchObject([{ syncStatus: 'quarantined' }]);
    const { quarantined } = await world.tenant.transaction((tx) => tx.concerns.facts());
    expect(quarantined).toContainEqual(expect.objectContaining({ job: first.job.name, count: 1 }));
  });

  it('is not one that a person changes, how often the provider puts it back', async () => {
    for (let nth = 0; nth < 4; nth += 1) await round(changeByPerson);
    expect(await watched()).toEqual([]);
    expect(await city()).toBe('Rome');
  });

  it('begins anew with a change of a person', async () => {
    await round();
    await round(changeByPerson);
    const [, last] = await round();
    expect((await world.chunk(last)).outcomes).toEqual(counts({ conflicted: 1 }));
  });

  it('is no record that is only read: nothing of it is kept', async () => {
    for (const name of ['Oslo', 'Rome', 'Oslo', 'Rome', 'Oslo']) await read(name, first);
    expect(await watched()).toEqual([]);
    expect(await city()).toBe('Oslo');
  });

  it('is forgotten a day after it was written last, unless it is left alone', async () => {
    await round();
    const forget = () => world.system.transaction((tx) => tx.purges.flipFlops(24, 10));
    await forget();
    expect(await watched()).toHaveLength(1);
    await world.database.rows(`update flip_flop set changed_at = changed_at - interval '25 hours'`, []);
    await forget();
    expect(await watched()).toEqual([]);
  });
});
