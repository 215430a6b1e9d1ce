import { counts } from '@evenkeel/conformance';
import type { JobDefinition, JsonObject, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const DAY = '2026-11-01';
const at = (second: number) => `${DAY}T12:00:${String(second).padStart(2, '0')}.000Z`;
const person = (data: JsonObject, changes: Partial<SourceRecord> = {}) =>
  sourceRecord('p', { data: { name: 'Ann', city: 'Rome', ...data }, ...changes });

async function run(
  records: readonly SourceRecord[],
  { before, second = 0, job = {} }: { before?: Claimed; second?: number; job?: Partial<JobDefinition> } = {},
): Promise<Claimed> {
  const strategy = { conflictPolicy: { strategy: 'source_wins' } };
  const claimed =
    before === undefined
      ? await world.claimed({ direction: 'bidirectional', ...strategy, ...job })
      : await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } });
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null, observedAt: at(second) }));
  return claimed;
}

const edit = ({ job }: Claimed, data: JsonObject) =>
  world.database.rows(
    `update record r set data = data || $2 from external_reference e join reference_set s on s.id = e.set_id
     where e.record_id = r.id and s.connection_id = $1 and r.inactive_at is null`,
    [job.connectionId, JSON.stringify(data)],
  );
const remove = ({ job }: Claimed) =>
  world.database.rows(
    `delete from record r using external_reference e join reference_set s on s.id = e.set_id
     where e.record_id = r.id and s.connection_id = $1`,
    [job.connectionId],
  );
const dataOf = async (claimed: Claimed) => (await world.contents(claimed))[0]!.data;
const pending = ({ job }: Claimed) =>
  world.database.rows<{ kind: string }>('select kind from local_change where job_id = $1', [job.id]);
const agreed = async ({ job }: Claimed) =>
  (
    await world.database.rows<{ agreed: JsonObject }>(
      `select b.agreed from reference_base b join external_reference e on e.id = b.reference_id
       join reference_set s on s.id = e.set_id where s.connection_id = $1`,
      [job.connectionId],
    )
  ).map((row) => row.agreed);
const outcomesOf = async (claimed: Claimed) => (await world.chunk(claimed)).outcomes;

describe('what is read of a record that was changed here', () => {
  it('is joined with it field by field, and what was changed here is left to be sent', async () => {
    const first = await run([person({})]);
    expect(await agreed(first)).toEqual([]);
    await edit(first, { city: 'Oslo' });
    expect(await agreed(first)).toMatchObject([{ local: { city: 'Rome' }, remote: { city: 'Rome' } }]);
    const second = await run([person({ name: 'Eve' })], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ updated: 1 }));
    expect(await dataOf(first)).toEqual({ name: 'Eve', city: 'Oslo' });
    expect(await pending(first)).toEqual([{ kind: 'changed' }]);
    expect(await agreed(first)).toMatchObject([{ local: { name: 'Eve', city: 'Rome' } }]);
  });

  it('costs nothing more where nothing was changed here', async () => {
    const first = await run([person({})]);
    const second = await run([person({ name: 'Eve' })], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ updated: 1 }));
    expect([await pending(first), await agreed(first)]).toEqual([[], []]);
    world.statements.length = 0;
    await run([person({ name: 'Eve' })], { before: first, second: 2 });
    expect(world.statements.filter((sql) => sql.includes('reference_base'))).toEqual([]);
  });

  it('is over where both sides say the same', async () => {
    const first = await run([person({})]);
    await edit(first, { city: 'Oslo' });
    const second = await run([person({ city: 'Oslo' })], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ unchanged: 1 }));
    expect([await pending(first), await agreed(first)]).toEqual([[], []]);
    const third = await run([person({ city: 'Oslo' })], { before: first, second: 2 });
    expect(await outcomesOf(third)).toEqual(counts({ unchanged: 1 }));
  });

  it.each([
    ['source_wins', 'Bern', 0],
    ['destination_wins', 'Oslo', 1],
  ])('is decided by the policy where both changed the same: %s', async (strategy, city, left) => {
    const first = await run([person({})], { job: { conflictPolicy: { strategy } } });
    await edit(first, { city: 'Oslo' });
    await run([person({ city: 'Bern' })], { before: first, second: 1 });
    expect(await dataOf(first)).toMatchObject({ city });
    expect(await pending(first)).toHaveLength(left);
  });

  it.each([
    ['2099-01-01T00:00:00.000Z', 'Bern'],
    ['2020-01-01T00:00:00.000Z', 'Oslo'],
  ])('goes by the time of the change of that field: remote at %s', async (modifiedAt, city) => {
    const first = await run([person({})], { job: { conflictPolicy: { strategy: 'newest_wins' } } });
    await edit(first, { city: 'Oslo' });
    await run([person({ city: 'Bern' }, { modifiedAt })], { before: first, second: 1 });
    expect(await dataOf(first)).toMatchObject({ city });
  });

  it('waits where a person is to decide: each side keeps its value, other fields go on', async () => {
    const first = await run([person({})], { job: { conflictPolicy: { strategy: 'manual' } } });
    await edit(first, { city: 'Oslo' });
    const second = await run([person({ city: 'Bern', name: 'Eve' })], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ conflicted: 1 }));
    expect(await dataOf(first)).toEqual({ city: 'Oslo', name: 'Eve' });
    expect(await agreed(first)).toMatchObject([
      { contested: ['city'], local: { city: 'Rome', name: 'Eve' } },
    ]);
    const third = await run([person({ city: 'Bern', name: 'Eve' })], { before: first, second: 2 });
    expect(await outcomesOf(third)).toEqual(counts({ unchanged: 1 }));
  });
});

describe('a record that one side deleted', () => {
  it('stays deleted where the other side has not changed it', async () => {
    const first = await run([person({}, { version: '1' })]);
    await remove(first);
    const second = await run([person({}, { version: '1', modifiedAt: at(1) })], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ unchanged: 1 }));
    expect(await pending(first)).toEqual([{ kind: 'deleted' }]);
  });

  it.each([
    ['source_wins', true],
    ['destination_wins', false],
  ])('here, and was changed there, is decided by the policy: %s', async (strategy, isBack) => {
    const first = await run([person({})], { job: { conflictPolicy: { strategy } } });
    await remove(first);
    await run([person({ name: 'Eve' })], { before: first, second: 1 });
    const rows = await world.database.rows<{ active: boolean }>(
      `select r.inactive_at is null as active from record r join external_reference e on e.record_id = r.id
       join reference_set s on s.id = e.set_id where s.connection_id = $1`,
      [first.job.connectionId],
    );
    expect(rows).toEqual([{ active: isBack }]);
    expect(await pending(first)).toHaveLength(isBack ? 0 : 1);
  });

  it('there, and was changed here, stays and is not sent any more where what was changed here wins', async () => {
    const job = {
      conflictPolicy: { strategy: 'destination_wins' },
      deleteCeiling: { percent: 100, records: 10 },
    };
    const others = ['q', 'r', 's', 't'].map((id) => sourceRecord(id));
    const first = await run([person({}), ...others], { job });
    await world.database.rows(
      `update record r set data = data || '{"city": "Oslo"}' from external_reference e join reference_set s on s.id = e.set_id
       where e.record_id = r.id and s.connection_id = $1 and e.external_id = 'p'`,
      [first.job.connectionId],
    );
    const gone = sourceRecord('p', { data: null, gone: 'announced' });
    const second = await run([gone], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ conflicted: 1 }));
    expect(await pending(first)).toEqual([]);
    const [row] = await world.database.rows<{ record: boolean; reference: boolean }>(
      `select r.inactive_at is null as record, e.inactive_at is null as reference from record r join external_reference e on e.record_id = r.id
       join reference_set s on s.id = e.set_id where s.connection_id = $1 and e.external_id = 'p'`,
      [first.job.connectionId],
    );
    expect(row).toEqual({ record: true, reference: false });
  });
});

describe('a new mapping', () => {
  it('says nothing of targets that it added: what both sides hold there is contested', async () => {
    const rule = (name: string) => ({ source: name, target: name, direction: 'both' as const });
    const first = await run([person({ phone: '1' })], { job: { mapping: [rule('name')] } });
    await edit(first, { phone: '2' });
    const job = {
      ...first.job,
      revision: 2,
      definition: {
        ...first.job.definition,
        mapping: [rule('name'), rule('phone')],
        conflictPolicy: { strategy: 'manual' },
      },
    };
    await world.tenant.transaction((tx) => tx.jobs.saveRevision(job));
    const claimed = await world.claimedOf(job, { lane: 'single', jobRevision: 2, scope: { kind: 'full' } });
    await world.apply(pageOf(claimed, 0, [person({ phone: '1' })], { cursorOut: null, observedAt: at(1) }));
    expect(await outcomesOf(claimed)).toEqual(counts({ conflicted: 1 }));
    expect(await dataOf(first)).toEqual({ name: 'Ann', phone: '2' });
  });
});

describe('a listing of summaries (C16)', () => {
  const summary = (data: JsonObject) => person(data, { isPartial: true });

  it('removes nothing by leaving it out, of a record that was changed here or not', async () => {
    const first = await run([person({ phone: '1' })]);
    await run([summary({ name: 'Eve' })], { before: first, second: 1 });
    expect(await dataOf(first)).toEqual({ name: 'Eve', city: 'Rome', phone: '1' });
    expect(await agreed(first)).toEqual([]);
    await edit(first, { phone: '2' });
    const third = await run([summary({ name: 'Bob' })], { before: first, second: 2 });
    expect(await outcomesOf(third)).toEqual(counts({ updated: 1 }));
    expect(await dataOf(first)).toEqual({ name: 'Bob', city: 'Rome', phone: '2' });
    expect(await agreed(first)).toMatchObject([{ remote: { phone: '1', name: 'Bob' } }]);
  });

  it('is no reading of what it leaves out: a whole one is, and removes', async () => {
    const first = await run([person({ phone: '1' })]);
    await run([summary({})], { before: first, second: 1 });
    await run([person({})], { before: first, second: 2 });
    expect(await dataOf(first)).toEqual({ name: 'Ann', city: 'Rome' });
  });
});

describe('a record that has left the filter of its job at the provider', () => {
  const filtered: Partial<JobDefinition> = { filter: { field: 'city', in: ['Rome', 'Oslo'] } };
  const remote = (city: string, name = 'Ann') => person({ city, name });

  it('stays as it is on both sides, and is joined once it is read within it again, also as it was', async () => {
    const first = await run([remote('Rome')], { job: filtered });
    await edit(first, { name: 'Eve' });
    const left = await run([remote('Bern')], { before: first, second: 1 });
    expect(await outcomesOf(left)).toEqual(counts({ excluded: 1 }));
    expect(await dataOf(first)).toEqual({ city: 'Rome', name: 'Eve' });
    expect(await pending(first)).toEqual([]);
    expect(await agreed(first)).toMatchObject([{ isOutside: true, local: { name: 'Ann' } }]);
    await run([remote('Rome')], { before: first, second: 2 });
    expect(await agreed(first)).toEqual([expect.not.objectContaining({ isOutside: true })]);
    expect(await pending(first)).toEqual([{ kind: 'changed' }]);
    expect(await dataOf(first)).toEqual({ city: 'Rome', name: 'Eve' });
  });

  it('is noted where nothing was changed here, and forgotten when it is back', async () => {
    const first = await run([remote('Rome')], { job: filtered });
    await run([remote('Bern')], { before: first, second: 1 });
    await edit(first, { name: 'Eve' });
    expect(await agreed(first)).toMatchObject([{ isOutside: true, local: { name: 'Ann', city: 'Rome' } }]);
    await run([remote('Oslo', 'Eve')], { before: first, second: 2 });
    expect(await dataOf(first)).toEqual({ city: 'Oslo', name: 'Eve' });
    expect([await agreed(first), await pending(first)]).toEqual([[], []]);
  });
});
