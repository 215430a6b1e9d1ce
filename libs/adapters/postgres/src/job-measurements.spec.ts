import type { Execution } from '@evenkeel/domain';
import { newId, seedJob, someChunk, someExecution, someFailure } from '@evenkeel/conformance';
import { testDatabase } from './testing/test-database.js';

let now: Date | undefined;
const database = testDatabase({ databaseClock: () => now });
const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 12, minute));

beforeEach(async () => {
  await database.reset();
  now = at(0);
});

const theOnly = async () => {
  const { jobs } = await database.postgres.jobFigures();
  expect(jobs).toHaveLength(1);
  return jobs[0]!;
};
const ended = (jobId: string, from: number, to: number, changes: Partial<Execution> = {}) =>
  someExecution(jobId, {
    status: 'completed',
    startedAt: at(from),
    finishedAt: at(to),
    ...changes,
  });

describe('figures of jobs', () => {
  it('tell of one that has never run', async () => {
    const { job, connection } = await seedJob(database.tenant);
    now = at(3);
    await expect(database.postgres.jobFigures()).resolves.toEqual({
      now: at(3),
      jobs: [
        {
          tenant: 'default',
          job: job.name,
          jobId: job.id,
          connection: connection.name,
          connectionId: connection.id,
          createdAt: at(0),
          schedule: job.definition.schedule,
          misfirePolicy: job.definition.misfirePolicy,
          decidedUntil: at(0),
          isHeld: false,
          watermark: null,
          readAt: null,
          hasFailed: false,
          receipt: null,
          retrying: 0,
          dead: 0,
          conflictSince: null,
          waiting: {},
        },
      ],
    });
  });

  it('tell what has been applied: the beginning of the newest run that succeeded, and the watermark', async () => {
    const { job } = await seedJob(database.tenant);
    const watermark = { kind: 'time', value: at(4).toISOString() } as const;
    await database.tenant.transaction(async (tx) => {
      await tx.executions.insert(ended(job.id, 1, 2));
      await tx.executions.insert(ended(job.id, 5, 6, { status: 'completed_with_errors' }));
      await tx.executions.insert(ended(job.id, 7, 8, { status: 'failed' }));
      await tx.watermarks.save(job.id, watermark, newId());
    });
    await expect(theOnly()).resolves.toMatchObject({ readAt: at(5), watermark, hasFailed: true });
  });

  it.each<[string, Partial<Execution>]>([
    ['a preview', { plan: { kind: 'preview', planId: newId() } }],
    [
      'a backfill',
      {
        mode: 'incremental',
        scope: {
          kind: 'incremental',
          since: { kind: 'time', value: at(0).toISOString() },
          backfill: { from: null, to: null },
        },
      },
    ],
    ['named records', { lane: 'single', scope: { kind: 'single', externalIds: ['a'] } }],
    ['what failed before', { scope: { kind: 'partial', failureIds: [] } }],
  ])('do not take %s for all that there is', async (_what, changes) => {
    const { job } = await seedJob(database.tenant);
    await database.tenant.transaction((tx) => tx.executions.insert(ended(job.id, 1, 2, changes)));
    await expect(theOnly()).resolves.toMatchObject({ readAt: null });
  });

  it('tell what failed, what waits, and what holds it', async () => {
    const { job, connection } = await seedJob(database.tenant);
    const running = someExecution(job.id);
    const saves = [
      someFailure('a'),
      someFailure('b', { state: 'dead' }),
      someFailure('c', { state: 'resolved' }),
    ];
    await database.tenant.transaction(async (tx) => {
      await tx.executions.insert(running);
      await tx.chunks.insert([someChunk(running.id), someChunk(running.id, { ordinal: 1 })]);
      await tx.failures.save(job.id, saves);
    });
    await database.rows(
      `update evenkeel.chunk set waiting = 'ingestion', state = 'claimed' where ordinal = 0`,
    );
    // Given back until its call may be made: nothing waits inside a worker.
    await database.rows(
      `update evenkeel.chunk set not_before = $1, postponed = '{"waiting": "quota"}' where ordinal = 1`,
      [at(1)],
    );
    await expect(theOnly()).resolves.toMatchObject({
      retrying: 1,
      dead: 1,
      waiting: { quota: 1, ingestion: 1 },
      isHeld: false,
    });
    now = at(2);
    await expect(theOnly()).resolves.toMatchObject({ waiting: { ingestion: 1 } });
    await database.rows(`update evenkeel.connection set status = 'needs_attention' where id = $1`, [
      connection.id,
    ]);
    await expect(theOnly()).resolves.toMatchObject({ isHeld: true });
  });

  it('leave out a job that was removed', async () => {
    const { job } = await seedJob(database.tenant);
    await database.tenant.transaction((tx) => tx.jobRemovals.begin(job.id, { actor: 'ada', detach: false }));
    await expect(database.postgres.jobFigures()).resolves.toMatchObject({ jobs: [] });
    await expect(database.postgres.jobDurations()).resolves.toEqual([]);
  });
});

describe('durations of jobs', () => {
  it('are those of runs that completed within seven days, by mode, the newest and the median', async () => {
    const { job } = await seedJob(database.tenant);
    const long = new Date(at(0).getTime() - 8 * 86_400_000);
    await database.tenant.transaction(async (tx) => {
      for (const [from, to] of [
        [0, 1],
        [10, 13],
        [20, 30],
      ] as const)
        await tx.executions.insert(ended(job.id, from, to));
      await tx.executions.insert(ended(job.id, 31, 59, { status: 'failed' }));
      await tx.executions.insert(
        ended(job.id, 0, 50, { startedAt: new Date(long.getTime() - 9e6), finishedAt: long }),
      );
    });
    now = at(40);
    await expect(database.postgres.jobDurations()).resolves.toEqual([
      { tenant: 'default', job: job.name, mode: 'full', runs: 3, last: 600, median: 180 },
    ]);
  });
});
