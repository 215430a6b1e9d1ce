import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { drainOutbox, ListedLogger, seedJob } from '@evenkeel/conformance';
import { runRequested } from '@evenkeel/contracts-messages';
import {
  DEFAULT_TENANT,
  describeProblem,
  SyncError,
  type Job,
  type JobDefinition,
  type Problem,
} from '@evenkeel/domain';
import { ServiceStore } from '@evenkeel/ports';
import { FireDueSlots, schedulerService } from './index.js';

let now: Date;
const database = testDatabase({ databaseClock: () => now });
const at = (time: string) => new Date(`2026-11-01T${time}Z`);
const HOURLY = { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC' } as const;

const ownStore = () => new ServiceStore(schedulerService, database.postgres.store);
/** Each call is another replica. */
const scheduler = () => new FireDueSlots(ownStore(), new UuidIds(), new ListedLogger());

async function jobCreatedAt(time: string, definition: Partial<JobDefinition> = {}): Promise<Job> {
  now = at(time);
  return (await seedJob(database.tenant, { schedule: HOURLY, ...definition })).job;
}

async function sweepAt(time: string): Promise<void> {
  now = at(time);
  await scheduler().run();
}

interface Slot {
  readonly due: string;
  readonly decision: string;
  readonly triggerId: string | null;
}
const slotsOf = (job: Job) =>
  database.rows<Slot>(
    `select to_char(due_at at time zone 'UTC', 'HH24:MI:SS') as due, decision, trigger_id as "triggerId"
     from schedule_slot where job_id = $1 order by due_at`,
    [job.id],
  );
const triggersOf = (job: Job) =>
  database.rows<{ id: string; kind: string; actor: string; state: string }>(
    'select id, kind, actor, state from trigger where job_id = $1 order by id',
    [job.id],
  );
const published = () => drainOutbox(database.postgres.outbox);

afterEach(async () => void (await database.reset()));

describe('a slot that falls due', () => {
  it('is fired once, however often a scheduler looks', async () => {
    const job = await jobCreatedAt('09:30:00');
    await sweepAt('10:00:00');
    const [slots, triggers] = [await slotsOf(job), await triggersOf(job)];
    expect(slots).toMatchObject([{ due: '10:00:00', decision: 'fired' }]);
    expect(triggers).toHaveLength(1);
    await sweepAt('10:00:00');
    await sweepAt('10:59:59');
    expect(await slotsOf(job)).toEqual(slots);
    expect(await triggersOf(job)).toEqual(triggers);
  });

  it('counts from when the job was given its schedule, not from an earlier one', async () => {
    const job = await jobCreatedAt('09:30:00');
    await sweepAt('10:00:00');
    now = at('12:30:30');
    const everyMinute = { kind: 'interval', everySeconds: 60 } as const;
    const definition = { ...job.definition, schedule: everyMinute };
    await database.tenant.transaction((tx) => tx.jobs.saveRevision({ ...job, revision: 2, definition }));
    await sweepAt('12:30:40');
    expect(await triggersOf(job)).toHaveLength(1);
    await sweepAt('12:31:30');
    expect(await triggersOf(job)).toHaveLength(2);
  });

  it('is fired once by several schedulers at the same moment', async () => {
    const jobs = [await jobCreatedAt('09:30:00'), await jobCreatedAt('09:30:00')];
    now = at('10:00:01');
    await Promise.all([1, 2, 3, 4].map(() => scheduler().run()));
    for (const job of jobs) {
      expect(await slotsOf(job)).toHaveLength(1);
      expect(await triggersOf(job)).toHaveLength(1);
    }
    expect(await published()).toHaveLength(jobs.length);
  });

  it('makes a trigger that names it, and tells the reconciler', async () => {
    const job = await jobCreatedAt('09:30:00');
    await sweepAt('10:00:00');
    const [trigger] = await triggersOf(job);
    expect(trigger).toMatchObject({
      kind: 'schedule',
      actor: 'schedule 2026-11-01T10:00:00.000Z',
      state: 'accepted',
    });
    expect(await slotsOf(job)).toMatchObject([{ triggerId: trigger!.id }]);
    expect(await published()).toEqual([
      {
        topic: runRequested.topic,
        payload: { tenantId: DEFAULT_TENANT, triggerId: trigger!.id, jobId: job.id },
      },
    ]);
  });

  it('is followed by the next', async () => {
    const job = await jobCreatedAt('09:30:00', { schedule: { kind: 'interval', everySeconds: 600 } });
    for (const time of ['09:39:59', '09:40:00', '09:45:00', '09:50:01', '10:00:00']) await sweepAt(time);
    expect((await slotsOf(job)).map(({ due }) => due)).toEqual(['09:40:00', '09:50:00', '10:00:00']);
    expect(await triggersOf(job)).toHaveLength(3);
  });

  it('before the job was there is none of its slots', async () => {
    const job = await jobCreatedAt('10:00:00');
    await sweepAt('10:00:30');
    expect(await slotsOf(job)).toEqual([]);
  });

  it('of a job without a schedule is none', async () => {
    const job = await jobCreatedAt('09:30:00', { schedule: null });
    await sweepAt('10:00:00');
    expect(await triggersOf(job)).toEqual([]);
  });
});

describe('slots that fell due while no scheduler was up', () => {
  it('are run once, as the latest of them; the others are recorded as missed', async () => {
    const job = await jobCreatedAt('09:30:00', { misfirePolicy: 'run_once' });
    await sweepAt('12:30:00');
    expect(await slotsOf(job)).toMatchObject([
      { due: '10:00:00', decision: 'missed', triggerId: null },
      { due: '11:00:00', decision: 'missed', triggerId: null },
      { due: '12:00:00', decision: 'fired' },
    ]);
    expect(await triggersOf(job)).toMatchObject([{ actor: 'schedule 2026-11-01T12:00:00.000Z' }]);
  });

  it('are all recorded as missed where the job says to skip them, and the next one is fired', async () => {
    const job = await jobCreatedAt('09:30:00', { misfirePolicy: 'skip' });
    await sweepAt('11:30:00');
    expect(await triggersOf(job)).toEqual([]);
    await sweepAt('12:00:00');
    expect((await slotsOf(job)).map(({ due, decision }) => `${due} ${decision}`)).toEqual([
      '10:00:00 missed',
      '11:00:00 missed',
      '12:00:00 fired',
    ]);
    expect(await triggersOf(job)).toHaveLength(1);
  });

  it('a moment ago are late, not missed', async () => {
    const job = await jobCreatedAt('09:30:00', { misfirePolicy: 'skip' });
    await sweepAt('10:00:59');
    expect(await slotsOf(job)).toMatchObject([{ due: '10:00:00', decision: 'fired' }]);
  });

  it('are decided once by several schedulers that come up together', async () => {
    const job = await jobCreatedAt('09:30:00', { misfirePolicy: 'run_once' });
    now = at('15:30:00');
    await Promise.all([1, 2, 3].map(() => scheduler().run()));
    expect(await slotsOf(job)).toHaveLength(6);
    expect(await triggersOf(job)).toHaveLength(1);
  });
});

it('a schedule that cannot be used does not keep the other jobs from running', async () => {
  const broken = await jobCreatedAt('09:30:00', {
    schedule: { ...HOURLY, timeZone: 'Europe/Nowhere' },
  });
  const whole = await jobCreatedAt('09:30:00');
  now = at('10:00:00');
  await expect(scheduler().run()).rejects.toThrow('Nowhere');
  expect(await triggersOf(broken)).toEqual([]);
  expect(await triggersOf(whole)).toHaveLength(1);
});

describe('while the provider has asked for a pause', () => {
  const why = describeProblem(new SyncError('provider.rate_limited', 'api.example asked us not to call'));
  const pauseFor = (job: Job, waitMs: number, told: { readonly why?: Problem } = { why }) =>
    database.postgres.quotaLedger.close(job.connectionId, { waitMs, ...told });
  const reasonsOf = async (job: Job) =>
    (
      await database.rows<{ reason: string | null }>(
        'select reason from schedule_slot where job_id = $1 order by due_at',
        [job.id],
      )
    ).map(({ reason }) => reason);

  it('a slot for which a run has no time is skipped, and says why', async () => {
    const job = await jobCreatedAt('09:30:00', { timeoutMinutes: 30 });
    await pauseFor(job, 3_600_000);
    await sweepAt('10:00:00');
    await sweepAt('10:00:01');
    expect(await slotsOf(job)).toEqual([{ due: '10:00:00', decision: 'skipped', triggerId: null }]);
    expect(await reasonsOf(job)).toEqual(['api.example asked us not to call']);
    expect(await triggersOf(job)).toEqual([]);
    const skipped = await database.tenant.transaction((tx) => tx.scheduleSlots.lastSkipped(job.id));
    expect(skipped).toEqual({ dueAt: at('10:00:00'), reason: 'api.example asked us not to call' });
  });

  it('the first slot after it runs', async () => {
    const job = await jobCreatedAt('09:30:00', { timeoutMinutes: 15 });
    await pauseFor(job, 3_600_000, {});
    await sweepAt('10:00:00');
    await sweepAt('11:00:00');
    expect(await slotsOf(job)).toMatchObject([
      { due: '10:00:00', decision: 'skipped' },
      { due: '11:00:00', decision: 'fired' },
    ]);
    expect((await reasonsOf(job))[0]).toMatch(/^No call is made before 2026-11-01T10:30/);
  });

  it('a slot whose run has the time to wait runs', async () => {
    const job = await jobCreatedAt('09:30:00', { timeoutMinutes: 60 });
    await pauseFor(job, 3_600_000);
    await sweepAt('10:00:00');
    expect(await slotsOf(job)).toMatchObject([{ decision: 'fired' }]);
  });
});
