import { typeCommand } from './kit/command-line.js';
import { eventually } from './kit/eventually.js';
import { TwoSides } from './kit/two-sides.js';

jest.setTimeout(180_000);

/**
 * Records that are made by SQL are pushed to a provider that is slow and loses answers, by a process that is killed meanwhile. In the end
 * the provider has what the store has, each record once, and every receipt balances.
 */
const RECORDS = 1_000;
const FIELDS = ['email', 'name', 'city'] as const;
let sides: TwoSides;

beforeAll(async () => {
  sides = await TwoSides.start('outbound', 0);
});
afterAll(() => sides.stop());

const type = async (...given: readonly string[]) => {
  const seen = await typeCommand(sides.url, given);
  if (seen.code !== 0) throw new Error(`${given.join(' ')}: ${seen.out} ${seen.err}`);
  return seen.out;
};

const pending = () => sides.count('local_change');

async function expectEqualSides(): Promise<void> {
  const [here, there] = await sides.customers(FIELDS);
  expect(there).toEqual(here);
}

it('a job that goes out is added, and says where it goes', async () => {
  await sides.store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'person', jsonb_build_object('email', 'p' || n || '@example.com', 'name', 'Person ' || n)
     from tenant t, generate_series(1, ${RECORDS}) as n`,
  );
  await type(
    'jobs',
    'add',
    'people',
    '--connection',
    'crm',
    '--stream',
    'customers',
    '--record-type',
    'person',
    '--direction',
    'outbound',
  );
  const shown = await type('jobs', 'show', 'people');
  expect(shown).toMatch(/pushes +person, incremental/);
  expect(shown).toMatch(/into +customers of crm/);
  const preview = await typeCommand(sides.url, ['preview', 'people', '--watch']);
  expect(preview.err + preview.out).toContain('would be created at the provider');
});

it('every record is pushed once, though answers are lost and the process is killed', async () => {
  await sides.sandbox.control({
    faults:
      'reset-after:every=37:on=write,reset-before:every=41:on=write,error-after:every=53:on=write,rate-limit:every=97:seconds=1',
  });
  const id = await sides.admin.begin('people');
  await eventually('some are there', async () => (await sides.sandbox.customers()).size > 150);
  await sides.kill9();
  const first = await sides.admin.untilEnded(id, 120_000);
  expect(first.receipt).toMatchObject({ fetched: RECORDS, balanced: true });
  await sides.sandbox.control({ faults: '' });
  await sides.untilApplied();
  const second = await sides.admin.runToEnd('people');
  expect(second).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  await sides.untilApplied();
  await expectEqualSides();
  expect(await sides.createdTwice()).toEqual([]);
  expect(await pending()).toBe(0);
});

it('what is edited by SQL is pushed, and only that', async () => {
  await sides.sandbox.control({ resetStats: true });
  await sides.store.rows(
    `update record set data = data || '{"city":"Rome"}' where record_type = 'person' and data ->> 'email' like 'p7%'`,
  );
  const edited = await pending();
  expect(edited).toBe(111);
  const run = await sides.admin.runToEnd('people');
  expect(run.receipt).toMatchObject({ fetched: edited, updated: edited, balanced: true });
  await expectEqualSides();
  expect(await sides.writes()).toEqual({ 'customers/update': edited });
  expect((await sides.admin.runToEnd('people')).receipt).toMatchObject({ fetched: 0, balanced: true });
});

it('a record says how it stands at the provider', async () => {
  const [row] = await sides.store.rows<{ id: string }>(
    `select id::text as id from record where data ->> 'email' = 'p1@example.com'`,
  );
  expect(await type('records', 'show', row!.id)).toMatch(/in crm\/customers, written .*: synced/);
  await sides.store.rows(`update record set data = data || '{"city":"Oslo"}' where id = ${row!.id}`);
  expect(await type('records', 'show', row!.id)).toMatch(/: pending push/);
});

it('what is deleted here is deleted there, a batch at a time', async () => {
  await sides.admin.addConnection({
    name: 'batches',
    connector: 'simulator',
    settings: { baseUrl: sides.sandbox.url, writes: { batchSize: 50, allOrNothing: true } },
    credentials: {},
  });
  const target = ['--connection', 'batches', '--stream', 'devices', '--record-type', 'gadget'];
  const policy = ['--direction', 'outbound', '--delete-policy', 'delete', '--delete-percent', '50'];
  await type('jobs', 'add', 'gadgets', ...target, ...policy);
  await sides.store.rows(
    `insert into record (tenant_id, record_type, data) select t.id, 'gadget', jsonb_build_object('serial', 's' || n)
     from tenant t, generate_series(1, 300) as n`,
  );
  await sides.sandbox.control({ resetStats: true, faults: 'reset-after:every=3:on=batch' });
  expect((await sides.admin.runToEnd('gadgets')).receipt).toMatchObject({ fetched: 300, balanced: true });
  await sides.untilApplied();
  await sides.admin.runToEnd('gadgets');
  await sides.sandbox.control({ faults: '' });
  expect((await sides.sandbox.records('devices')).size).toBe(300);
  await sides.store.rows(`delete from record where record_type = 'gadget' and data ->> 'serial' like 's1%'`);
  const deleted = await sides.admin.runToEnd('gadgets');
  await sides.untilApplied();
  expect(deleted.receipt).toMatchObject({ fetched: 111, balanced: true });
  expect((await sides.sandbox.records('devices')).size).toBe(189);
  expect(await sides.createdTwice()).toEqual([]);
});
