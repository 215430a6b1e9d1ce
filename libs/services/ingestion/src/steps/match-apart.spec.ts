import { newId, someExecution } from '@evenkeel/conformance';
import { startPlan, type ChunkPlan, type Job } from '@evenkeel/domain';
import { pageOf, type Claimed } from '../testing/ingestion-world.js';
import { MatchWorld, nextHour, person } from '../testing/match-world.js';

const world = new MatchWorld();
let types = 0;
async function two() {
  types += 1;
  const type = `person${types}`;
  const crm = await world.source(type);
  const shop = await world.source(type);
  await world.setRules(type);
  await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
  return { type, crm, shop };
}

async function claimed(job: Job, plan: ChunkPlan): Promise<Claimed> {
  const found = await world.claimedOf(job, { lane: 'single' });
  await world.database.rows('update evenkeel.chunk set plan = $2 where id = $1', [
    found.chunk.id,
    JSON.stringify(plan),
  ]);
  return found;
}

describe('a plan of records that match', () => {
  it('shows against what is here what would be merged, changes nothing, and is carried out', async () => {
    const { type, shop } = await two();
    const before = await world.people(type);
    const execution = someExecution(shop.job.id, { lane: 'single' });
    const planId = newId();
    await world.tenant.transaction(async (tx) => {
      await tx.executions.insert(execution);
      await tx.plans.insert(startPlan(planId, execution, new Date()));
    });
    const coming = [person('s1', { email: 'a@x.org', city: 'Bern' }), person('s2', { email: 'b@x.org' })];
    const making = await claimed(shop.job, { role: 'make', planId });
    const at = { observedAt: nextHour(), cursorOut: null };
    await world.apply(pageOf(making, 0, coming, at));
    expect(await world.people(type)).toEqual(before);
    expect(await world.reviews(type)).toEqual([]);
    const { items } = await world.tenant.transaction((tx) =>
      tx.plans.changes(planId, { after: null, limit: 9 }),
    );
    expect(items).toMatchObject([
      { externalId: 's1', bucket: 'changed', fields: [{ field: 'city', before: '"Ulm"', after: '"Bern"' }] },
      { externalId: 's2', bucket: 'new' },
    ]);
    const movedInto = newId();
    const following = await claimed(shop.job, { role: 'follow', planId, movedInto });
    await world.apply(pageOf(following, 0, coming, at));
    expect(await world.groups(type)).toEqual(['c1 s1', 's2']);
  });
});

it('finds what is gone at one source although another one has changed the record since (C41)', async () => {
  const { type, crm, shop } = await two();
  await world.lists(crm, [person('x1', { email: 'x@x.org' })]);
  await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
  const [{ now: since } = { now: new Date() }] = await world.database.rows<{ now: Date }>(
    'select evenkeel.engine_now() as now',
  );
  await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'M' })]);
  const { execution } = await world.claimedOf(crm.job);
  const set = { connectionId: crm.job.connectionId, stream: crm.job.definition.stream, recordType: type };
  const counted = await world.tenant.transaction((tx) => tx.candidates.count({ ...execution, since }, set));
  expect(counted).toMatchObject({ active: 2, candidates: 2 });
});

it('decides alike in whichever order sources that match come, where each has the record once (C42)', async () => {
  const said = {
    crm: person('c1', { email: 'a@x.org', name: 'Katharina Maier' }),
    shop: person('s1', { email: 'b@x.org', name: 'Katharina Maier' }),
    desk: person('d1', { email: 'b@x.org', name: 'K. Maier' }),
  };
  const names = Object.keys(said) as (keyof typeof said)[];
  const found = new Set<string>();
  for (const [first, second, third] of permutations(names)) {
    types += 1;
    const type = `person${types}`;
    await world.setRules(type);
    for (const name of [first, second, third]) await world.lists(await world.source(type), [said[name!]]);
    const groups = await world.groups(type);
    found.add(
      groups
        .map((known) => known.split(' ').toSorted().join(' '))
        .toSorted()
        .join(' | '),
    );
  }
  expect([...found]).toEqual(['c1 d1 s1']);
});

function permutations<Item>([first, ...rest]: readonly Item[]): readonly (readonly Item[])[] {
  if (first === undefined) return [[]];
  return permutations(rest).flatMap((others) =>
    Array.from({ length: others.length + 1 }, (_, at) => [
      ...others.slice(0, at),
      first,
      ...others.slice(at),
    ]),
  );
}
