import { MatchWorld, person } from '../testing/match-world.js';

const world = new MatchWorld();
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
    await world.lists(crm, [person('c1', { email: 'Ann@x.org', phone: '1' }), person('c2', { email: 'bob@x.org' })]);
    const run = await world.lists(shop, [person('s1', { email: 'ann@x.org', city: 'Ulm' }), person('s2', { email: 'eve@x.org' })]);
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
});
