import { executionDue } from '@evenkeel/contracts-messages';
import { newId } from '@evenkeel/conformance';
import { DEFAULT_TENANT, referenceSetOf, type InactivationApproval, type Execution } from '@evenkeel/domain';
import { Listings, READABLE, SINCE } from './testing/listings.js';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const listings = new Listings(world);
const LATER = new Date(SINCE.getTime() + 60_000);
const definition = { deleteCeiling: { percent: 0, records: 2 } };

const approvals = async (jobId: string): Promise<readonly InactivationApproval[]> =>
  (
    await world.tenant.transaction((tx) =>
      tx.inactivationApprovals.list({ jobId }, { after: null, limit: 10 }),
    )
  ).items;

/** A listing from which more is missing than the job allows, judged. */
async function asked(changes: Partial<Parameters<typeof listings.seed>[0]> = {}) {
  const seeded = await listings.seed({ stored: 10, listed: 6, definition, ...changes });
  await listings.judge(seeded.execution);
  const [approval] = await approvals(seeded.job.id);
  if (approval === undefined) throw new Error('Nothing was asked');
  return { ...seeded, approval };
}

/** Three of four were announced as gone. */
function someApproval(jobId: string, executionId: string): InactivationApproval {
  return {
    id: newId(),
    tenantId: DEFAULT_TENANT,
    jobId,
    executionId,
    carriedOutBy: null,
    cause: 'announced',
    state: 'waiting',
    candidates: 3,
    active: 4,
    ceiling: 2,
    requestedAt: LATER,
    decidedAt: null,
    decidedBy: null,
    reason: null,
  };
}

/** As the admin leaves it. */
async function grant(approval: InactivationApproval) {
  await world.tenant.transaction((tx) =>
    tx.inactivationApprovals.save({ ...approval, state: 'granted', decidedBy: 'ada' }),
  );
  const trigger = await world.accept(approval.jobId, { kind: 'approval', approvalId: approval.id });
  await world.published();
  return trigger;
}

const open = ({ id: triggerId, jobId }: { id: string; jobId: string }) =>
  world.onRunRequested().handle([{ tenantId: DEFAULT_TENANT, triggerId, jobId }]);
const judgedOf = (id: string) => world.tenant.transaction((tx) => tx.closeOuts.find(id));
const candidatesOf = (id: string) =>
  world.tenant.transaction(async (tx) => (await tx.candidates.ofPage(id, 0)).map((each) => each.externalId));

describe('more records that are gone than a run may inactivate', () => {
  it('wait for a person, and the run ends without them', async () => {
    const { execution, approval } = await asked();
    expect(approval).toMatchObject({
      state: 'waiting',
      executionId: execution.id,
      candidates: 4,
      active: 10,
      ceiling: 2,
      carriedOutBy: null,
    });
    expect(await listings.closingOut(execution.id)).toEqual([]);
    expect(await judgedOf(execution.id)).toMatchObject({
      complete: true,
      verdicts: { awaiting_approval: 4 },
      approvalId: approval.id,
    });
    const examples = await world.tenant.transaction((tx) =>
      tx.inactivationApprovals.examples(approval.id, 3),
    );
    expect(examples).toEqual(['c6', 'c7', 'c8']);
  });

  it('that were told one by one are frozen as they are when a person agrees, without those that were seen since', async () => {
    const { job, execution } = await listings.seed({ stored: 4, listed: 4, definition });
    await world.end(execution.id);
    const approval = someApproval(job.id, execution.id);
    const [set, held] = [referenceSetOf(job), ['c0', 'c1', 'c2']];
    await world.tenant.transaction(async (tx) => {
      await tx.inactivationApprovals.insert(approval);
      const references = await tx.references.lock(set, held);
      expect(await tx.inactivationApprovals.hold(approval.id, references)).toBe(3);
      expect(await tx.inactivationApprovals.hold(approval.id, references)).toBe(3);
      const [seen] = references;
      await tx.references.touch([seen!.id], new Date(LATER.getTime() + 1).toISOString());
    });
    await open(await grant(approval));
    const [granted] = await approvals(job.id);
    expect(await candidatesOf(granted!.carriedOutBy!)).toEqual(held.slice(1));
    expect(await judgedOf(granted!.carriedOutBy!)).toMatchObject({
      candidates: 3,
      verdicts: { changed_since: 1 },
      approvalId: approval.id,
    });
  });

  it('wait no longer when a later listing is complete: that says itself what is gone', async () => {
    const { job, execution, ids } = await asked();
    await world.end(execution.id);
    const second = await listings.list(job.id, ids.slice(0, 9), { execution: { startedAt: LATER } });
    await listings.judge(second);
    expect(await approvals(job.id)).toMatchObject([{ state: 'superseded' }]);
    expect(await listings.closingOut(second.id)).toHaveLength(1);
  });

  it('go on waiting when a later listing proves nothing', async () => {
    const { job, execution } = await asked();
    await world.end(execution.id);
    const cancelled = await listings.list(job.id, [], {
      execution: { startedAt: LATER, status: 'cancelled' },
    });
    await listings.judge(cancelled);
    expect(await approvals(job.id)).toMatchObject([{ state: 'waiting' }]);
  });
});

describe('a granted approval', () => {
  async function ended(changes: Partial<Parameters<typeof listings.seed>[0]> = {}) {
    const all = await asked(changes);
    await world.end(all.execution.id);
    return all;
  }
  async function carriedOut(approval: InactivationApproval): Promise<Execution> {
    const trigger = await grant(approval);
    await open(trigger);
    return world.execution((await world.trigger(trigger.id)).executionId);
  }

  it('delivered twice is carried out once', async () => {
    const { job, approval } = await ended();
    const trigger = await grant(approval);
    await open(trigger);
    const { executionId } = await world.trigger(trigger.id);
    expect(await world.published()).toEqual([
      { topic: executionDue.topic, payload: { tenantId: DEFAULT_TENANT, executionId } },
    ]);
    await open(trigger);
    expect(await world.published()).toEqual([]);
    expect(await world.executionsOf(job.id)).toHaveLength(2);
    expect(await approvals(job.id)).toMatchObject([{ state: 'granted', carriedOutBy: executionId }]);
  });

  it('is an execution of its own, which looks at every candidate again', async () => {
    const { approval } = await ended();
    const execution = await carriedOut(approval);
    expect(execution).toMatchObject({
      lane: 'bulk',
      status: 'running',
      triggerKind: 'approval',
      scope: { kind: 'approval', approvalId: approval.id },
    });
    expect(await world.chunksOf(execution.id)).toMatchObject([
      {
        ordinal: 0,
        state: 'planned',
        slice: { kind: 'close_out', reread: true, control: expect.any(String) as string },
      },
    ]);
    expect(await judgedOf(execution.id)).toMatchObject({ candidates: 4, approvalId: approval.id });
    expect(await candidatesOf(execution.id)).toEqual(['c6', 'c7', 'c8', 'c9']);
  });

  it('reads nothing again where the listing was declared stable and a person vouches for it', async () => {
    const { approval } = await ended({ declared: { ...READABLE, listing: 'stable' } });
    const execution = await carriedOut(approval);
    expect(await world.chunksOf(execution.id)).toMatchObject([{ slice: { reread: false } }]);
  });

  it('reads each record by its id that a listing without end has created, also where the stream is declared stable', async () => {
    const declared = { ...READABLE, listing: 'stable' } as const;
    const { job, execution } = await listings.seed({ stored: 4, listed: 4, declared, outcome: 'created' });
    await world.end(execution.id);
    const approval: InactivationApproval = {
      ...someApproval(job.id, execution.id),
      cause: 'endless_listing',
      candidates: 4,
    };
    await world.tenant.transaction(async (tx) => {
      expect(await tx.candidates.freezeCreated(execution.id)).toBe(4);
      await tx.candidates.giveVerdict(execution.id, 0, 'awaiting_approval');
      const judged = { complete: false, reason: 'without end', active: 4, candidates: 4, since: LATER };
      await tx.closeOuts.saveJudgement({ executionId: execution.id, jobId: job.id, ...judged });
      await tx.inactivationApprovals.insert(approval);
    });
    const carrying = await carriedOut(approval);
    // Of what it has listed any record may be made up: none of them is a control.
    expect(await world.chunksOf(carrying.id)).toMatchObject([{ slice: { reread: true, control: null } }]);
  });

  it('leaves out what was seen or changed since', async () => {
    const { job, approval, ids } = await ended();
    const { connectionId, definition: defined } = job;
    const set = { connectionId, stream: defined.stream, recordType: defined.recordType };
    await world.tenant.transaction(async (tx) => {
      await tx.references.lock(set, ['c6']);
      await tx.references.touch([ids[6]!], LATER.toISOString());
    });
    // A run that was cancelled half way has seen another one.
    await listings.list(job.id, [ids[7]!], {
      execution: { startedAt: LATER, status: 'cancelled', finishedAt: LATER },
    });
    const execution = await carriedOut(approval);
    expect(await candidatesOf(execution.id)).toEqual(['c8', 'c9']);
    expect(await judgedOf(execution.id)).toMatchObject({ candidates: 4, verdicts: { changed_since: 2 } });
  });

  it('has to be granted anew where a run came first', async () => {
    const { job, approval } = await ended();
    const trigger = await grant(approval);
    const other = await world.run(job.id);
    await open(trigger);
    expect(await world.trigger(trigger.id)).toMatchObject({
      state: 'skipped',
      executionId: other.executionId,
    });
    expect(await approvals(job.id)).toMatchObject([{ state: 'waiting', decidedBy: null }]);
  });

  it('that was superseded before it began is not carried out', async () => {
    const { job, approval } = await ended();
    const trigger = await grant(approval);
    await world.tenant.transaction((tx) => tx.inactivationApprovals.supersede(job.id, ['not_listed']));
    await open(trigger);
    expect(await world.trigger(trigger.id)).toMatchObject({ state: 'skipped', executionId: null });
    expect(await approvals(job.id)).toMatchObject([{ state: 'superseded' }]);
  });

  it('lets no bulk run begin beside it', async () => {
    const { job, approval } = await ended();
    await carriedOut(approval);
    const { executionId } = await world.run(job.id);
    expect(await world.execution(executionId)).toMatchObject({ status: 'queued' });
  });
});
