import { WRITES } from '../testing/small-provider.js';
import { StandaloneWorld } from '../testing/standalone-world.js';

jest.setTimeout(60_000);

const world = new StandaloneWorld();
const insert = (...people: readonly object[]) =>
  world.database.rows(
    `insert into record (tenant_id, record_type, data) select t.id, 'people', p from tenant t, jsonb_array_elements($1::jsonb) p`,
    [JSON.stringify(people)],
  );
const sent = () => world.provider.written.toSorted();
const there = (id: string) => world.provider.records.get(id);

/** Ada is on both sides, Bob may be one of two there, Cid is only here, Dan only there. */
it('a job that only writes finds out which records are one before it writes, and creates none of them twice', async () => {
  await insert(
    { email: 'ada@site.org', name: 'Ada' },
    { email: 'bob@site.org', name: 'Bob' },
    { email: 'cid@site.org', name: 'Cid' },
  );
  const known = { 1: 'ADA@site.org', 2: 'bob@site.org', 3: ' Bob@site.org', 4: 'dan@site.org' };
  for (const [id, mail] of Object.entries(known))
    world.provider.records.set(id, { id: Number(id), mail, title: `T${id}`, note: 'kept', rev: 1 });
  await world.addJob('people', WRITES, {
    ...{ direction: 'outbound', pairBy: ['email'] },
    mapping: [
      { source: 'mail', target: 'email', direction: 'out' },
      { source: 'title', target: 'name', direction: 'out' },
    ],
  });
  const early = await world.admin.call('requestRun', { job: 'people', externalIds: ['1'] });
  const { id, plan } = await world.awaiting('people');
  expect(await world.admin.call('showTrigger', { trigger: early.id })).toMatchObject({
    ...{ state: 'accepted', waitsFor: 'pairing' },
  });
  const made = await world.admin.call('showPlan', { plan: plan!.id });
  expect(made.counts).toMatchObject({
    paired: 0,
    paired_differing: 1,
    ambiguous: 3,
    created_there: 1,
    new: 0,
  });
  expect(sent()).toEqual([]);
  await world.admin.call('approvePlan', { plan: plan!.id });
  const ended = await world.end(id);
  expect(ended).toMatchObject({ status: 'completed', receipt: { balanced: true, failed: 0 } });
  expect(sent()).toEqual(['PATCH 1', 'POST']);
  expect(there('1')).toMatchObject({ mail: 'ada@site.org', title: 'Ada', note: 'kept' });
  expect(there('1001')).toMatchObject({ mail: 'cid@site.org' });
  // Nothing of what the provider lists is taken over.
  expect(await world.database.rows(`select id from record where record_type = 'people'`, [])).toHaveLength(3);
  const { items } = await world.admin.call('listPairs', { job: 'people' });
  expect(items).toHaveLength(3);
  const bob = items.find(({ side }) => side === 'here')!;
  await world.admin.call('decidePair', { job: 'people', recordId: bob.id, externalId: '3' });
  world.provider.written.length = 0;
  expect(await world.run('people')).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  expect(sent()).toEqual(['PATCH 3']);
  expect(there('3')).toMatchObject({ mail: 'bob@site.org', title: 'Bob' });
});
