import { createHash } from 'node:crypto';
import type { BlockingKey, MatchSettings } from '@evenkeel/domain';
import { MatchWorld, person } from '../testing/match-world.js';

const world = new MatchWorld();
/** More than are looked at under one key. */
const MANY = 55;

const blockedBy = (...blockBy: readonly BlockingKey[]): MatchSettings => ({
  rules: [{ name: 'alike', when: { field: 'name', by: 'fuzzy', threshold: 0.95 }, blockBy }],
});
const BY_NAME: BlockingKey = { field: 'name', by: 'prefix', length: 1 };
const BY_CITY: BlockingKey = { field: 'city', by: 'exact' };

/** No two of them are alike. */
const scrambled = (nth: number) => createHash('sha256').update(String(nth)).digest('hex').slice(0, 12);

/** Strangers with this beginning of a name, each with what is said of it. */
const strangers = (letter: string, cityOf: (nth: number) => string) =>
  Array.from({ length: MANY }, (_, nth) =>
    person(`${letter}${nth}`, { name: `${letter}${scrambled(nth)}`, city: cityOf(nth) }),
  );

let types = 0;
async function two(settings: MatchSettings) {
  types += 1;
  const type = `crowd${types}`;
  const crm = await world.source(type);
  const shop = await world.source(type);
  await world.setRules(type, settings);
  return { type, crm, shop };
}

/** What was asked since: of a crowd that has nothing narrower in common the crowd itself is asked about, too. */
const asked = async (type: string, before: readonly string[]) =>
  (await world.reviews(type)).slice(before.length);

describe('a key under which more than 50 are found', () => {
  it('is narrowed by another key of the rule, also where the one that matches is the last of them', async () => {
    const { type, crm, shop } = await two(blockedBy(BY_NAME, BY_CITY));
    await world.lists(crm, [
      ...strangers('A', (nth) => `city ${nth}`),
      ...strangers('B', () => 'Ulm'),
      person('anna', { name: 'Anna Bergmann', city: 'Ulm' }),
    ]);
    const before = await world.reviews(type);
    await world.lists(shop, [person('s1', { name: 'Anna Bergman', city: 'Ulm' })]);
    expect(await world.groups(type)).toContain('anna s1');
    expect(await asked(type, before)).toEqual([]);
  });

  it('asks a person where nothing narrower is known: the reading is not taken for new without a word', async () => {
    const { type, crm, shop } = await two(blockedBy(BY_NAME));
    await world.lists(
      crm,
      strangers('A', () => 'Ulm'),
    );
    const before = await world.reviews(type);
    await world.lists(shop, [person('s1', { name: 'Anna Bergmann' }), person('s2', { name: 'Bob' })]);
    expect(await world.groups(type)).toContain('s1');
    expect(await asked(type, before)).toEqual(['alike: crowded']);
  });

  it('asks a person where two keys together have too many as well', async () => {
    const { type, crm, shop } = await two(blockedBy(BY_NAME, BY_CITY));
    await world.lists(
      crm,
      strangers('A', () => 'Ulm'),
    );
    const before = await world.reviews(type);
    await world.lists(shop, [person('s1', { name: 'Anna Bergmann', city: 'Ulm' })]);
    expect(await asked(type, before)).toEqual(['alike: crowded']);
  });

  it('is not asked about where another key of the rule finds few', async () => {
    const { type, crm, shop } = await two(blockedBy(BY_NAME, BY_CITY));
    await world.lists(
      crm,
      strangers('A', () => 'Ulm'),
    );
    const before = await world.reviews(type);
    await world.lists(shop, [person('s1', { name: 'Anna Bergmann', city: 'Bern' })]);
    expect(await asked(type, before)).toEqual([]);
  });
});
