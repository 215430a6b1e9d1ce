import { seedJob } from '@evenkeel/conformance';
import type { DeriveRule, JsonObject, Slice } from '@evenkeel/domain';
import { DerivedPeople, issueBy } from '../testing/derived-people.js';
import { later } from '../testing/derived-world.js';
import { pageOf, sourceRecord } from '../testing/ingestion-world.js';
import { PEOPLE, person } from '../testing/match-world.js';

const world = new DerivedPeople();
const ann = { id: 'u1', email: 'Ann@x.org', login: 'ann' };

describe('a derived record that was merged', () => {
  it('is as if it had never been merged once it is parted, and stays apart (C37)', async () => {
    const { type, crm, issues } = await world.two();
    await world.lists(crm, [person('c1', { email: 'ann@x.org', city: 'Ulm' })]);
    await world.reads(issues, issueBy('1', ann));
    await world.unmerge(type);
    for (let run = 0; run < 10; run += 1) {
      await world.reads(issues, issueBy('1', { ...ann, login: `ann${run % 2}` }));
      await world.lists(crm, [person('c1', { email: 'ann@x.org', city: `city ${run % 2}` })]);
    }
    const people = await world.people(type);
    expect(people.map(({ known, data }) => ({ known, data }))).toEqual([
      { known: ['c1'], data: { email: 'ann@x.org', city: 'city 1' } },
      { known: ['u1'], data: { ...ann, login: 'ann1' } },
    ]);
    expect(people.every(({ active, mergedInto }) => active && mergedInto === null)).toBe(true);
  });

  it('stays whole when its type has no rules any more', async () => {
    const { type, crm, issues } = await world.two();
    await world.lists(crm, [person('c1', { email: 'ann@x.org', phone: '1' })]);
    await world.reads(issues, issueBy('1', ann));
    await world.tenant.transaction(async (tx) => {
      const known = await tx.recordTypes.lock(type);
      await tx.recordTypes.saveRevision({ ...known!, match: null, revision: known!.revision + 1 });
    });
    await world.reads(issues, issueBy('1', { ...ann, login: 'annie' }));
    expect((await world.people(type))[0]?.data).toMatchObject({ phone: '1', login: 'annie' });
  });
});

describe('several pages at once', () => {
  it('take turns by the lock of the type, before anything is locked or written, where something may match', async () => {
    const { issues } = await world.two();
    const asked = async (user: JsonObject, slice?: Slice) => {
      const from = world.statements.length;
      const run = await world.claimedOf(issues, { lane: 'single' }, slice);
      await world.apply(pageOf(run, 0, [issueBy('1', user)], { cursorOut: null, observedAt: later() }));
      const asked = world.statements.slice(from);
      const locked = asked.findIndex((sql) => sql.includes('pg_advisory_xact_lock($1, $2)'));
      const first = asked.findIndex((sql) =>
        /external_reference[^;]*for (no key )?update|into record /.test(sql),
      );
      if (locked < 0) return 'no lock';
      return locked < first ? 'before' : 'late';
    };
    expect(await asked(ann)).toBe('before');
    expect(await asked({ ...ann, login: 'other' })).toBe('no lock');
    expect(await asked({ ...ann, email: 'other@x.org' })).toBe('before');
    expect(await asked({ ...ann, login: 'named' }, { kind: 'ids', externalIds: ['1'] })).toBe('before');
  });

  it('make one record of a person who is new to all of them, wherever they found her', async () => {
    const { type, crm, issues } = await world.two();
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => world.claimedOf(issues, { lane: 'single' })),
    );
    const listing = await world.claimedOf(crm.job);
    const closedBy = { id: 'k9', email: 'ann@x.org' };
    await Promise.all([
      world.apply(pageOf(listing, 0, [person('c1', { email: 'ann@x.org' })], { observedAt: later() })),
      ...runs.map((run, nth) => {
        const found = nth % 2 === 0 ? issueBy(`${nth}`, ann) : issueBy(`${nth}`, null, { closedBy });
        return world.apply(pageOf(run, 0, [found], { cursorOut: null, observedAt: later() }));
      }),
    ]);
    const [known] = await world.groups(type);
    expect(known?.split(' ').toSorted()).toEqual(['c1', 'k9', 'u1']);
    expect(await world.groups(type)).toHaveLength(1);
  });
});

it('keeps its type from being matched by new rules while a run that derives by the old ones has not ended', async () => {
  const { type, issues } = await world.two();
  const isOlder = () => world.tenant.transaction((tx) => tx.matchKeys.hasOlderExecutions(type));
  const run = await world.claimedOf(issues, { lane: 'single' });
  expect(await isOlder()).toBe(false);
  await world.setRules(type, { ...PEOPLE, merge: 'keep_first' });
  expect(await isOlder()).toBe(true);
  await world.claimedOf(issues, { lane: 'single' });
  const end = (id: string) =>
    world.database.rows('update execution set finished_at = now() where id = $1', [id]);
  await end(run.execution.id);
  expect(await isOlder()).toBe(false);
});

it('waits as well for a run of the release before, which kept no revisions of what it derives', async () => {
  const { type, issues } = await world.two();
  const isOlder = () => world.tenant.transaction((tx) => tx.matchKeys.hasOlderExecutions(type));
  const run = await world.claimedOf(issues, { lane: 'single' });
  const began = (interval: string) =>
    world.database.rows(
      `update execution set derived_type_revisions = null, started_at = now() + $2::interval where id = $1`,
      [run.execution.id, interval],
    );
  await began('-1 minute');
  expect(await isOlder()).toBe(true);
  await began('1 minute');
  expect(await isOlder()).toBe(false);
});

it('is foreseen by a plan as joining, and nothing is written for it', async () => {
  const { type, crm, issues } = await world.two();
  await world.lists(crm, [person('c1', { email: 'ann@x.org' })]);
  const making = await world.claimedOf(issues, { lane: 'single' });
  const planId = crypto.randomUUID();
  await world.database.rows('update chunk set plan = $2 where id = $1', [
    making.chunk.id,
    JSON.stringify({ role: 'make', planId }),
  ]);
  const page = [issueBy('1', ann), issueBy('2', { id: 'u2', email: 'eve@x.org' })];
  await world.apply(pageOf(making, 0, page, { cursorOut: null, observedAt: later() }));
  expect((await world.chunk(making)).derived).toMatchObject({ created: 1, updated: 1 });
  expect(await world.groups(type)).toEqual(['c1']);
});

it('gives derived records to a parent that joins another one as it comes in', async () => {
  const rule: DeriveRule = { name: 'tags', each: 'tags', key: 'id', recordType: 'tag' };
  const definition = { recordType: 'firm', stream: 'firms', derive: [rule] };
  const { job: one } = await seedJob(world.tenant, definition);
  const { job: other } = await seedJob(world.tenant, definition);
  await world.setRules('firm');
  const firm = (id: string) => sourceRecord(id, { data: { email: 'a@x.org', tags: [{ id: 't' }] } });
  await world.reads(one, firm('a'));
  expect(await world.reads(other, firm('b'))).toMatchObject({ created: 1 });
  expect(await world.groups('firm')).toEqual(['a b']);
  expect(await world.groups('tag')).toEqual(['a#t', 'b#t']);
});

describe('parents that merge (C43)', () => {
  const companyOf = (id: string, contacts: readonly object[]) =>
    sourceRecord(id, { data: { email: 'sales@acme.org', contacts } as never });

  it('have the children of both, which are one where their own rules say so', async () => {
    const rule: DeriveRule = { name: 'contacts', each: 'contacts', key: 'id', recordType: 'contact' };
    const company = { recordType: 'company', stream: 'companies', derive: [rule] };
    const { job: one } = await seedJob(world.tenant, company);
    const { job: other } = await seedJob(world.tenant, company);
    await world.setRules('company');
    await world.setRules('contact');
    const bob = { id: '2', email: 'bob@x.org' };
    await world.reads(one, companyOf('a', [{ id: '1', email: 'ann@x.org' }, bob]));
    await world.reads(
      other,
      companyOf('b', [
        { id: '1', email: 'ann@x.org', size: 'L' },
        { ...bob, email: null },
      ]),
    );
    expect(await world.groups('company')).toEqual(['a b']);
    expect(await world.groups('contact')).toEqual(['a#1 b#1', 'a#2', 'b#2']);
    // One parent is gone: what it had alone is inactive, what both had stays.
    await world.reads(other, companyOf('b', []));
    expect(await world.groups('contact')).toEqual(['a#1 (b#1)', 'a#2', '(b#2)']);
    expect((await world.people('contact')).map(({ active }) => active)).toEqual([true, true, false]);
  });
});
