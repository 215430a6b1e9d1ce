import { foreignDatabase, testDatabase } from '@evenkeel/adapter-postgres/testing';
import { seedJob } from '@evenkeel/conformance';
import type { Job } from '@evenkeel/domain';
import { DerivedWorld, issue, LABELS, later } from '../testing/derived-world.js';
import { pageOf, sourceRecord, type Claimed, type IngestionWorld } from '../testing/ingestion-world.js';
import { MatchWorld, person } from '../testing/match-world.js';

interface Pending {
  readonly job: string;
  readonly record: string;
  readonly kind: string;
}

const databases = [
  ['embedded', testDatabase],
  ['foreign', foreignDatabase],
] as const;

describe.each(databases)('what is pending in a database that is %s', (_, open) => {
  const world = new MatchWorld(open);
  const deriving = new DerivedWorld(open);
  let types = 0;

  /** Two jobs that write a record type, by id; what comes of the first one is what its provider said. */
  async function writers(on: IngestionWorld, recordType = newType()) {
    const both = await seedJob(on.tenant, { recordType, direction: 'bidirectional' });
    const outbound = await seedJob(on.tenant, { recordType, direction: 'outbound' });
    return { recordType, both: both.job, jobs: [both.job.id, outbound.job.id].sort() };
  }

  function newType(): string {
    types += 1;
    return `written${types}`;
  }

  /** And forgets it. */
  async function pending(on: IngestionWorld, recordType: string): Promise<readonly Pending[]> {
    const rows = await on.database.rows<Pending>(
      `select c.job_id as job, c.record_id::text as record, c.kind from local_change c
       join record r on r.id = c.record_id where r.record_type = $1 order by c.record_id, c.job_id`,
      [recordType],
    );
    await on.database.rows(
      'delete from local_change where record_id in (select id from record where record_type = $1)',
      [recordType],
    );
    return rows;
  }

  const told = (jobs: readonly string[], record: string, kind = 'changed') =>
    jobs.map((job) => ({ job, record, kind }));

  async function reads(job: Job, ...records: Parameters<typeof pageOf>[2]): Promise<Claimed> {
    const run = await world.claimedOf(job, { lane: 'single' });
    await world.apply(pageOf(run, 0, records, { cursorOut: null, observedAt: later() }));
    return run;
  }

  it('what a connection creates, changes and lets go of, for every writing job', async () => {
    const { recordType, jobs } = await writers(world);
    const { job } = await world.source(recordType);
    await reads(job, person('a', { name: 'Ada' }));
    const [ada] = await world.people(recordType);
    expect(await pending(world, recordType)).toEqual(told(jobs, ada!.id));
    await reads(job, person('b', {}), person('c', {}), person('d', {}));
    expect(await pending(world, recordType)).toHaveLength(6);
    await reads(job, person('a', { name: 'Ada' }));
    expect(await pending(world, recordType)).toEqual([]);
    await reads(job, person('a', { name: 'Eve' }));
    expect(await pending(world, recordType)).toEqual(told(jobs, ada!.id));
    await reads(job, sourceRecord('a', { data: null, gone: 'announced' }));
    expect(await pending(world, recordType)).toEqual(told(jobs, ada!.id, 'deleted'));
  });

  it('what a writing job read itself, for the others', async () => {
    const { recordType, both, jobs } = await writers(world);
    await reads(both, person('a', { name: 'Ada' }));
    const [ada] = await world.people(recordType);
    const others = jobs.filter((job) => job !== both.id);
    expect(await pending(world, recordType)).toEqual(told(others, ada!.id));
    await reads(both, person('a', { name: 'Eve' }));
    expect(await pending(world, recordType)).toEqual(told(others, ada!.id));
  });

  it('a merge, for the record that is left; an un-merge, for both', async () => {
    const { recordType, jobs } = await writers(world);
    await world.setRules(recordType);
    const [crm, shop] = [await world.source(recordType), await world.source(recordType)];
    await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
    await world.lists(shop, [person('s1', { email: 'b@x.org', size: 'S' })]);
    const [one, other] = await world.people(recordType);
    await pending(world, recordType);
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'S' })]);
    expect(await world.groups(recordType)).toEqual(['c1 s1']);
    expect(await pending(world, recordType)).toEqual(told(jobs, one!.id));
    await world.unmerge(recordType);
    expect(await pending(world, recordType)).toEqual([...told(jobs, one!.id), ...told(jobs, other!.id)]);
  });

  it('a merge of a record that was written: it is that one at the provider, also where the older one is left', async () => {
    const { recordType } = await writers(world);
    await world.setRules(recordType);
    const [crm, shop] = [await world.source(recordType), await world.source(recordType)];
    await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
    await world.lists(shop, [person('s1', { email: 'b@x.org', size: 'S' })]);
    const [one, other] = await world.people(recordType);
    const outbound = await world.source(recordType);
    await world.database.rows(
      `with s as (insert into reference_set (tenant_id, connection_id, stream, record_type, is_written)
         select tenant_id, connection_id, 'there', record_type, true from job where id = $1 returning id)
       insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
       select $2, s.id, 'b7', md5('')::uuid, now() from s`,
      [outbound.job.id, other!.id],
    );
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'S' })]);
    const [left] = (await world.people(recordType)).filter(({ mergedInto }) => mergedInto === null);
    expect(left).toMatchObject({ id: one!.id, data: { city: 'Ulm', size: 'S' } });
    expect(left!.known.toSorted()).toEqual(['b7', 'c1', 's1']);
    // What is written is no source of its own.
    expect(
      await world.database.rows(`select count(*)::int as n from projection where record_id = $1`, [one!.id]),
    ).toEqual([{ n: 2 }]);
    await world.unmerge(recordType);
    expect((await world.people(recordType)).map(({ known }) => known.toSorted())).toEqual([
      ['c1'],
      ['b7', 's1'],
    ]);
  });

  it('what is derived, and goes with its parent', async () => {
    const { recordType, jobs } = await writers(deriving);
    const job = await deriving.job([{ ...LABELS, recordType }]);
    await deriving.run(job, issue('i1', ['l1:red']));
    const [label] = await deriving.pieces(job, recordType);
    expect(await pending(deriving, recordType)).toEqual(told(jobs, label!.id));
    await deriving.run(job, issue('i1', ['l1:blue']));
    expect(await pending(deriving, recordType)).toEqual(told(jobs, label!.id));
    await deriving.run(job, issue('i1', []));
    expect(await pending(deriving, recordType)).toEqual(told(jobs, label!.id, 'deleted'));
  });

  describe('an edit of a record that several sources share', () => {
    async function shared() {
      const { recordType } = await writers(world);
      await world.setRules(recordType);
      const [crm, shop] = [await world.source(recordType), await world.source(recordType)];
      await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
      return { recordType, crm, shop };
    }
    const edit = (recordType: string, change: string) =>
      world.database.rows(
        `update record set data = ${change} where record_type = $1 and merged_into is null`,
        [recordType],
      );
    const only = async (recordType: string) =>
      (await world.people(recordType)).find(({ mergedInto }) => mergedInto === null);

    it.each(['before', 'after'])(
      'that was made %s they came together stays when one of them changes',
      async (when) => {
        const { recordType, crm, shop } = await shared();
        const change = `data - 'email' || '{"city":"Bonn","note":"x"}'`;
        if (when === 'before') await edit(recordType, `data || '{"city":"Bonn","note":"x"}'`);
        await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'S' })]);
        expect(await world.groups(recordType)).toEqual(['c1 s1']);
        if (when === 'after') await edit(recordType, change);
        await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'M' })]);
        const email = when === 'before' ? { email: 'a@x.org' } : {};
        expect((await only(recordType))?.data).toEqual({ ...email, city: 'Bonn', note: 'x', size: 'M' });
        // A source that says something else there, later, is heard.
        const observedAt = '2027-01-01T00:00:00.000Z';
        await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Köln' })], { observedAt });
        expect((await only(recordType))?.data).toEqual({ ...email, city: 'Köln', note: 'x', size: 'M' });
      },
    );

    it('that was made before they came together stays when the source that was here first changes elsewhere', async () => {
      const { recordType, crm, shop } = await shared();
      await edit(recordType, `data || '{"city":"Bonn","note":"x"}'`);
      await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'S' })]);
      expect(await world.groups(recordType)).toEqual(['c1 s1']);
      const observedAt = '2027-01-01T00:00:00.000Z';
      await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm', name: 'Ada' })], { observedAt });
      expect((await only(recordType))?.data).toEqual({
        ...{ email: 'a@x.org', city: 'Bonn', note: 'x', size: 'S', name: 'Ada' },
      });
    });

    it('goes back with the record that was edited when they are parted', async () => {
      const { recordType, shop } = await shared();
      await world.lists(shop, [person('s1', { email: 'b@x.org', size: 'S' })]);
      await world.database.rows(
        `update record set data = data || '{"size":"XL"}' where record_type = $1 and data ? 'size'`,
        [recordType],
      );
      await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'S' })]);
      expect((await only(recordType))?.data).toMatchObject({ city: 'Ulm' });
      await world.unmerge(recordType);
      const [one] = await world.people(recordType);
      expect(one!.data).toEqual({ email: 'a@x.org', city: 'Ulm' });
    });

    it('deletes it until a source says something else', async () => {
      const { recordType, crm, shop } = await shared();
      await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'S' })]);
      await world.database.rows('delete from record where record_type = $1', [recordType]);
      await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
      expect(await only(recordType)).toMatchObject({ active: false, known: ['c1', 's1'] });
      await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Bonn' })]);
      expect(await only(recordType)).toMatchObject({ active: true, data: { city: 'Bonn', size: 'S' } });
    });
  });
});
