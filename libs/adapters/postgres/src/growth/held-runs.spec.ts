import { newId, seedJob, someExecution, someFailure, someTrigger } from '@evenkeel/conformance';
import { DEFAULT_TENANT, startPlan, type Execution, type Job } from '@evenkeel/domain';
import { testDatabase } from '../testing/test-database.js';
import { HOLDS } from './held-runs.js';

const database = testDatabase();
const { rows } = database;
const DAY = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY);

/** A completed bulk run of everything that changed. */
function ended(job: Job, days: number, changes: Partial<Execution> = {}): Execution {
  return someExecution(job.id, {
    ...{
      mode: 'incremental',
      scope: { kind: 'incremental', since: null },
      status: 'completed',
      phase: 'done',
    },
    ...{ requestedAt: daysAgo(days), startedAt: daysAgo(days), finishedAt: daysAgo(days - 0.01) },
    ...changes,
  } as Partial<Execution>);
}

const save = (...executions: readonly Execution[]) =>
  database.tenant.transaction(async (tx) => {
    for (const execution of executions) {
      await tx.executions.insert(execution);
      await tx.executions.save(execution);
    }
  });

const mark = () => database.system.transaction((tx) => tx.growth.markRuns(90, 100));
const isForgotten = async ({ id }: Execution) =>
  (await rows('select from execution where id = $1 and forgotten_at is not null', [id])).length === 1;

interface Case {
  readonly job: Job;
  readonly old: Execution;
}

/** A run of 200 days ago that nothing needs, as it is. Runs that came later have succeeded in the same. */
async function seedOld(changes: Partial<Execution> = {}): Promise<Case> {
  const { job } = await seedJob(database.tenant);
  const old = ended(job, 200, changes);
  await save(old, ended(job, 2), ended(job, 1, { ...changes, ...RECENT }));
  return { job, old };
}
const RECENT: Partial<Execution> = {
  requestedAt: daysAgo(1),
  startedAt: daysAgo(1),
  finishedAt: daysAgo(0.9),
  deadLetter: null,
} as Partial<Execution>;

const approvalOf = ({ job, old }: Case, state: string, cause: string, foundBy = old.id) =>
  rows(
    `insert into approval (id, tenant_id, job_id, execution_id, state, candidates, active, ceiling, requested_at, cause)
     values ($1, $2, $3, $4, $5, 5, 10, 1, engine_now(), $6)`,
    [newId(), DEFAULT_TENANT, job.id, foundBy, state, cause],
  );
const closeOutOf = ({ job }: Case, id: string, judgedDaysAgo: number, since = daysAgo(judgedDaysAgo)) =>
  rows(
    `insert into close_out (execution_id, job_id, complete, active, candidates, since, judged_at) values ($1, $2, true, 10, 0, $3, $4)`,
    [id, job.id, since, daysAgo(judgedDaysAgo)],
  );

/** By the reason: what makes it hold, and what ends it. */
const CASES: readonly (readonly [
  begin: string,
  { readonly hold: (of: Case) => Promise<unknown>; readonly release: (of: Case) => Promise<unknown> },
  changes?: Partial<Execution>,
])[] = [
  [
    'it is tried again',
    {
      hold: ({ old }) => rows(`update execution set dead_letter = 'dead' where id = $1`, [old.id]),
      release: ({ old }) => rows(`update execution set dead_letter = 'resolved' where id = $1`, [old.id]),
    },
  ],
  [
    'it is the newest of its job that ended',
    {
      // A later one of another kind has not succeeded.
      hold: ({ job, old }) => rows('delete from execution where job_id = $1 and id <> $2', [job.id, old.id]),
      release: ({ job }) => save(ended(job, 3), ended(job, 2)),
    },
  ],
  [
    'it is the newest of its job that succeeded',
    {
      hold: ({ job, old }) =>
        rows(
          `update execution set status = 'failed', started_at = finished_at where job_id = $1 and id <> $2`,
          [job.id, old.id],
        ),
      release: ({ job }) => save(ended(job, 0.5)),
    },
  ],
  [
    'it is one of the newest 20 full runs',
    {
      hold: () => Promise.resolve(),
      release: ({ job }) => save(...Array.from({ length: 20 }, (_, n) => ended(job, 20 - n, FULL))),
    },
    { mode: 'full', scope: { kind: 'full' } },
  ],
  [
    'it is the last complete listing',
    {
      hold: (of) => closeOutOf(of, of.old.id, 200),
      release: async (of) => {
        const next = ended(of.job, 1);
        await save(next);
        await closeOutOf(of, next.id, 1);
      },
    },
  ],
  [
    'an approval of what it found waits',
    {
      hold: (of) => approvalOf(of, 'waiting', 'not_listed'),
      release: ({ job }) => rows(`update approval set state = 'superseded' where job_id = $1`, [job.id]),
    },
  ],
  [
    'an approval waits that was asked for after',
    {
      hold: async (of) => {
        const finder = ended(of.job, 1);
        await save(finder);
        await closeOutOf(of, finder.id, 1, daysAgo(201));
        await approvalOf(of, 'waiting', 'not_listed', finder.id);
      },
      release: ({ job }) => rows(`update approval set state = 'rejected' where job_id = $1`, [job.id]),
    },
  ],
  [
    'a record failed in it last',
    {
      hold: ({ job, old }) =>
        database.tenant.transaction((tx) =>
          tx.failures.save(job.id, [someFailure('a', { executionId: old.id })]),
        ),
      release: ({ job }) =>
        rows(`update failure set state = 'resolved', closed_at = engine_now() where job_id = $1`, [job.id]),
    },
  ],
  [
    'a conflict that it found is open',
    {
      hold: ({ job, old }) =>
        rows(
          `insert into conflict (id, tenant_id, job_id, set_id, record_id, reference_id, record_version, state, kind, revision, fields, policy, execution_id)
           values ($1, $2, $3, 1, 1, 1, 1, 'resolved', 'both_changed', 1, '[]', 'ask', $4)`,
          [newId(), DEFAULT_TENANT, job.id, old.id],
        ),
      release: ({ job }) => rows(`update conflict set is_carried_out = true where job_id = $1`, [job.id]),
    },
  ],
  [
    'a write of it to the provider is not settled',
    {
      hold: ({ job, old }) =>
        rows(
          `insert into push_intent (id, tenant_id, job_id, set_id, record_id, record_version, kind, data, sent, call_key, call_position,
             state, execution_id, chunk_id, page_cursor)
           values ($1, $2, $3, 1, 1, 1, 'create', '{}', '{}', $1, 0, 'uncertain', $4, $1, '')`,
          [newId(), DEFAULT_TENANT, job.id, old.id],
        ),
      release: ({ job }) =>
        rows(`update push_intent set state = 'applied', applied_at = engine_now() where job_id = $1`, [
          job.id,
        ]),
    },
  ],
  [
    'the plan that it made can be carried out',
    {
      hold: ({ old }) =>
        database.tenant.transaction((tx) => tx.plans.insert(startPlan(newId(), old, new Date()))),
      release: ({ job }) =>
        rows(`update plan set expires_at = engine_now() - interval '1 day' where job_id = $1`, [job.id]),
    },
  ],
  [
    'the watermark of its job is from it',
    {
      hold: ({ job, old }) =>
        database.tenant.transaction((tx) =>
          tx.watermarks.save(job.id, { kind: 'timestamp', value: '2026-01-01T00:00:00Z' } as never, old.id),
        ),
      release: ({ job }) => database.tenant.transaction((tx) => tx.watermarks.edit(job.id, null, 'ada')),
    },
  ],
  [
    'it belongs to the latest run of a group',
    {
      hold: async ({ job, old }) => {
        const trigger = { ...someTrigger(job.id), id: old.triggerId };
        const group = { id: newId(), tenantId: DEFAULT_TENANT, name: `group ${newId()}`, jobIds: [job.id] };
        const run = { id: newId(), groupId: group.id, actor: 'ada', requestedAt: daysAgo(200) };
        await database.tenant.transaction(async (tx) => {
          await tx.triggers.insert(trigger);
          await tx.groups.insert(group);
          await tx.groups.insertRun(run, [job.id]);
          await tx.groups.saveTrigger(run.id, job.id, trigger.id);
        });
        await rows(`update trigger set state = 'started', execution_id = $2 where id = $1`, [
          trigger.id,
          old.id,
        ]);
      },
      release: ({ job }) =>
        rows(
          `insert into group_run (id, group_id, actor)
           select 'ffffffff-ffff-4fff-8fff-ffffffffffff', r.group_id, 'ada'
           from group_run r join group_run_job m on m.run_id = r.id where m.job_id = $1`,
          [job.id],
        ),
    },
  ],
];
const FULL: Partial<Execution> = { mode: 'full', scope: { kind: 'full' } };

describe('a run that ended long ago', () => {
  beforeEach(() => database.reset());

  it('goes, once', async () => {
    const { old } = await seedOld();
    expect(await mark()).toBe(1);
    expect(await isForgotten(old)).toBe(true);
    expect(await mark()).toBe(0);
    await expect(database.tenant.transaction((tx) => tx.executions.lock(old.id))).resolves.toBeUndefined();
  });

  it('has a test for each reason that keeps it', () => {
    expect(HOLDS.filter(({ why }) => !CASES.some(([begin]) => why.startsWith(begin)))).toEqual([]);
    expect(CASES).toHaveLength(HOLDS.length);
  });

  for (const [begin, { hold, release }, changes] of CASES)
    it(`stays while ${begin}, and no longer`, async () => {
      const of = await seedOld(changes);
      await hold(of);
      await mark();
      expect(await isForgotten(of.old)).toBe(false);
      await release(of);
      await mark();
      expect(await isForgotten(of.old)).toBe(true);
    });

  it('stays while another can be resumed that began before it ended, and goes with that', async () => {
    const { job, old } = await seedOld();
    const failed = { status: 'failed', lane: 'bulk' } as const;
    const resumable = ended(job, 201, { ...failed, finishedAt: daysAgo(80) });
    await save(resumable);
    await mark();
    expect(await isForgotten(old)).toBe(false);
    await rows(`update execution set finished_at = engine_now() - interval '91 days' where id = $1`, [
      resumable.id,
    ]);
    expect(await mark()).toBe(2);
  });

  it('is deleted only while nothing has come to need it since it was marked', async () => {
    const { job, old } = await seedOld();
    await mark();
    await save(ended(job, 201, { status: 'paused', finishedAt: null }));
    expect(await database.system.transaction((tx) => tx.growth.forgetMarked(100))).toBe(0);
    await rows(
      `update execution set status = 'completed', finished_at = engine_now() where job_id = $1 and status = 'paused'`,
      [job.id],
    );
    expect(await database.system.transaction((tx) => tx.growth.forgetMarked(100))).toBe(1);
    expect(await rows('select from execution where id = $1', [old.id])).toEqual([]);
  });

  it('of a removed job that would decide what comes next goes: nothing comes', async () => {
    const { job, old } = await seedOld();
    await rows('delete from execution where job_id = $1 and id <> $2', [job.id, old.id]);
    await rows('update job set removed_at = engine_now() where id = $1', [job.id]);
    await mark();
    expect(await isForgotten(old)).toBe(true);
  });
});
