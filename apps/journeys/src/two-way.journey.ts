import type { JsonObject } from '@evenkeel/domain';
import { eventually } from './kit/eventually.js';
import { TwoSides } from './kit/two-sides.js';

jest.setTimeout(240_000);

/**
 * One job keeps records in step that are edited on both sides, while answers are lost and the process is killed. In the end both sides are equal, nothing was created
 * twice, and every receipt balances.
 */
const RECORDS = 200;
const FIELDS = ['email', 'name', 'city', 'segment'] as const;
let sides: TwoSides;

beforeAll(async () => {
  sides = await TwoSides.start('two-way', RECORDS);
  await sides.admin.addJob({
    name: 'people',
    connection: 'crm',
    stream: 'customers',
    recordType: 'person',
    direction: 'bidirectional',
    mode: 'full',
    conflictPolicy: { strategy: 'newest_wins', fields: { city: 'destination_wins', segment: 'source_wins' } },
    mapping: FIELDS.map((field) => ({ source: field, target: field, direction: 'both' })),
  });
});
afterAll(() => sides.stop());

/** Each of the records whose number has this rest by ten. */
const those = async (rest: number) =>
  [...(await sides.sandbox.customers()).keys()].filter((id) => Number(id.slice(4)) % 10 === rest);
const isOf = (rest: number) =>
  `id in (select record_id from external_reference where right(external_id, 1) = '${rest}')`;

async function expectEqualSides(): Promise<void> {
  const [here, there] = await sides.customers(FIELDS);
  expect(here).toEqual(there);
}

it('the first run takes what the provider has, and the next ones write nothing', async () => {
  const first = await sides.admin.runToEnd('people');
  expect(first).toMatchObject({
    status: 'completed',
    receipt: { fetched: RECORDS, created: RECORDS, balanced: true },
  });
  await expectEqualSides();
  expect((await sides.admin.runToEnd('people')).receipt).toMatchObject({
    fetched: RECORDS,
    skipped: RECORDS,
  });
  expect(await sides.writes()).toEqual({});
});

it('what is edited here is sent, what is edited there is taken, and what both edited is joined by field', async () => {
  await sides.edit(isOf(1), { city: 'Oslo' });
  await sides.edit(isOf(2), { city: 'Oslo', segment: 'public' });
  await sides.sandbox.control({ edit: { stream: 'customers', ids: await those(2), set: { name: 'Eve' } } });
  await sides.edit(isOf(3), { city: 'Oslo', segment: 'public' });
  await sides.sandbox.control({
    edit: { stream: 'customers', ids: await those(3), set: { city: 'Bern', segment: 'partner' } },
  });
  await sides.store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'person', jsonb_build_object('email', 'new' || n || '@example.com', 'name', 'New ' || n)
     from tenant t, generate_series(1, 5) as n`,
  );
  const run = await sides.admin.runToEnd('people');
  expect(run).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  await expectEqualSides();
  const third = await sides.store.rows<{ data: JsonObject }>(
    `select data from record where ${isOf(3)} and data ->> 'email' not like 'new%'`,
  );
  expect(third.every(({ data }) => data['city'] === 'Oslo' && data['segment'] === 'partner')).toBe(true);
  expect(await sides.writes()).toEqual({ 'customers/create': 5, 'customers/update': 60 });
  await sides.sandbox.control({ resetStats: true });
  for (let times = 0; times < 3; times += 1) await sides.admin.runToEnd('people');
  expect(await sides.writes()).toEqual({});
  expect(await sides.count('local_change')).toBe(0);
});

it('nothing is created twice and nothing is lost where answers are lost and the process is killed', async () => {
  await sides.sandbox.control({
    faults: 'reset-after:every=17:on=write,reset-before:every=19:on=write,error-after:every=23:on=write',
  });
  await sides.edit('true', { name: 'Ann' });
  await sides.store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'person', jsonb_build_object('email', 'more' || n || '@example.com', 'name', 'More ' || n)
     from tenant t, generate_series(1, 60) as n`,
  );
  const id = await sides.admin.begin('people');
  await eventually('some are written', async () => ((await sides.writes())['customers/update'] ?? 0) > 40);
  await sides.kill9(async () =>
    sides.sandbox.control({
      edit: { stream: 'customers', ids: await those(4), set: { segment: 'partner' } },
    }),
  );
  expect((await sides.admin.untilEnded(id, 120_000)).receipt).toMatchObject({ balanced: true });
  await sides.sandbox.control({ faults: '' });
  await sides.untilApplied();
  for (let times = 0; times < 2; times += 1)
    expect((await sides.admin.runToEnd('people')).receipt).toMatchObject({ balanced: true });
  await sides.untilApplied();
  await expectEqualSides();
  expect(await sides.createdTwice()).toEqual([]);
  expect(await sides.count(`record where record_type = 'person'`)).toBe(RECORDS + 65);
});
