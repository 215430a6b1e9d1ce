import { MatchWorld, person } from '../testing/match-world.js';

const world = new MatchWorld();
/** So that one that is gone is less than half of its source. */
const OTHERS = ['x1', 'x2', 'x3'].map((id) => person(id, { id }));
const isGone = (id: string) => [{ ...person(id, {}), data: null, gone: 'announced' as const }];
const named = (id: string) => ({ slice: { kind: 'ids' as const, externalIds: [id] } });

let types = 0;
/** Two sources of a type of their own with match rules. */
async function two() {
  types += 1;
  const type = `person${types}`;
  const crm = await world.source(type);
  const shop = await world.source(type);
  await world.setRules(type);
  return { type, crm, shop };
}

describe('match', () => {
  it('makes a new record of another connection a reference of the record that has its key', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [
      person('c1', { email: 'Ann@x.org', phone: '1' }),
      person('c2', { email: 'bob@x.org' }),
    ]);
    const run = await world.lists(shop, [
      person('s1', { email: 'ann@x.org', city: 'Ulm' }),
      person('s2', { email: 'eve@x.org' }),
    ]);
    expect(await world.outcomesOf(run)).toEqual({ merged: 1, created: 1 });
    expect(await world.groups(type)).toEqual(['c1 s1', 'c2', 's2']);
    const [ann] = await world.people(type);
    expect(ann).toMatchObject({ data: { email: 'ann@x.org', phone: '1', city: 'Ulm' }, version: 2 });
  });

  it('keeps what one source says when another one changes', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org', phone: '1', city: 'Ulm' })]);
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
    const run = await world.lists(crm, [person('c1', { email: 'a@x.org', phone: '2', city: 'Ulm' })]);
    expect(await world.outcomesOf(run)).toEqual({ updated: 1 });
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'M', city: 'Bern' })]);
    const [one] = await world.people(type);
    expect(one?.data).toEqual({ email: 'a@x.org', phone: '2', size: 'M', city: 'Bern' });
  });

  it('changes nothing when it is delivered twice, nor where nothing is new', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org' })]);
    await world.lists(shop, [person('s1', { email: 'a@x.org' })]);
    const before = await world.people(type);
    const again = await world.lists(shop, [person('s1', { email: 'a@x.org' })]);
    expect(await world.outcomesOf(again)).toEqual({ unchanged: 1 });
    expect(await world.people(type)).toEqual(before);
  });

  it('never joins two of one set by itself: a person is asked (C34)', async () => {
    const { type, crm } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org' }), person('c2', { email: 'a@x.org' })]);
    await world.lists(crm, [person('c3', { email: 'a@x.org' })]);
    expect(await world.groups(type)).toEqual(['c1', 'c2', 'c3']);
    // Those of one page as well.
    expect(await world.reviews(type)).toEqual(Array.from({ length: 3 }, () => 'same e-mail: same_set'));
  });

  it('joins only one of a page to a record, and asks about the other', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org' })]);
    await world.lists(shop, [person('s1', { email: 'a@x.org' }), person('s2', { email: 'a@x.org' })]);
    expect(await world.groups(type)).toEqual(['c1 s1', 's2']);
    expect(await world.reviews(type)).toEqual(['same e-mail: same_set']);
  });

  it('takes nothing for one by a key that more than three of a set share, or that is a placeholder (C35)', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [
      person('c1', { email: 'sales@x.org' }),
      person('c2', { email: 'none@none.com' }),
    ]);
    const many = ['s1', 's2', 's3', 's4'].map((id) => person(id, { email: 'sales@x.org' }));
    await world.lists(shop, [...many, person('s5', { email: 'none@none.com' })]);
    expect(await world.groups(type)).toEqual(['c1', 'c2', 's1', 's2', 's3', 's4', 's5']);
  });

  it('sends pairs that are nearly alike to a person, once', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { name: 'Katharina Maier' })]);
    await world.lists(shop, [person('s1', { name: 'Katharina Meyer' })]);
    await world.lists(shop, [person('s1', { name: 'Katharina Meyer', city: 'Ulm' })]);
    expect(await world.groups(type)).toEqual(['c1', 's1']);
    expect(await world.reviews(type)).toEqual(['alike: band']);
  });

  it('merges two records that turn out to be one: the older survives', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org', phone: '1' })]);
    await world.lists(shop, [person('s1', { email: 'b@x.org', size: 'L' })]);
    const run = await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
    expect(await world.outcomesOf(run)).toEqual({ updated: 1 });
    const [one, other] = await world.people(type);
    expect(one).toMatchObject({ known: ['c1', 's1'], data: { email: 'a@x.org', phone: '1', size: 'L' } });
    expect(other).toMatchObject({ known: [], mergedInto: one?.id, active: false });
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'M' })]);
    expect((await world.people(type))[0]).toMatchObject({ data: { phone: '1', size: 'M' } });
  });

  it('lets the fields of a source that is gone fall to the next one, and takes them back when it returns (C40)', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
    await world.lists(shop, [person('s1', { email: 'a@x.org', city: 'Bern', size: 'L' })]);
    expect((await world.people(type))[0]?.data).toMatchObject({ city: 'Bern' });
    await world.lists(shop, OTHERS);
    await world.lists(shop, isGone('s1'), named('s1'));
    expect((await world.people(type))[0]).toMatchObject({
      data: { email: 'a@x.org', city: 'Ulm' },
      active: true,
      known: ['c1', '(s1)'],
    });
    await world.lists(shop, [person('s1', { email: 'a@x.org', city: 'Bonn' })]);
    expect((await world.people(type))[0]).toMatchObject({ data: { city: 'Bonn' }, known: ['c1', 's1'] });
  });

  it('is inactive only when all of its sources are gone, and keeps what they said last', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
    for (const [source, id] of [
      [shop, 's1'],
      [crm, 'c1'],
    ] as const) {
      await world.lists(source, OTHERS);
      await world.lists(source, isGone(id), named(id));
    }
    expect((await world.people(type))[0]).toMatchObject({ active: false, data: { city: 'Ulm', size: 'L' } });
    await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Bonn' })]);
    expect((await world.people(type))[0]).toMatchObject({
      active: true,
      data: { email: 'a@x.org', city: 'Bonn' },
    });
  });

  it('makes one record of what two connections bring at once, whichever commits first', async () => {
    const { type, crm, shop } = await two();
    for (let round = 0; round < 5; round += 1) {
      const email = `r${round}@x.org`;
      await Promise.all([
        world.lists(crm, [person(`c${round}`, { email })]),
        world.lists(shop, [person(`s${round}`, { email })]),
      ]);
    }
    const groups = await world.groups(type);
    expect(groups.map((known) => known.split(' ').length)).toEqual([2, 2, 2, 2, 2]);
  });

  it('takes no lock of the type where nothing is new and no key changes', async () => {
    const { crm } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
    world.statements.length = 0;
    await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Bonn' })]);
    expect(world.statements.filter((sql) => sql.includes('pg_advisory_xact_lock'))).toEqual([]);
  });

  it('restores a record of several references that was deleted here', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org' })]);
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
    await world.database.rows('delete from evenkeel.record where record_type = $1', [type]);
    await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'M' })]);
    expect(await world.people(type)).toMatchObject([{ data: { size: 'M' }, known: ['c1', 's1'] }]);
  });

  it('makes records of their own until everything stored has its keys', async () => {
    const { type, crm, shop } = await two();
    await world.lists(crm, [person('c1', { email: 'a@x.org' })]);
    await world.tenant.transaction((tx) =>
      tx.matchKeys.saveProgress(type, { keysOf: null, after: '0', completeAt: null }),
    );
    await world.lists(shop, [person('s1', { email: 'a@x.org' })]);
    expect(await world.groups(type)).toEqual(['c1', 's1']);
  });
});
