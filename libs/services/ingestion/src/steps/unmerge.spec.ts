import type { JsonObject } from '@evenkeel/domain';
import fc from 'fast-check';
import { MatchWorld, PEOPLE, person } from '../testing/match-world.js';

const world = new MatchWorld();
let types = 0;
async function two(isMatched = true) {
  types += 1;
  const type = `person${types}`;
  const crm = await world.source(type);
  const shop = await world.source(type);
  if (isMatched) await world.setRules(type);
  return { type, crm, shop };
}

/** A record of a second source that was attached, and one that had a record of its own before. */
const WAYS = ['attached', 'merged'] as const;
type Way = (typeof WAYS)[number];

async function merged(way: Way) {
  const sources = await two();
  const { crm, shop } = sources;
  await world.lists(crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
  if (way === 'merged') await world.lists(shop, [person('s1', { email: 'b@x.org', size: 'S' })]);
  await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
  expect(await world.groups(sources.type)).toEqual(['c1 s1']);
  return sources;
}

describe.each(WAYS)('separateRecords of what was %s', (way) => {
  it('makes each record what its own source says, and they stay apart in the next ten runs (C37)', async () => {
    const { type, crm, shop } = await merged(way);
    const before = await world.people(type);
    await world.unmerge(type);
    const [one, other] = await world.people(type);
    expect(one).toMatchObject({
      id: before[0]!.id,
      known: ['c1'],
      data: { email: 'a@x.org', city: 'Ulm' },
      active: true,
    });
    expect(other).toMatchObject({
      known: ['s1'],
      data: { email: 'a@x.org', size: 'L' },
      active: true,
      mergedInto: null,
    });
    if (way === 'merged') expect(other?.id).toBe(before[1]!.id);
    for (let run = 0; run < 10; run += 1) {
      await world.lists(crm, [person('c1', { email: 'a@x.org', city: `city ${run % 2}` })]);
      await world.lists(shop, [person('s1', { email: run % 3 === 1 ? 'b@x.org' : 'a@x.org', size: 'L' })]);
    }
    expect(await world.groups(type)).toEqual(['c1', 's1']);
  });

  it('reads what was moved anew, although nothing changed at its source', async () => {
    const { type, shop } = await merged(way);
    await world.unmerge(type);
    const run = await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
    expect(await world.outcomesOf(run)).toEqual({ updated: 1 });
    expect((await world.people(type))[1]).toMatchObject({
      known: ['s1'],
      data: { email: 'a@x.org', size: 'L' },
    });
  });

  it('keeps apart what is made anew under another id and presents the same key (C39)', async () => {
    const { type, crm, shop } = await merged(way);
    await world.unmerge(type);
    await world.lists(shop, [person('s2', { email: 'a@x.org', size: 'L' })]);
    await world.lists(crm, [person('c2', { email: 'a@x.org' })]);
    expect((await world.groups(type)).toSorted()).toEqual(['c1', 'c2', 's1', 's2']);
  });
});

it('parts only what is named of what came by a merge, and the rest when it is asked for', async () => {
  const { type, crm, shop } = await two();
  const web = await world.source(type);
  await world.lists(crm, [person('c1', { email: 'a@x.org' })]);
  await world.lists(shop, [person('s1', { email: 'b@x.org', size: 'L' })]);
  await world.lists(web, [person('w1', { email: 'b@x.org', phone: '1' })]);
  await world.lists(shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
  expect(await world.groups(type)).toEqual(['c1 s1 w1']);
  await expect(world.unmerge(type, PEOPLE, ['c1'])).rejects.toMatchObject({
    code: 'request.wrong_state',
    message: expect.stringContaining('these did: s1, w1') as string,
  });
  await world.unmerge(type, PEOPLE, ['w1']);
  expect(await world.groups(type)).toEqual(['c1 s1', 'w1']);
  expect((await world.people(type))[1]).toMatchObject({ data: { email: 'b@x.org', phone: '1' } });
  await world.lists(web, [person('w1', { email: 'a@x.org', phone: '1' })]);
  expect(await world.groups(type)).toEqual(['c1 s1', 'w1']);
  await world.unmerge(type);
  expect(await world.groups(type)).toEqual(['c1', 's1 w1']);
});

it('holds what was parted against others when it is read anew: what kept it from them has left it', async () => {
  const { type, crm, shop } = await two();
  const web = await world.source(type);
  await world.lists(crm, [person('c1', { email: 'a@x.org' })]);
  await world.lists(web, [person('w1', { email: 'a@x.org' })]);
  await world.unmerge(type);
  await world.lists(crm, [person('c1', { email: 'b@x.org' })]);
  await world.lists(shop, [person('s1', { email: 'b@x.org' })]);
  await world.lists(web, [person('w1', { email: 'b@x.org' })]);
  expect(await world.groups(type)).toEqual(['c1 s1', 'w1']);
  await world.unmerge(type);
  await world.lists(shop, [person('s1', { email: 'b@x.org' })]);
  expect((await world.groups(type)).toSorted()).toEqual(['c1', 'w1 s1']);
});

const field = fc.constantFrom('city', 'size', 'phone');
const fields = fc.dictionary(field, fc.constantFrom('1', '2', null), { maxKeys: 3 });
const changes = fc.array(fc.tuple(fc.constantFrom('crm', 'shop'), fields), { maxLength: 6 });

it('leaves both records as if they had never been merged, after a full run', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...WAYS), changes, changes, async (way, before, after) => {
      const together = await merged(way);
      const alone = await two(false);
      await world.lists(alone.crm, [person('c1', { email: 'a@x.org', city: 'Ulm' })]);
      await world.lists(alone.shop, [person('s1', { email: 'a@x.org', size: 'L' })]);
      const last: Record<string, JsonObject> = { crm: { city: 'Ulm' }, shop: { size: 'L' } };
      const play = async (steps: typeof before) => {
        for (const [source, said] of steps) {
          last[source] = said;
          const record = person(source === 'crm' ? 'c1' : 's1', { email: 'a@x.org', ...said });
          for (const each of [together, alone]) await world.lists(each[source], [record]);
        }
      };
      await play(before);
      await world.unmerge(together.type);
      await play(after);
      await play(Object.entries(last) as typeof before);
      const dataOf = async (type: string) =>
        (await world.people(type)).map(({ known, data, active, mergedInto }) => ({
          known,
          data,
          active,
          mergedInto,
        }));
      expect(await dataOf(together.type)).toEqual(await dataOf(alone.type));
    }),
    { numRuns: 12 },
  );
}, 120_000);
