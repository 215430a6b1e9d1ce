import { NO_OUTCOMES, receiptOf, type Execution } from '@evenkeel/domain';
import {
  newId,
  seedClaimed,
  seedJob,
  someAdvance,
  someExecution,
  somePage,
} from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const at = (minutes: number) => new Date(Date.parse('2026-11-01T12:00:00.000Z') + minutes * 60_000);
const INCREMENTAL = { kind: 'incremental', since: { kind: 'position', value: '7' } } as const;

export function describeFullRuns({ open }: StoreConformance): void {
  describe('full runs', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const history = (jobId: string) => world.tenant.transaction((tx) => tx.fullExecutions.history(jobId));
    const insert = async (execution: Execution) => {
      await world.tenant.transaction((tx) => tx.executions.insert(execution));
      return execution;
    };
    const ended = (jobId: string, minutes: number, changes: Partial<Execution> = {}) =>
      insert(
        someExecution(jobId, {
          status: 'completed',
          startedAt: at(minutes - 5),
          clockSince: at(minutes - 5),
          finishedAt: at(minutes),
          ...changes,
        }),
      );

    it('of a job that has never run are none, and it counts from when it was added', async () => {
      const before = Date.now() - 60_000;
      const { job } = await seedJob(world.tenant);
      const { jobAddedAt, ...rest } = await history(job.id);
      expect(jobAddedAt.getTime()).toBeGreaterThan(before);
      expect(rest).toEqual({
        lookedForDeletionsAt: null,
        recordsHere: 0,
        endedLast: null,
        changesExpired: false,
        fullRuns: [],
      });
    });

    it('come in the order of their ends, without other runs; of those that have ended, one ended last', async () => {
      const { job } = await seedJob(world.tenant);
      const late = await ended(job.id, 30, { status: 'failed' });
      const early = await ended(job.id, 10);
      const changes = await ended(job.id, 40, { scope: INCREMENTAL, mode: 'incremental' });
      await ended(job.id, 50, { lane: 'single', scope: { kind: 'single', externalIds: ['a'] } });
      await ended(job.id, 50, { lane: 'preview' });
      await ended(job.id, 50, { scope: { kind: 'approval', approvalId: newId() } });
      await ended((await seedJob(world.tenant)).job.id, 50);
      await insert(someExecution(job.id, { finishedAt: null }));
      const { fullRuns, endedLast } = await history(job.id);
      expect(fullRuns.map(({ id }) => id)).toEqual([late.id, early.id]);
      expect(endedLast).toBe(changes.id);
    });

    it('tell where the changes that the run before asked for are kept no longer, and only as long as it is the last', async () => {
      const { job } = await seedJob(world.tenant);
      const reason = {
        kind: 'config',
        code: 'provider.changes_expired',
        message: 'm',
        remedy: null,
      } as const;
      const changes = { scope: INCREMENTAL, mode: 'incremental' } as const;
      await ended(job.id, 10, { ...changes, status: 'failed', reason });
      expect(await history(job.id)).toMatchObject({ changesExpired: true });
      await ended(job.id, 20, { status: 'failed', reason: { ...reason, code: 'provider.not_found' } });
      expect(await history(job.id)).toMatchObject({ changesExpired: false });
    });

    it('tell how long they took unless they were interrupted, and what they read', async () => {
      const { job } = await seedJob(world.tenant);
      const whole = await ended(job.id, 30);
      await world.tenant.transaction((tx) =>
        tx.receipts.save(whole.id, {
          ...receiptOf([]),
          fetched: 12,
          outcomes: { ...NO_OUTCOMES, created: 12 },
        }),
      );
      await ended(job.id, 20, { clockSince: at(18) });
      await ended(job.id, 10, { clockSince: null });
      const { fullRuns } = await history(job.id);
      expect(fullRuns).toMatchObject([
        {
          durationMs: 300_000,
          fetched: 12,
          startedAt: at(25),
          finishedAt: at(30),
          status: 'completed',
          reason: null,
        },
        { durationMs: null, fetched: 0 },
        { durationMs: null },
      ]);
    });

    it('tell by their chunks whether they got further, have more to read, and are doubted', async () => {
      const { execution, chunk } = await seedClaimed(world);
      const end = (clockSince: Date) =>
        world.tenant.transaction((tx) =>
          tx.executions.save({ ...execution, status: 'timed_out', clockSince, finishedAt: at(60) }),
        );
      await end(at(0));
      const only = async () => (await history(execution.jobId)).fullRuns[0];
      expect(await only()).toMatchObject({
        gotFurther: false,
        hasMoreToRead: true,
        doubted: false,
        isDecidedOn: false,
        reportsDeletions: null,
      });
      await world.tenant.transaction(async (tx) => {
        await tx.chunkLeases.declare(chunk.id, chunk.attempt, { listing: 'stable', readOne: false });
        await tx.pages.advance(someAdvance(chunk, { cursor: '2' }), [somePage('unchanged', [])], []);
      });
      expect(await only()).toMatchObject({ gotFurther: true, reportsDeletions: false });
      await end(new Date(Date.now() + 3_600_000));
      await world.tenant.transaction(async (tx) => {
        await tx.chunkLeases.declare(chunk.id, chunk.attempt, {
          listing: 'stable',
          readOne: false,
          reportsDeletions: true,
        });
        await tx.closeOuts.doubt(execution.id, 'a total is not reached');
      });
      expect(await only()).toMatchObject({ gotFurther: false, doubted: true, reportsDeletions: true });
    });

    it('have looked for deletions where a listing was complete, and are for a person where they have a plan', async () => {
      const { job } = await seedJob(world.tenant);
      const run = await ended(job.id, 30, { plan: { kind: 'approval', planId: newId() } });
      const judge = (executionId: string, complete: boolean, since: Date) =>
        world.tenant.transaction((tx) =>
          tx.closeOuts.saveJudgement({
            executionId,
            jobId: job.id,
            complete,
            reason: null,
            active: 70,
            candidates: 0,
            since,
          }),
        );
      await judge(run.id, true, at(25));
      await judge((await ended(job.id, 40)).id, false, at(35));
      expect(await history(job.id)).toMatchObject({
        lookedForDeletionsAt: at(25),
        recordsHere: 70,
        fullRuns: [{ isDecidedOn: false }, { isDecidedOn: true }],
      });
    });
  });
}
