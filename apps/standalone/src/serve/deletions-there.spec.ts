import type { CallOf } from '@evenkeel/contracts-admin';
import { WRITES } from '../testing/small-provider.js';
import { StandaloneWorld } from '../testing/standalone-world.js';

jest.setTimeout(60_000);

const world = new StandaloneWorld();
const NAMES = ['Ada', 'Bob', 'Cid', 'Dan', 'Eve', 'Fay', 'Gil', 'Hal'];
const DELETED = NAMES.slice(0, 5);

const remove = (type: string, names: readonly string[]) =>
  world.database.rows(`delete from record where record_type = $1 and data ->> 'name' = any($2)`, [
    type,
    names,
  ]);
const restore = (type: string, name: string) =>
  world.database.rows(
    `update record set inactive_at = null where record_type = $1 and data ->> 'name' = $2`,
    [type, name],
  );
const there = () =>
  [...world.provider.records.values()]
    .flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
    .toSorted();
const approvalsOf = async (job: string) =>
  (await world.admin.call('listInactivationApprovals', { job, state: 'all' })).items;

/** Records on both sides, five of which are deleted here; their job deletes at most two in a day by itself. */
async function begin(name: string, job: Partial<CallOf<'addJob'>>): Promise<string> {
  await world.addJob(name, WRITES, {
    ...{ deletePolicy: 'delete', deleteCeiling: { percent: 0, records: 2 }, mode: 'full' },
    mapping: [{ source: 'name', target: 'name', direction: 'both' }],
    ...(job.direction === 'bidirectional' && { conflictPolicy: { strategy: 'source_wins' } }),
    ...job,
  });
  await world.database.rows(
    `insert into record (tenant_id, record_type, data) select t.id, $1, jsonb_build_object('name', n) from tenant t, unnest($2::text[]) n`,
    [name, NAMES],
  );
  expect(await world.run(name)).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  expect(there()).toEqual(NAMES);
  await remove(name, DELETED);
  const run = await world.run(name);
  expect(run).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  expect(run.receipt.outcomes).toMatchObject({ inactivated: 2, parked: 3 });
  const left = there().filter((one) => DELETED.includes(one));
  expect(left).toHaveLength(3);
  return left[0]!;
}

it.each(['outbound', 'bidirectional'] as const)(
  'more deletions than a job may push wait for a person while its run ends, and are pushed once that person agrees (%s)',
  async (direction) => {
    const name = `granted-${direction}`;
    const kept = await begin(name, { direction });
    const [asked, ...others] = await approvalsOf(name);
    expect(others).toEqual([]);
    expect(asked).toMatchObject({
      cause: 'deleted_there',
      state: 'waiting',
      candidates: 3,
      active: 8,
      ceiling: 2,
    });
    const { examples } = await world.admin.call('showInactivationApproval', { approval: asked!.id });
    expect(examples).toHaveLength(3);
    // What is here again by then is not deleted there.
    await restore(name, kept);
    const carriedOut = await world.grant(asked!.id);
    expect(carriedOut).toMatchObject({ status: 'completed', receipt: { balanced: true } });
    expect(there()).toEqual(NAMES.filter((one) => one === kept || !DELETED.includes(one)));
    expect(await approvalsOf(name)).toMatchObject([{ state: 'granted', carriedOutBy: carriedOut.id }]);
  },
);

it('what a person refuses stays there until it is changed here again, and what is restored waits no longer', async () => {
  const name = 'refused';
  const again = await begin(name, { direction: 'outbound' });
  const [asked] = await approvalsOf(name);
  await world.admin.call('rejectInactivationApproval', { approval: asked!.id, reason: 'a slip' });
  const left = there();
  expect((await world.run(name)).receipt.outcomes).toMatchObject({ parked: 0, inactivated: 0 });
  expect(await approvalsOf(name)).toMatchObject([{ state: 'rejected' }]);
  await restore(name, again);
  await remove(name, [again]);
  expect((await world.run(name)).receipt.outcomes).toMatchObject({ parked: 1, inactivated: 0 });
  expect(await approvalsOf(name)).toMatchObject([{ state: 'waiting', candidates: 1 }, { state: 'rejected' }]);
  await restore(name, again);
  await world.run(name);
  expect(await approvalsOf(name)).toMatchObject([
    { state: 'superseded', candidates: 0 },
    { state: 'rejected' },
  ]);
  expect(there()).toEqual(left);
});
