import { newId, seedClaimed, someAdvance, someExecution, somePage, someWrite } from '@evenkeel/conformance';
import type { RecordUpdate } from '@evenkeel/domain';
import { ForgetExecutions } from './index.js';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const RETENTION = {
  ...{ runDays: 90, changeDays: 365, resolvedFailureDays: 7, errorLogDays: 7, eventDays: 7 },
  ...{ triggerMessageDays: 30, deliveryDays: 30, auditDays: 400 },
};
/** Each call is another replica. */
const sweep = () => new ForgetExecutions(world.ownStore, RETENTION).run();
const BEGIN = new Date('2026-01-01T12:00:00.000Z');
const after = (days: number) => new Date(BEGIN.getTime() + days * 86_400_000);

beforeEach(() => world.database.reset());

/** A run that has created a record and changed it twice, and left a page with outcomes, and another run that came later. */
async function seedRun() {
  world.now = BEGIN;
  const seeded = await seedClaimed(world);
  const { set, chunk, execution, job } = seeded;
  await world.tenant.transaction(async (tx) => {
    await tx.recordWrites.create(set, [someWrite('a', { dataText: '{"n":0}' })], execution.id);
    const left = { outcome: 'rejected' as const, problem: null, raw: null };
    await tx.pages.advance(
      someAdvance(chunk),
      [somePage('created', ['1'], { pageNo: 0 })],
      [{ pageNo: 0, position: 0, externalId: 'b', ...left }],
    );
  });
  for (const n of [1, 2])
    await world.tenant.transaction(async (tx) => {
      const [reference] = await tx.references.lock(set, ['a']);
      const write = someWrite('a', { dataText: `{"n":${n}}`, contentHash: String(n).repeat(32) });
      const update: RecordUpdate = { ...write, reference: reference! };
      await tx.recordWrites.update(execution.id, [update]);
    });
  const ended = { status: 'completed', finishedAt: BEGIN } as const;
  await world.tenant.transaction((tx) => tx.executions.save({ ...execution, ...ended }));
  world.now = after(80);
  const recent = { status: 'completed', startedAt: after(80), finishedAt: after(80) } as const;
  // As many full runs as say when the next one is due.
  for (let n = 0; n < 20; n += 1) {
    const later = someExecution(job.id, { id: newId(), ...recent });
    await world.tenant.transaction(async (tx) => {
      await tx.executions.insert(later);
      await tx.executions.save(later);
    });
  }
  return seeded;
}

const count = async (table: string, where = 'true') =>
  (await world.database.rows<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`))[0]!.n;

it('a run goes with all it has left when its time is over, by any number of sweeps, and records tell on what it did', async () => {
  const { set, execution, job } = await seedRun();
  const isIt = `execution_id = '${execution.id}'`;
  world.now = after(89.9);
  await sweep();
  expect([await count('outcome', isIt), await count('chunk', isIt), await count('page_result')]).toEqual([
    1, 1, 1,
  ]);
  world.now = after(90.1);
  await Promise.all([sweep(), sweep()]);
  await sweep();
  expect([await count('outcome', isIt), await count('chunk', isIt), await count('page_result')]).toEqual([
    0, 0, 0,
  ]);
  expect(await count('execution')).toBe(20);
  await world.tenant.transaction(async (tx) => {
    const [record] = await tx.records.findByExternalId(set.recordType, 'a');
    const by = { id: job.id, name: job.name, revision: execution.jobRevision };
    const changes = await tx.recordHistory.changes(record!.id, 10);
    expect(changes).toMatchObject([
      { versionBefore: 2, before: { n: 1 }, executionId: execution.id, job: by },
      { versionBefore: 1, before: { n: 0 }, executionId: execution.id, job: by },
    ]);
    const judged = await tx.agreements.changesOf(job.id, [record!.id]);
    expect(judged.get(record!.id)?.map(({ isOwn }) => isOwn)).toEqual([true, true]);
  });
});

it('of the journal of a record the latest change stays, with the job that made it', async () => {
  const { set, job } = await seedRun();
  world.now = after(364.9);
  await sweep();
  expect(await count('record_change')).toBe(2);
  world.now = after(365.3);
  await Promise.all([sweep(), sweep()]);
  expect(await count('record_change')).toBe(1);
  expect(await count('past_execution')).toBe(1);
  await world.tenant.transaction(async (tx) => {
    const [record] = await tx.records.findByExternalId(set.recordType, 'a');
    const { items } = await tx.recordHistory.values(record!.id, ['n'], { after: null, limit: 9 });
    expect(items).toMatchObject([{ value: 2, version: 3, job: { name: job.name } }]);
  });
});

it('what asked for runs goes with them, and the latest of each job stays', async () => {
  const { job } = await seedRun();
  await world.database.rows(
    `insert into schedule_slot (job_id, due_at, decision, decided_at)
     select $1, t, 'skipped', t from generate_series($2::timestamptz, $2::timestamptz + interval '4 days', '1 day') t`,
    [job.id, BEGIN],
  );
  await world.database.rows(
    `insert into watermark_history (job_id, saved_at) select $1, $2 from generate_series(1, 5)`,
    [job.id, BEGIN],
  );
  await world.database.rows(
    `insert into trigger (id, job_id, kind, actor, state, accepted_at)
     select gen_random_uuid(), $1, 'manual', 'ada', s, $2 from unnest(array['accepted', 'skipped']) s`,
    [job.id, BEGIN],
  );
  world.now = after(92.5);
  await sweep();
  expect(await count('schedule_slot')).toBe(2);
  expect(await count('watermark_history')).toBe(1);
  expect(await count('trigger', `state = 'accepted'`)).toBe(1);
  expect(await count('trigger', `state = 'skipped'`)).toBe(0);
  world.now = after(300);
  await sweep();
  expect(await count('schedule_slot')).toBe(1);
});
