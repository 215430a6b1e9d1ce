import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@evenkeel/domain';
import { eventually } from './kit/eventually.js';
import { TwoSides } from './kit/two-sides.js';

jest.setTimeout(240_000);

/** What is changed here is sent by itself: at once, many with one run, what is refused less and less often, and also what was changed while no engine was there. */
const RECORDS = 2_000;
let sides: TwoSides;

beforeAll(async () => {
  sides = await TwoSides.start('push-on-change', RECORDS);
  await sides.admin.addJob({
    name: 'people',
    connection: 'crm',
    stream: 'customers',
    recordType: 'person',
    direction: 'bidirectional',
    mode: 'full',
    pushOnChange: true,
    mapping: ['email', 'name', 'city'].map((field) => ({ source: field, target: field, direction: 'both' })),
  });
});
afterAll(() => sides.stop());

const idOf = async (externalId: string) => {
  const [row] = await sides.store.rows<{ id: string }>(
    `select record_id::text as id from external_reference where external_id = '${externalId}'`,
  );
  return row!.id;
};
const customer = (n: number) => `cus_${String(n).padStart(8, '0')}`;
const editOne = async (n: number, change: JsonObject) =>
  sides.edit(`id = ${await idOf(customer(n))}`, change);
const has = async (n: number, change: JsonObject) => {
  const there = await sides.sandbox.record('customers', customer(n));
  return Object.entries(change).every(([field, value]) => there[field] === value);
};

/** Runs that local changes have started, the newest last. */
const changeRuns = () =>
  sides.store.rows<{ lane: string; status: string; fetched: number }>(
    `select e.lane, e.status, (select coalesce(sum(c.fetched), 0)::int from chunk c where c.execution_id = e.id) as fetched
     from execution e where e.trigger_kind = 'change' order by e.id`,
  );
const untilQuiet = () =>
  eventually(
    'no run is under way',
    async () => (await sides.count('execution where finished_at is null')) === 0,
  );

it('nothing goes before a first run has found out which records both sides have', async () => {
  await sleep(500);
  expect(await sides.admin.runToEnd('people')).toMatchObject({
    status: 'completed',
    receipt: { created: RECORDS, balanced: true },
  });
  expect(await changeRuns()).toEqual([]);
});

it('an edit by SQL, and one over the API, are at the provider soon, each with one run of its own', async () => {
  await editOne(1, { city: 'Oslo' });
  await eventually('the provider has the edit by SQL', () => has(1, { city: 'Oslo' }), 2_000);
  await untilQuiet();
  await sides.admin.editRecord(await idOf(customer(2)), { city: 'Bern' });
  await eventually('the provider has the edit over the API', () => has(2, { city: 'Bern' }), 2_000);
  await untilQuiet();
  expect(await changeRuns()).toEqual([
    { lane: 'single', status: 'completed', fetched: 1 },
    { lane: 'single', status: 'completed', fetched: 1 },
  ]);
});

it('what the engine writes itself starts nothing', async () => {
  const before = (await changeRuns()).length;
  await sides.sandbox.control({
    edit: { stream: 'customers', ids: [customer(3), customer(4)], set: { name: 'Eve' } },
  });
  expect((await sides.admin.runToEnd('people')).receipt).toMatchObject({ updated: 2, balanced: true });
  await sleep(1_500);
  expect(await sides.count('local_change')).toBe(0);
  expect(await changeRuns()).toHaveLength(before);
});

it('edits that follow each other closely go together', async () => {
  const before = (await changeRuns()).length;
  for (let n = 10; n < 60; n += 1) await editOne(n, { city: 'Rome' });
  await eventually(
    'all are there',
    async () => (await has(10, { city: 'Rome' })) && has(59, { city: 'Rome' }),
  );
  await untilQuiet();
  const runs = (await changeRuns()).slice(before);
  expect(runs.reduce((sum, { fetched }) => sum + fetched, 0)).toBe(50);
  expect(runs.length).toBeLessThan(25);
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['completed']));
});

it('many at once are one run of the whole job', async () => {
  const before = (await changeRuns()).length;
  await sides.edit(`id in (select record_id from external_reference order by external_id limit 1500)`, {
    city: 'Lund',
  });
  await eventually(
    'all are there',
    async () => (await has(1, { city: 'Lund' })) && has(1500, { city: 'Lund' }),
    60_000,
  );
  await untilQuiet();
  await sleep(1_000);
  expect((await changeRuns()).slice(before)).toEqual([
    { lane: 'bulk', status: 'completed', fetched: RECORDS + 1_500 },
  ]);
});

it('what is refused is tried again after a while, and keeps nothing else', async () => {
  const before = (await changeRuns()).length;
  await sides.sandbox.control({ faults: 'unprocessable:on=update:times=1' });
  await editOne(70, { city: 'Kiel' });
  await eventually('it was refused', async () => (await changeRuns()).length > before);
  await untilQuiet();
  await editOne(71, { city: 'Kiel' });
  await eventually('another one is not kept', () => has(71, { city: 'Kiel' }), 2_000);
  await sleep(3_000);
  await untilQuiet();
  expect(await has(70, { city: 'Kiel' })).toBe(false);
  expect((await changeRuns()).slice(before)).toHaveLength(2);
  await eventually('it was tried again', () => has(70, { city: 'Kiel' }), 30_000);
});

it('what was changed while no engine was there is sent once it is back', async () => {
  await sides.kill9(() => editOne(80, { city: 'Nice' }));
  await eventually('it is there', () => has(80, { city: 'Nice' }), 10_000);
  await untilQuiet();
  expect(await sides.createdTwice()).toEqual([]);
  expect(await sides.count('local_change')).toBe(0);
});

it('a connection that is stopped keeps its changes, and one run takes them all once it goes on', async () => {
  const before = (await changeRuns()).length;
  await sides.admin.holdConnection('crm', 'stopped');
  for (const n of [90, 91, 92]) {
    await editOne(n, { city: 'Turin' });
    await sleep(400);
  }
  expect(await has(90, { city: 'Turin' })).toBe(false);
  expect(await changeRuns()).toHaveLength(before);
  expect(await sides.count(`trigger where kind = 'change' and state = 'accepted'`)).toBe(1);
  await sides.admin.holdConnection('crm', 'running');
  await eventually(
    'all are there',
    async () => (await has(90, { city: 'Turin' })) && has(92, { city: 'Turin' }),
    20_000,
  );
  await untilQuiet();
  expect((await changeRuns()).slice(before)).toEqual([{ lane: 'single', status: 'completed', fetched: 3 }]);
});
