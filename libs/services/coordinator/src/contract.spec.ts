import { executionClosed, listingEnded } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, JOB_DEFAULTS, type JobContract, type Scope } from '@evenkeel/domain';
import { CoordinatorWorld, type AppliedPage } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
beforeEach(async () => void (await world.published()));
afterEach(() => world.database.reset());

const bound = { kind: 'time', value: '2026-11-02T12:00:00Z' } as const;
const before = { kind: 'time', value: '2026-11-01T12:00:00Z' } as const;
const since: Scope = { kind: 'incremental', since: before };
const topics = async () => (await world.published()).map(({ topic }) => topic);

/** A run that read this page, of a job with this contract. */
async function run(outcomes: AppliedPage['outcomes'], limits: Partial<JobContract>, scope?: Scope) {
  const contract = { ...JOB_DEFAULTS.contract, ...limits };
  const execution = scope === undefined ? {} : { scope };
  const planned = await world.begin(1, { job: { contract }, execution, isJudged: false });
  if (scope?.kind === 'incremental') await world.saveWatermark(planned.job, scope.since);
  const chunkId = planned.chunks[0]!.id;
  await world.apply(chunkId, { outcomes, bound });
  const message = { tenantId: DEFAULT_TENANT, executionId: planned.execution.id, chunkId, pagesApplied: 1 };
  await world.onPageApplied().handle([message]);
  return { ...planned, message, ended: await world.execution(planned.execution.id) };
}

describe('a run that breaks the contract of its job', () => {
  it('delivered twice, fails once, before anything is taken for gone', async () => {
    const { ended, job, message } = await run({ created: 2 }, { minRecords: 5 });
    expect(ended).toMatchObject({
      status: 'failed',
      reason: {
        kind: 'contract',
        code: 'run.contract_broken',
        message: 'The provider gave 2 records; the contract of the job expects at least 5',
      },
      retry: { nextAttemptAt: null, deadLetter: null },
    });
    expect(await world.receipt(ended.id)).toMatchObject({
      fetched: 2,
      balanced: true,
      closeOut: { complete: false, reason: 'the run ended before its listing was judged', inactivated: 0 },
    });
    expect(await world.watermark(job)).toBeUndefined();
    expect(await topics()).toEqual([executionClosed.topic]);
    await world.onPageApplied().handle([message]);
    expect(await world.execution(ended.id)).toEqual(ended);
    expect(await topics()).toEqual([]);
  });

  it('leaves the watermark where it was', async () => {
    const { ended, job } = await run({ updated: 3, rejected: 1 }, { maxRejectedPercent: 10 }, since);
    expect(ended).toMatchObject({ status: 'failed', reason: { kind: 'contract' } });
    expect(await world.watermark(job)).toEqual(before);
  });
});

describe('a run within the contract of its job', () => {
  it('goes on to what is gone', async () => {
    const { ended } = await run({ created: 5 }, { minRecords: 5, maxRecords: 5, maxRejectedPercent: 0 });
    expect(ended).toMatchObject({ status: 'running' });
    expect(await topics()).toEqual([listingEnded.topic]);
  });

  it('ends as any other, and moves the watermark', async () => {
    const { ended, job } = await run({ updated: 9, rejected: 1 }, { maxRejectedPercent: 10 }, since);
    expect(ended).toMatchObject({ status: 'completed_with_errors' });
    expect(await world.watermark(job)).toEqual(bound);
  });
});
