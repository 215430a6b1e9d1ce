import { counts, seedJob } from '@evenkeel/conformance';
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
  it('takes nothing for what that source said which others or people did, and refuses what is read instead', async () => {
    const { recordType, crm } = await shared();
    const edit = `update record set data = data || '{"note":"mine"}' where record_type = $1`;
    await world.database.rows(edit, [recordType]);
    const [before, saidBefore] = [await only(recordType), await said(recordType)];
    const run = await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm', size: 'S' })]);
    expect((await world.chunk(run)).outcomes).toEqual(counts({ rejected: 1 }));
    expect([await only(recordType), await said(recordType)]).toEqual([before, saidBefore]);
    const failures = await world.database.rows('select code from failure where job_id = $1', [crm.job.id]);
    expect(failures).toEqual([{ code: 'record.several_sources' }]);
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
