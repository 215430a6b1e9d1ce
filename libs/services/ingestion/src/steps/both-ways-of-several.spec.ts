import type { JobDefinition, MatchSettings } from '@evenkeel/domain';
import { mergeRecords, mergerOf, remerge } from '@evenkeel/operations';
import { PEOPLE } from '../testing/match-world.js';
import { soon, StepWorld, type StepProvider } from '../testing/step-world.js';

const world = new StepWorld();

/** Two providers of one person, whom each of them has brought, both kept in step. `match`: rules of the type. */
async function two(
  definition: Partial<JobDefinition> = {},
  match: (crm: string) => MatchSettings = () => PEOPLE,
) {
  const recordType = `several-${crypto.randomUUID()}`;
  const crm = await world.provider('crm', { recordType, ...definition });
  const shop = await world.provider('shop', { recordType, ...definition });
  await world.setRules(recordType, match(crm.seeded.connection.name));
  crm.puts('c1', { email: 'a@x.org', name: 'Ada', city: 'Ulm' });
  shop.puts('s1', { email: 'a@x.org', name: 'Ada', size: 'S' });
  await settle(crm, shop);
  return { recordType, crm, shop, only: async () => (await world.people(recordType))[0]! };
}

/** Runs each of them three times: the last ones write nothing. Gives how many writes there were. */
async function settle(...providers: readonly StepProvider[]): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    let writes = 0;
    for (const provider of providers) writes += await world.runs(provider);
    rounds.push(writes);
  }
  expect(rounds.at(-1)).toBe(0);
  return rounds.reduce((all, writes) => all + writes, 0);
}

const ranked = (crm: string): MatchSettings => ({
  ...PEOPLE,
  survivorship: { city: 'most_trusted' },
  sourceRanking: [crm],
});

describe('records of several sources that are kept in step with each', () => {
  it('are made one of what two have, and each is sent what it lacks, once (4)', async () => {
    const { recordType, crm, shop } = await two();
    expect(await world.groups(recordType)).toEqual(['c1 s1']);
    const both = { email: 'a@x.org', name: 'Ada', city: 'Ulm', size: 'S' };
    expect([crm.says('c1'), shop.says('s1')]).toEqual([both, both]);
    expect([crm.writes, shop.writes]).toEqual([[{ size: 'S' }], [{ city: 'Ulm' }]]);
    expect([await world.runs(crm), await world.runs(shop)]).toEqual([0, 0]);
  });

  it('say what one of them changes: the other one is sent it, and what comes back is no word of it (1)', async () => {
    const { recordType, crm, shop } = await two();
    shop.puts('s1', { ...shop.says('s1'), city: 'Bonn' });
    expect(await settle(shop, crm)).toBe(1);
    expect(crm.writes.at(-1)).toEqual({ city: 'Bonn' });
    const said = await world.database.rows<{ data: object }>(
      `select p.data from projection p join external_reference e on e.id = p.reference_id
       join record r on r.id = e.record_id where r.record_type = $1 order by e.external_id`,
      [recordType],
    );
    expect(said.map(({ data }) => data)).toEqual([
      { email: 'a@x.org', name: 'Ada', city: 'Ulm' },
      { email: 'a@x.org', name: 'Ada', size: 'S', city: 'Bonn' },
    ]);
    crm.puts('c1', { ...crm.says('c1'), city: 'Köln' }, '2020-01-01T00:00:00.000Z');
    expect(await settle(crm, shop)).toBe(1);
    expect(shop.says('s1')).toMatchObject({ city: 'Köln' });
  });

  it('keep what a source says that is trusted more, and send it back once (2)', async () => {
    const { crm, shop, only } = await two({}, ranked);
    shop.puts('s1', { ...shop.says('s1'), city: 'Bonn' });
    expect(await settle(shop, crm)).toBe(1);
    expect(shop.writes.at(-1)).toEqual({ city: 'Ulm' });
    expect((await only()).data).toMatchObject({ city: 'Ulm' });
    expect(crm.writes).toHaveLength(1);
  });

  it.each([
    ['by time', {}, (): MatchSettings => PEOPLE, 'Bonn'],
    ['by rank', {}, ranked, 'Kiel'],
    [
      'whatever the policy of a job says',
      { conflictPolicy: { strategy: 'source_wins' } },
      () => PEOPLE,
      'Bonn',
    ],
    ['by rank where people are to be asked', { conflictPolicy: { strategy: 'manual' } }, ranked, 'Kiel'],
  ])('are decided %s where both changed one field (3)', async (_, definition, match, city) => {
    const { crm, shop, only } = await two(definition, match);
    const [early, late] = [soon(), soon()];
    crm.puts('c1', { ...crm.says('c1'), city: 'Kiel' }, early);
    shop.puts('s1', { ...shop.says('s1'), city: 'Bonn' }, late);
    await settle(shop, crm);
    expect((await only()).data).toMatchObject({ city });
    expect([crm.says('c1'), shop.says('s1')]).toMatchObject([{ city }, { city }]);
  });

  it('are asked about where a job leaves the field to people and nothing but time tells them apart (3)', async () => {
    const { crm, shop, only } = await two({ conflictPolicy: { strategy: 'manual' } });
    crm.puts('c1', { ...crm.says('c1'), city: 'Kiel', name: 'Eve' });
    shop.puts('s1', { ...shop.says('s1'), city: 'Bonn' });
    await settle(shop, crm);
    expect((await only()).data).toMatchObject({ city: 'Bonn', name: 'Eve' });
    expect([crm.says('c1'), shop.says('s1')]).toMatchObject([
      { city: 'Kiel', name: 'Eve' },
      { city: 'Bonn', name: 'Eve' },
    ]);
    const conflicts = await world.database.rows('select kind, state from conflict where job_id = $1', [
      crm.job.id,
    ]);
    expect(conflicts).toEqual([{ kind: 'multi_source', state: 'open' }]);
  });

  it('leave it to the policy of the job where a person changed the field here', async () => {
    const { recordType, crm, shop, only } = await two({ conflictPolicy: { strategy: 'destination_wins' } });
    await world.database.rows(`update record set data = data || '{"city":"Mainz"}' where record_type = $1`, [
      recordType,
    ]);
    crm.puts('c1', { ...crm.says('c1'), city: 'Kiel' });
    await settle(crm, shop);
    expect((await only()).data).toMatchObject({ city: 'Mainz' });
    expect([crm.says('c1'), shop.says('s1')]).toMatchObject([{ city: 'Mainz' }, { city: 'Mainz' }]);
  });

  it('keep an edit here that came after what a provider said whose clock is ahead', async () => {
    const { recordType, crm, shop, only } = await two();
    shop.puts('s1', { ...shop.says('s1'), city: 'Bonn' }, new Date(Date.now() + 3_600_000).toISOString());
    await settle(shop, crm);
    await world.database.rows(`update record set data = data || '{"city":"Mainz"}' where record_type = $1`, [
      recordType,
    ]);
    crm.puts('c1', { ...crm.says('c1'), name: 'Eve' });
    await settle(crm, shop);
    expect((await only()).data).toMatchObject({ city: 'Mainz', name: 'Eve' });
    expect([crm.says('c1'), shop.says('s1')]).toMatchObject([{ city: 'Mainz' }, { city: 'Mainz' }]);
  });

  it('keep what only one that is gone has said where another one was sent it', async () => {
    const { crm, shop, only } = await two();
    crm.held.delete('c1');
    await world.gone(crm, 'c1');
    await settle(shop);
    expect(await only()).toMatchObject({
      active: true,
      data: { email: 'a@x.org', name: 'Ada', city: 'Ulm', size: 'S' },
    });
    expect(shop.says('s1')).toMatchObject({ city: 'Ulm', size: 'S' });
  });

  it('are known at both providers by what was sent to one: its people are not matched with it once more', async () => {
    const { recordType, crm, shop } = await two();
    shop.puts('s2', { email: 'b@x.org', name: 'Bob', city: 'Trier' });
    await settle(shop, crm);
    expect(crm.says('crm-made1')).toEqual({ email: 'b@x.org', name: 'Bob', city: 'Trier' });
    crm.puts('c9', { email: 'b@x.org', name: 'Bob' });
    await settle(crm, shop);
    expect(await world.groups(recordType)).toEqual(['c1 s1', 's2 crm-made1', 'c9 shop-made1']);
    shop.puts('s2', { ...shop.says('s2'), city: 'Worms' });
    await settle(shop, crm);
    expect(crm.says('crm-made1')).toMatchObject({ city: 'Worms' });
    crm.puts('crm-made1', { ...crm.says('crm-made1'), city: 'Speyer' });
    await settle(crm, shop);
    expect(shop.says('s2')).toMatchObject({ city: 'Speyer' });
  });
});

describe('two records that are kept in step', () => {
  /** Two persons more, each at one provider, and not sent to the other one yet. */
  async function apart() {
    const all = await two();
    const { crm, shop } = all;
    crm.puts('c2', { email: 'c@x.org', name: 'Cleo', city: 'Gera' });
    shop.puts('s3', { email: 'd@x.org', name: 'Dora', size: 'M' });
    await world.reads(crm);
    await world.reads(shop);
    return all;
  }
  const ids = async (recordType: string, externalId: string) =>
    (await world.people(recordType)).find(({ known }) => known.includes(externalId))!.id;

  it('become one, and each reference is sent what differs from what its provider holds (5)', async () => {
    const { recordType, crm, shop } = await apart();
    shop.puts('s3', { ...shop.says('s3'), email: 'c@x.org' });
    await settle(shop, crm);
    expect(await world.groups(recordType)).toEqual(['c1 s1', 'c2 s3']);
    const one = { email: 'c@x.org', name: 'Dora', city: 'Gera', size: 'M' };
    expect([crm.says('c2'), shop.says('s3')]).toEqual([one, one]);
    expect([crm.held.size, shop.held.size]).toEqual([2, 2]);
    expect(await settle(shop, crm)).toBe(0);
  });

  it('do not become one while a write of either is under way (6)', async () => {
    const { recordType, crm, shop } = await apart();
    const sending = await world.startsToSend(crm);
    expect(sending.intents.map(({ operation }) => operation.kind)).toContain('create');
    shop.puts('s3', { ...shop.says('s3'), email: 'c@x.org' });
    const waiting = await world.reads(shop);
    expect(await world.outcomesOf(waiting)).toMatchObject({ in_doubt: 1 });
    expect(await world.groups(recordType)).toContain('s3');
    await world.isAnswered(crm, sending);
    await settle(shop, crm);
    expect((await world.groups(recordType)).filter((group) => group.includes('s3'))).toHaveLength(1);
    expect(crm.writes.filter((data) => data['email'] === 'd@x.org')).toHaveLength(1);
  });

  it('are parted after writes, and each is joined with what its provider holds by then (7)', async () => {
    const { recordType, crm, shop } = await apart();
    shop.puts('s3', { ...shop.says('s3'), email: 'c@x.org' });
    await settle(shop, crm);
    expect(crm.says('c2')).toMatchObject({ size: 'M' });
    expect(await ids(recordType, 'c2')).toBe(await ids(recordType, 's3'));
    crm.puts('c2', { ...crm.says('c2'), name: 'Cleopatra' });
    await world.unmerge(recordType);
    await settle(crm, shop);
    expect(await ids(recordType, 'c2')).not.toBe(await ids(recordType, 's3'));
    expect(crm.says('c2')).toEqual({ email: 'c@x.org', name: 'Cleopatra', city: 'Gera' });
    expect(shop.says('s3')).toEqual({ email: 'c@x.org', name: 'Dora', size: 'M' });
  });

  it('stop to go back and forth where two providers put back what the other one has (8)', async () => {
    const { crm, shop, only } = await two();
    const start = crm.writes.length + shop.writes.length;
    for (let turn = 0; turn < 12; turn += 1) {
      const [mine, city] = turn % 2 === 0 ? ([crm, 'Ulm'] as const) : ([shop, 'Bonn'] as const);
      const id = mine === crm ? 'c1' : 's1';
      if (mine.says(id)?.['city'] !== city) mine.puts(id, { ...mine.says(id), city });
      await world.runs(crm);
      await world.runs(shop);
    }
    const flips = crm.writes.length + shop.writes.length - start;
    expect(flips).toBeLessThan(10);
    const held = await world.database.rows(
      `select f.path from flip_flop f join record r on r.id = f.record_id where r.id = $1 and f.quarantined_at is not null`,
      [(await only()).id],
    );
    expect(held.length).toBeGreaterThan(0);
  });

  it('made one by a person keep what each has at a provider, of which the record is kept in step with one (5)', async () => {
    const { recordType, crm, shop } = await apart();
    await settle(crm, shop);
    const [survivorId, absorbedId] = [await ids(recordType, 'c2'), await ids(recordType, 's3')];
    await world.tenant.transaction(async (tx) => {
      const pairs = [{ survivorId, absorbedId, rule: null, score: null, why: [] }];
      const survivors = await mergeRecords(tx, pairs, { recordType, executionId: null, actor: 'ada' });
      const merge = mergerOf({ schema: null, match: PEOPLE });
      await remerge(tx, survivors, { recordType, merge, executionId: null });
    });
    await settle(crm, shop);
    expect(crm.says('c2')).toMatchObject({ city: 'Gera', size: 'M' });
    expect([...shop.held.values()].map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ city: 'Gera', size: 'M' }),
    );
    expect([crm.held.size, shop.held.size]).toEqual([3, 3]);
    await world.unmerge(recordType);
    await settle(crm, shop);
    expect(crm.says('c2')).toEqual({ email: 'c@x.org', name: 'Cleo', city: 'Gera' });
    expect(shop.says('s3')).toEqual({ email: 'd@x.org', name: 'Dora', size: 'M' });
  });
});
