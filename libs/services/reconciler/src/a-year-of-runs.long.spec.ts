import { seedClaimed, someAdvance, somePage, someWrite } from '@evenkeel/conformance';
import type { RecordUpdate } from '@evenkeel/domain';
import { ForgetExecutions } from './index.js';
import { ReconcilerWorld } from './testing/reconciler-world.js';

/** Of a job: what it reads in full each day, and every 15 minutes what has changed. A fifth of 100,000 records; of runs there are as many. */
const RECORDS = 20_000;
const CHANGED_A_DAY = 400;
const RUNS_A_DAY = 96;
const PAGE = 1_000;
const DAYS = 365;
/** As by default; the journal for as long as runs, so that a year is enough for it to come to its end, too. */
const RETENTION = {
  ...{ runDays: 90, changeDays: 90, resolvedFailureDays: 30, errorLogDays: 30, eventDays: 7 },
  ...{ triggerMessageDays: 30, deliveryDays: 30, auditDays: 400 },
};
/** What a year of such a job may have, with everything. */
const MOST_MEGABYTES = 400;
/** From when on nothing grows any more, and for how much what is measured may differ from then on. */
const SETTLED_DAY = 120;
const SIZE_TOLERANCE = 0.15;
const RATE_TOLERANCE = 0.15;
const PAGES_MEASURED = 12;

const world = new ReconcilerWorld();
const BEGIN = Date.parse('2026-01-01T00:00:00.000Z');
const ask = (sql: string, values: readonly unknown[] = []) => world.database.rows(sql, values);

/** Rows as runs leave them, a day at a time: the engine itself would take a day for a year. */
async function writeDay(day: number, { jobId, setId }: { readonly jobId: string; readonly setId: number }) {
  const at = new Date(BEGIN + day * 86_400_000).toISOString();
  await ask(`
    do $$ begin
      set local session_replication_role = replica; set local evenkeel.engine = 'on';
      create temp table runs on commit drop as
        select gen_random_uuid() as id, gen_random_uuid() as chunk, gen_random_uuid() as trigger, n as nth,
          '${at}'::timestamptz + n * interval '15 minutes' as at from generate_series(0, ${RUNS_A_DAY - 1}) n;
      insert into trigger (id, job_id, kind, actor, state, execution_id, accepted_at)
        select trigger, '${jobId}', 'schedule', 'schedule', 'started', id, at from runs;
      insert into schedule_slot (job_id, due_at, decision, trigger_id, decided_at) select '${jobId}', at, 'run', trigger, at from runs;
      insert into execution (id, tenant_id, job_id, job_revision, trigger_id, trigger_kind, actor, lane, mode, scope, status, phase, epoch,
          requested_at, started_at, finished_at, receipt)
        select r.id, j.tenant_id, j.id, 1, r.trigger, 'schedule', 'schedule', 'bulk', m.mode, json_build_object('kind', m.mode), 'completed', 'done', 0,
          r.at, r.at, r.at + interval '1 minute', json_build_object('fetched', 21, 'outcomes', json_build_object('updated', 21), 'balanced', true)
        from runs r cross join lateral (select case when r.nth = 0 then 'full' else 'incremental' end as mode) m join job j on j.id = '${jobId}';
      insert into chunk (id, execution_id, ordinal, epoch, state, attempt, slice, pages_applied, fetched, created, updated, unchanged, merged, reactivated,
          conflicted, rejected, refused, errored, parked, superseded)
        select chunk, id, 0, 0, 'applied', 1, '{"kind":"listing"}', 1, 21, 0, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0 from runs;
      insert into page_result (chunk_id, page_no, attempt, observed_at, applied_at, created, updated, unchanged, merged, reactivated, conflicted, rejected,
          refused, errored, parked, superseded, seen)
        select r.chunk, p, 1, r.at, r.at, 0, 0, ${PAGE}, 0, 0, 0, 0, 0, 0, 0, 0, array(select (p * ${PAGE} + i)::bigint * 32 from generate_series(1, ${PAGE}) i)
        from runs r cross join generate_series(0, ${RECORDS / PAGE - 1}) p where r.nth = 0
        union all
        select r.chunk, 0, 1, r.at, r.at, 0, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, array(select (r.nth * 21 + i)::bigint * 32 from generate_series(1, 21) i)
        from runs r where r.nth > 0;
      insert into outcome (execution_id, chunk_id, page_no, position, external_id, outcome, problem)
        select r.id, r.chunk, 0, i, 'customer-' || i, 'rejected', '{"code":"mapping.invalid","message":"no address"}'
        from runs r cross join generate_series(1, 3) i;
      insert into watermark_history (job_id, kind, value, execution_id, saved_at) select '${jobId}', 'cursor', at::text, id, at from runs;
      insert into event_sequence (subject, last) select 'executions/' || id, 5 from runs;
      insert into record_change (execution_id, record_id, reference_id, version_before, data_before, changed_at)
        select r.id, e.record_id, e.id, c.version, c.data, r.at
        from (select id, record_id, (row_number() over ())::int as n from external_reference
          where set_id = ${setId} and (hashtext(id::text || '${day}') & 1023) < ${Math.round((1024 * CHANGED_A_DAY) / RECORDS)}) e
        join runs r on r.nth = e.n % ${RUNS_A_DAY} join record c on c.id = e.record_id;
      update record c set version = version + 1, data = jsonb_set(data, '{n}', to_jsonb(${day})), updated_at = '${at}'
        from external_reference e where e.record_id = c.id and e.set_id = ${setId} and (hashtext(e.id::text || '${day}') & 1023) < ${Math.round((1024 * CHANGED_A_DAY) / RECORDS)};
    end $$`);
}

async function megabytes(): Promise<number> {
  const [row] = await ask('select (pg_database_size(current_database()) / 1048576)::float8 as mb');
  return (row as { mb: number }).mb;
}

/** Records a second that pages of changed records are written with, by the statements of a run. */
async function rate(seeded: Awaited<ReturnType<typeof seedClaimed>>, round: number): Promise<number> {
  const { set, execution } = seeded;
  const times: number[] = [];
  for (let page = 0; page < PAGES_MEASURED; page += 1) {
    const ids = Array.from({ length: PAGE }, (_, n) => `customer-${page * PAGE + n + 1}`);
    const since = performance.now();
    await world.tenant.transaction(async (tx) => {
      const references = await tx.references.lock(set, ids);
      const updates = references.map((reference): RecordUpdate => {
        const write = someWrite(reference.externalId, {
          dataText: `{"n":${round},"name":"Ada ${page}"}`,
          contentHash: String(round % 10).repeat(32),
        });
        return { ...write, reference };
      });
      await tx.recordWrites.update(execution.id, updates);
      await tx.pages.advance(
        someAdvance(seeded.chunk),
        [
          somePage(
            'updated',
            references.map(({ id }) => id),
            { pageNo: round * 100 + page },
          ),
        ],
        [],
      );
    });
    times.push(performance.now() - since);
  }
  return PAGE / (times.toSorted((one, other) => one - other)[Math.floor(PAGES_MEASURED / 4)]! / 1000);
}

it('a year of a job of 20,000 records stays within its size, and what follows is as fast as it was', async () => {
  world.now = new Date(BEGIN);
  const seeded = await seedClaimed(world);
  await world.tenant.transaction((tx) => tx.recordWrites.create(seeded.set, [someWrite('customer-0')]));
  const [set] = await ask('select id from reference_set where connection_id = $1', [seeded.set.connectionId]);
  const setId = (set as { id: number }).id;
  await ask(`do $$ begin set local session_replication_role = replica; set local evenkeel.engine = 'on';
    with r as (insert into record (tenant_id, record_type, data)
      select j.tenant_id, 'customer', jsonb_build_object('n', n, 'name', 'Ada ' || n, 'mail', 'ada' || n || '@example.org', 'note', repeat('x', 200))
      from job j cross join generate_series(1, ${RECORDS}) n where j.id = '${seeded.job.id}' returning id, (data ->> 'n')::int as n)
    insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
      select id, ${setId}, 'customer-' || n, md5(n::text)::uuid, '2026-01-01' from r; end $$`);
  await ask('vacuum analyze');
  const of = { jobId: seeded.job.id, setId };
  const sweep = new ForgetExecutions(world.ownStore, RETENTION);
  const figures: { day: number; megabytes: number; rate: number; executions: number }[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    await writeDay(day, of);
    world.now = new Date(BEGIN + (day + 1) * 86_400_000);
    await sweep.run();
    // In its stead: autovacuum goes by a clock that is not this one.
    if (day % 10 === 9)
      await ask(
        'vacuum (analyze) execution, chunk, page_result, outcome, record, record_change, trigger, schedule_slot, watermark_history, event_sequence',
      );
    if (day % 30 !== 29) continue;
    const [count] = await ask('select count(*)::int as n from execution');
    figures.push({
      day: day + 1,
      megabytes: Math.round(await megabytes()),
      rate: Math.round(await rate(seeded, day)),
      executions: (count as { n: number }).n,
    });
  }
  process.stdout.write(`${figures.map((each) => JSON.stringify(each)).join('\n')}\n`);
  const settled = figures.filter(({ day }) => day >= SETTLED_DAY);
  const [first] = settled;
  for (const each of settled) {
    expect(each.megabytes).toBeLessThan(MOST_MEGABYTES);
    expect(Math.abs(each.megabytes / first!.megabytes - 1)).toBeLessThan(SIZE_TOLERANCE);
    expect(each.executions).toBeLessThan(RUNS_A_DAY * (RETENTION.runDays + 3) + 30);
  }
  const rates = settled.map((each) => each.rate).toSorted((one, other) => one - other);
  const median = rates[Math.floor(rates.length / 2)]!;
  for (const each of rates) expect(Math.abs(each / median - 1)).toBeLessThan(RATE_TOLERANCE);
}, 900_000);
