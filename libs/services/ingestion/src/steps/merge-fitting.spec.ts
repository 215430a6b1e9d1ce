import { MatchWorld, person } from '../testing/match-world.js';

const world = new MatchWorld();
const SCHEMA = {
  if: { properties: { state: { type: 'string' } }, required: ['state'] },
  then: { properties: { country: { const: 'US' } } },
};

it('what sources say together is held against the schema: no mixture that breaks it is written, and none is lost', async () => {
  const type = 'placed';
  const crm = await world.source(type);
  const shop = await world.source(type);
  await world.setRules(type);
  await world.tenant.transaction(async (tx) => {
    const locked = (await tx.recordTypes.lock(type))!;
    await tx.recordTypes.saveRevision({ ...locked, schema: SCHEMA, revision: locked.revision + 1 });
  });
  const email = 'a@x.org';
  await world.lists(crm, [person('c1', { email, country: 'US', state: 'Ohio', phone: '1' })]);
  await world.lists(shop, [person('s1', { email, country: 'DE' })]);
  const [one] = await world.people(type);
  // Together they would be of Ohio in Germany.
  expect(one?.data).toEqual({ email, country: 'DE' });
  await world.lists(shop, [person('s1', { email, country: 'US' })]);
  const [other] = await world.people(type);
  expect(other?.data).toEqual({ email, country: 'US', state: 'Ohio', phone: '1' });
});
