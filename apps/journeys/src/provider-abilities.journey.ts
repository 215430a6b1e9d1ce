import type { JsonObject } from '@evenkeel/domain';
import { TwoSides } from './kit/two-sides.js';

jest.setTimeout(600_000);

/**
 * Providers that can do less: they check no version, tell nothing, replace whole records, and make something else of what they are sent. Nothing goes to and fro, and
 * nothing of theirs is lost.
 */
let sides: TwoSides;
beforeAll(async () => {
  sides = await TwoSides.start('provider-abilities', 3);
});
afterAll(() => sides.stop());

const connect = (name: string, writes: JsonObject) =>
  sides.admin.addConnection({
    name,
    connector: 'simulator',
    settings: { baseUrl: sides.sandbox.url, writes },
    credentials: {},
  });
const edit = (type: string, change: JsonObject, where = 'true') => sides.edit(where, change, type);
const run = async (job: string) => {
  const ended = await sides.admin.runToEnd(job);
  expect(ended).toMatchObject({ status: 'completed', receipt: { balanced: true } });
};

const POLICIES = {
  source_wins: { strategy: 'source_wins' },
  destination_wins: { strategy: 'destination_wins' },
  newest_wins: { strategy: 'newest_wins' },
  merge: { strategy: 'merge', fallback: 'source_wins', lists: { tags: 'set' } },
  custom: { strategy: 'custom', rules: ['longest'], fallback: 'destination_wins' },
  manual: { strategy: 'manual' },
} satisfies Readonly<Record<string, JsonObject>>;
const MAPPED = ['name', 'balance_cents', 'tags'];

it('what a provider trims, rounds and sorts is written once, whatever decides, whatever it answers and checks', async () => {
  await sides.sandbox.control({ faults: 'normalise:every=1:on=write' });
  for (const answers of ['record', 'nothing'])
    for (const versionCheck of [true, false])
      await connect(`crm-${answers}-${versionCheck}`, { answers, versionCheck });
  const cells = Object.keys(POLICIES).flatMap((policy) => [
    [policy, 'record-true'],
    [policy, 'nothing-false'],
  ]);
  const jobs = [...cells, ['newest_wins', 'record-false'], ['manual', 'nothing-true']].map(
    ([policy, provider]) => ({
      ...{ name: `${policy}-${provider}`, connection: `crm-${provider}` },
      conflictPolicy: POLICIES[policy as keyof typeof POLICIES],
      recordType: `${policy}_${provider!.replace('-', '_')}`,
    }),
  );
  for (const job of jobs) {
    await sides.admin.addJob({
      ...{ ...job, stream: 'customers', direction: 'bidirectional', mode: 'full' },
      mapping: MAPPED.map((field) => ({ source: field, target: field, direction: 'both' })),
    });
    await run(job.name);
    await edit(job.recordType, { name: ` ${job.name}  `, balance_cents: 10.0049, tags: ['b', 'a', 'c'] });
    await sides.sandbox.control({ resetStats: true });
    await run(job.name);
    expect([job.name, await sides.writes()]).toEqual([job.name, { 'customers/update': 3 }]);
    await sides.sandbox.control({ resetStats: true });
    for (let times = 0; times < 3; times += 1) await run(job.name);
    expect([job.name, await sides.writes()]).toEqual([job.name, {}]);
  }
});

it('an update that replaces a record keeps what is not mapped, in both directions and out', async () => {
  await connect('replacing', { update: 'replace' });
  await sides.admin.addJob({
    ...{ name: 'replaced', connection: 'replacing', stream: 'customers', recordType: 'replaced' },
    ...{ direction: 'bidirectional', mode: 'full', conflictPolicy: { strategy: 'source_wins' } },
    mapping: [{ source: 'name', target: 'name', direction: 'both' }],
  });
  await run('replaced');
  const before = await sides.sandbox.customers();
  await edit('replaced', { name: 'Eve' });
  await run('replaced');
  for (const [id, customer] of await sides.sandbox.customers()) {
    const { name: _, revision: __, updated_at: ___, ...kept } = before.get(id) as JsonObject;
    expect(customer).toMatchObject({ ...kept, name: 'Eve' });
  }
});

it('what is gone here is put out of use at the provider, within the ceiling', async () => {
  await sides.store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'asset', jsonb_build_object('serial', 'S' || n) from tenant t, generate_series(1, 6) as n`,
  );
  await connect('inventory', {});
  await sides.admin.addJob({
    ...{
      name: 'assets',
      connection: 'inventory',
      stream: 'devices',
      recordType: 'asset',
      direction: 'outbound',
    },
    ...{ createsUnpaired: true, deletePolicy: 'deactivate', deleteCeiling: { percent: 0, records: 2 } },
  });
  await run('assets');
  await sides.store.rows(`delete from record where record_type = 'asset' and data ->> 'serial' <> 'S1'`);
  await sides.sandbox.control({ resetStats: true });
  await run('assets');
  await run('assets');
  expect(await sides.writes()).toEqual({ 'devices/update': 2 });
});
