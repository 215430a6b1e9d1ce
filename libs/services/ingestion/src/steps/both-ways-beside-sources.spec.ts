import { counts, seedJob } from '@evenkeel/conformance';
import type { JsonObject } from '@evenkeel/domain';
import { MatchWorld, person } from '../testing/match-world.js';

const world = new MatchWorld();

/** Two sources became one record by rules that are no more; of the first the job goes both ways since. */
async function shared() {
  const recordType = `person-${crypto.randomUUID()}`;
  const conflictPolicy = { strategy: 'source_wins' };
  const crm = await seedJob(world.tenant, { recordType, direction: 'bidirectional', conflictPolicy });
  const shop = await world.source(recordType);
  await world.setRules(recordType);
  await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
  await world.lists(shop, [person('s1', { email: 'a@x.org', city: 'Bonn' })]);
  await world.tenant.transaction(async (tx) => {
    const type = await tx.recordTypes.lock(recordType);
    await tx.recordTypes.saveRevision({ ...type!, match: null, revision: type!.revision + 1 });
  });
  expect(await world.groups(recordType)).toEqual(['c1 s1']);
  return { recordType, crm, shop };
}
const said = (recordType: string) =>
  world.database.rows<{ id: string; data: object }>(
    `select e.external_id as id, p.data from projection p join external_reference e on e.id = p.reference_id
     join record r on r.id = e.record_id where r.record_type = $1 order by e.external_id`,
    [recordType],
  );
const only = async (recordType: string) => (await world.people(recordType))[0]!;

describe('a record of several sources, of one of which a job goes both ways', () => {
  it('takes nothing for what that source said which others or people did, and joins what it says', async () => {
    const { recordType, crm } = await shared();
    const edit = `update record set data = data || '{"note":"mine"}' where record_type = $1`;
    await world.database.rows(edit, [recordType]);
    const run = await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm', size: 'S' })]);
    expect((await world.chunk(run)).outcomes).toEqual(counts({ updated: 1 }));
    expect((await only(recordType)).data).toEqual({
      email: 'a@x.org',
      city: 'Bonn',
      note: 'mine',
      size: 'S',
    });
    expect((await said(recordType)).map(({ data }) => data)).toEqual([
      { email: 'a@x.org', city: 'Ulm', size: 'S' },
      { email: 'a@x.org', city: 'Bonn' },
    ]);
    const pending = await world.database.rows('select kind from local_change where job_id = $1', [
      crm.job.id,
    ]);
    expect(pending).toEqual([{ kind: 'changed' }]);
  });

  it('goes on as its other sources say, and the job has it to send', async () => {
    const { recordType, crm, shop } = await shared();
    await world.lists(shop, [person('s1', { email: 'a@x.org', city: 'Köln' })]);
    expect(await only(recordType)).toMatchObject({ data: { email: 'a@x.org', city: 'Köln' } });
    const pending = await world.database.rows('select kind from local_change where job_id = $1', [
      crm.job.id,
    ]);
    expect(pending).toEqual([{ kind: 'changed' }]);
  });
});

/** A record that a source brought here, and a job that goes both ways sent to its own provider. */
async function sent() {
  const recordType = `sent-${crypto.randomUUID()}`;
  const crm = await seedJob(world.tenant, { recordType, direction: 'bidirectional' });
  const shop = await world.source(recordType);
  await world.lists(shop, [person('s1', { name: 'Ada', city: 'Bonn', size: 'S' })]);
  const { id } = await only(recordType);
  await world.attachSent(crm.job, id, 'c1');
  const readAtCrm = (data: JsonObject, at?: string) =>
    world.lists(crm, [person('c1', data, { modifiedAt: at ?? null })]);
  const readAtShop = (data: JsonObject, at?: string) =>
    world.lists(shop, [person('s1', data, { modifiedAt: at ?? null })]);
  return { recordType, crm, shop, readAtCrm, readAtShop };
}
const basesOf = (recordType: string) =>
  world.database.rows<{ id: string; agreed: { local: object; remote: object } }>(
    `select e.external_id as id, b.agreed from reference_base b join external_reference e on e.id = b.reference_id
     join record r on r.id = e.record_id where r.record_type = $1 order by e.external_id`,
    [recordType],
  );

describe('a source of records that another job keeps in step with its provider', () => {
  it('says what it changed, and nothing of what that provider or people changed since', async () => {
    const { recordType, crm, readAtCrm, readAtShop } = await sent();
    await readAtCrm({ name: 'Ada', city: 'Ulm', size: 'S', note: 'new' });
    await world.database.rows(`update record set data = data || '{"phone":"1"}' where record_type = $1`, [
      recordType,
    ]);
    await readAtShop({ name: 'Eve', city: 'Bonn', size: 'S' });
    const data = { name: 'Eve', city: 'Ulm', size: 'S', note: 'new', phone: '1' };
    expect((await only(recordType)).data).toEqual(data);
    const pending = await world.database.rows('select kind from local_change where job_id = $1', [
      crm.job.id,
    ]);
    expect(pending).toEqual([{ kind: 'changed' }]);
    await readAtShop({ name: 'Eve', city: 'Bonn' });
    expect((await only(recordType)).data).toEqual({ name: 'Eve', city: 'Ulm', note: 'new', phone: '1' });
    await readAtShop({ name: 'Eve', city: 'Bonn' });
    expect((await only(recordType)).version).toBe(5);
  });

  it('where both changed one field is followed if it did so later, and not if it did so before', async () => {
    const { recordType, readAtCrm, readAtShop } = await sent();
    const before = new Date(Date.now() - 3_600_000).toISOString();
    const after = new Date(Date.now() + 3_600_000).toISOString();
    await readAtCrm({ name: 'Ada', city: 'Ulm', size: 'S' });
    await readAtShop({ name: 'Ada', city: 'Essen', size: 'M' }, before);
    expect((await only(recordType)).data).toEqual({ name: 'Ada', city: 'Ulm', size: 'M' });
    await readAtShop({ name: 'Ada', city: 'Köln', size: 'M' }, after);
    expect((await only(recordType)).data).toEqual({ name: 'Ada', city: 'Köln', size: 'M' });
    const bases = await basesOf(recordType);
    expect(bases.map(({ id }) => id)).toEqual(['c1']);
  });

  it('is forgotten to have differed where the last job that goes both ways was removed, before another comes', async () => {
    const { recordType, crm, readAtCrm } = await sent();
    await readAtCrm({ name: 'Ada', city: 'Ulm', size: 'S' });
    expect((await basesOf(recordType)).map(({ id }) => id)).toEqual(['s1']);
    await world.database.rows('update job set removed_at = now() where id = $1', [crm.job.id]);
    await seedJob(world.tenant, { recordType, direction: 'bidirectional' });
    expect(await basesOf(recordType)).toEqual([]);
  });
});
