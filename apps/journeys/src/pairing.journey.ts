import type { JsonObject } from '@evenkeel/domain';
import { eventually } from './kit/eventually.js';
import { TwoSides } from './kit/two-sides.js';

jest.setTimeout(240_000);

/**
 * Both sides hold records before a job that keeps them in step is added: 150 of them are the same people, some written otherwise, and of five it cannot be told who is
 * who. Nothing is written on either side until a person approved what was found to be one; then both sides are equal, and nothing is there twice.
 */
const RECORDS = 200;
const SHARED = 150;
const AMBIGUOUS = 5;
/** By what they hold, beside those whose e-mail is written otherwise. */
const DIFFERING = 20;
const FIELDS = ['email', 'name', 'city'] as const;
let sides: TwoSides;

beforeAll(async () => {
  sides = await TwoSides.start('pairing', RECORDS);
  const there = [...(await sides.sandbox.customers()).values()];
  const shared = there.slice(0, SHARED).map(({ email, name }, nth) => ({
    // Written otherwise, and the same all the same.
    email: nth % 2 === 0 ? email : `  ${textOf(email).toUpperCase()} `,
    ...{ name: nth < DIFFERING ? `Known ${nth}` : name },
    // The provider says nothing of it.
    ...(nth % 5 === 0 && { city: 'Atlantis' }),
  }));
  const twice = there.slice(SHARED, SHARED + AMBIGUOUS).flatMap(({ email }) => [
    { email, name: 'One', city: 'Rome' },
    { email, name: 'Other', city: 'Bern' },
  ]);
  const only = Array.from({ length: RECORDS - SHARED - twice.length }, (_, nth) => ({
    ...{ email: `here${nth}@example.org`, name: `Here ${nth}`, city: 'Rome' },
  }));
  await addHere([...shared, ...twice, ...only]);
  await sides.admin.addJob({
    ...{ name: 'people', connection: 'crm', stream: 'customers', recordType: 'person', mode: 'full' },
    ...{ direction: 'bidirectional', pairBy: ['email'], conflictPolicy: { strategy: 'source_wins' } },
    mapping: FIELDS.map((field) => ({ source: field, target: field, direction: 'both' })),
  });
});
afterAll(() => sides.stop());

const addHere = (records: readonly object[]) =>
  sides.store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'person', r from tenant t, jsonb_array_elements('${JSON.stringify(records).replaceAll("'", "''")}'::jsonb) r`,
  );
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const heldOf = (where: string) => sides.count(`external_reference where ${where}`);

let plan: string;
let waiting: string;
let held: readonly string[];

it('before anything is written the plan tells which records of both sides are one', async () => {
  const before = await sides.customers(FIELDS);
  const early = await sides.admin.run('people', { externalIds: ['cus_000160'] });
  waiting = await sides.admin.begin('people');
  const awaiting = await eventually('the run waits', async () => {
    const execution = await sides.admin.execution(waiting);
    return execution.status === 'awaiting_approval' ? execution : undefined;
  });
  plan = awaiting.plan!.id;
  const made = await sides.admin.plan(plan);
  expect(made).toMatchObject({
    state: 'awaiting_approval',
    counts: {
      ...{
        paired: (SHARED - DIFFERING) / 2,
        paired_differing: (SHARED + DIFFERING) / 2,
        ambiguous: 3 * AMBIGUOUS,
      },
      ...{ new: RECORDS - SHARED - AMBIGUOUS, created_there: RECORDS - SHARED - 2 * AMBIGUOUS },
    },
  });
  // What asks for single records meanwhile is held, and says why.
  const late = await sides.admin.run('people', { externalIds: ['cus_000161'] });
  held = [early.id, late.id];
  for (const id of held)
    expect(await sides.admin.trigger(id)).toMatchObject({ state: 'accepted', waitsFor: 'pairing' });
  expect(await sides.customers(FIELDS)).toEqual(before);
  expect(await sides.writes()).toEqual({});
  expect(await heldOf('true')).toBe(0);
});

it('once approved both sides are equal, nothing is there twice, and what cannot be told apart is left alone', async () => {
  await sides.admin.approve(plan);
  const ended = await sides.admin.untilEnded(waiting, 120_000);
  expect(ended).toMatchObject({ status: 'completed', receipt: { balanced: true, failed: 0 } });
  await sides.untilApplied();
  const [here, there] = await sides.customers(FIELDS);
  const isHeld = ({ email }: JsonObject) => Number(/\d+/.exec(textOf(email))?.[0]) - SHARED;
  const told = (records: readonly JsonObject[]) =>
    records.filter(
      (record) =>
        !(isHeld(record) > 0 && isHeld(record) <= AMBIGUOUS && /customer/i.test(textOf(record['email']))),
    );
  expect(told(here)).toEqual(told(there));
  expect(here).toHaveLength(RECORDS + RECORDS - SHARED - AMBIGUOUS);
  expect(there).toHaveLength(RECORDS + RECORDS - SHARED - 2 * AMBIGUOUS);
  expect(await sides.writes()).toEqual({
    'customers/create': RECORDS - SHARED - 2 * AMBIGUOUS,
    'customers/update': SHARED / 5,
  });
  expect(await sides.createdTwice()).toEqual([]);
  // What was held is answered now, and the next run has nothing left to do but for what waits for a person.
  for (const id of held)
    await eventually(
      'it is answered',
      async () => (await sides.admin.trigger(id)).state === 'opened',
      30_000,
    );
  await sides.sandbox.control({ resetStats: true });
  expect((await sides.admin.runToEnd('people')).receipt).toMatchObject({
    created: 0,
    failed: 0,
    balanced: true,
  });
  expect(await sides.writes()).toEqual({});
});
