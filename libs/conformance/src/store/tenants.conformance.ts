import { runRequested } from '@evenkeel/contracts-messages';
import type { TenantId } from '@evenkeel/domain';
import type { Transaction, Transactions } from '@evenkeel/ports';
import { drainOutbox } from './testing/drain-outbox.js';
import { newId, someConnection, someWrite } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';
import { fillTenant, SAME_NAMES, type FilledTenant } from './testing/tenant-fixtures.js';

const ALL = { after: null, limit: 100 };
/** All that a tenant can name, as this unit of work finds it. */
async function lookUp(tx: Transaction, named: FilledTenant): Promise<Record<string, unknown>> {
  const { connection, job, group, run, trigger, execution, plan, approval, failureId, recordId } = named;
  return {
    connection: await tx.connections.find(connection.id),
    recordType: await tx.recordTypes.find(named.recordType),
    lockedRecordType: await tx.recordTypes.lock(named.recordType),
    job: await tx.jobs.find(job.id),
    lockedJob: await tx.jobs.lock(job.id),
    revision: await tx.jobs.find(job.id, 1),
    group: await tx.groups.find(group.id),
    groupRun: await tx.groups.lockRun(run.id),
    trigger: await tx.triggers.find(trigger.id),
    lockedTrigger: await tx.triggers.lock(trigger.id),
    execution: await tx.executions.find(execution.id),
    lockedExecution: await tx.executions.lock(execution.id),
    plan: await tx.plans.find(plan.id),
    lockedPlan: await tx.plans.lock(plan.id),
    approval: await tx.inactivationApprovals.find(approval.id),
    lockedApproval: await tx.inactivationApprovals.lock(approval.id),
    failure: await tx.failures.find(failureId),
    openFailure: (await tx.failures.listOpen([failureId]))[0],
    record: await tx.records.find(recordId),
    data: (await tx.records.dataOf([recordId])).get(recordId),
    reference: (await tx.references.find(named.set, ['cus_1']))[0],
    lockedReference: (await tx.references.lock(named.set, ['cus_1']))[0],
  };
}

/** Ids of all that lists give, and of what goes by a name. */
async function listAll(tx: Transaction): Promise<Record<string, readonly unknown[]>> {
  const idsOf = (things: readonly { readonly id: unknown }[]) => things.map(({ id }) => id);
  return {
    connections: idsOf((await tx.connections.list(ALL)).items),
    jobs: idsOf((await tx.jobs.list(ALL)).items),
    concerns: (await tx.concerns.facts()).approvals.map(({ id }) => id),
    recordTypes: (await tx.recordTypes.list(ALL)).items.map(({ name }) => name),
    jobsOfType: idsOf(await tx.jobs.listOfRecordType('customer')),
    groups: idsOf(await tx.groups.list()),
    groupRuns: await tx.groups.listUnfinished(),
    executions: idsOf((await tx.executions.list({}, ALL)).items),
    plans: idsOf((await tx.plans.list({}, ALL)).items),
    approvals: idsOf((await tx.inactivationApprovals.list({}, ALL)).items),
    failures: idsOf((await tx.failures.list({}, ALL)).items),
    failureIds: await tx.failures.listIds({}, 100),
    failureGroups: (await tx.failures.groups({}, 100)).map(({ jobId }) => jobId),
    records: idsOf((await tx.records.list('customer', ALL)).items),
    recordsByExternalId: idsOf(await tx.records.findByExternalId('customer', 'cus_1')),
    unanswered: (await tx.triggers.listUnanswered(0, 100)).map(({ triggerId }) => triggerId),
    named: [
      (await tx.connections.findByName(SAME_NAMES.connection))?.id,
      (await tx.jobs.findByName(SAME_NAMES.job))?.id,
      (await tx.groups.findByName(SAME_NAMES.group))?.id,
    ],
  };
}

export function describeTenants({ open }: StoreConformance): void {
  describe('tenants', () => {
    let world: StoreWorld;
    let tenantId: TenantId;
    let other: Transactions<Transaction>;
    let [ours, theirs]: FilledTenant[] = [];
    beforeAll(async () => {
      world = await open();
      tenantId = await world.addTenant();
      other = world.store.of(tenantId);
      ours = await fillTenant(world.tenant, someConnection().tenantId);
      theirs = await fillTenant(other, tenantId);
    });

    it('find everything of their own by its id', async () => {
      const found = await other.transaction((tx) => lookUp(tx, theirs!));
      expect(Object.entries(found).filter(([, value]) => value === undefined)).toEqual([]);
    });

    it('find nothing of another by its id, nor lock it', async () => {
      const found = await other.transaction((tx) => lookUp(tx, ours!));
      expect(Object.entries(found).filter(([, value]) => value !== undefined)).toEqual([]);
    });

    it('list what is theirs only, and have names of their own', async () => {
      for (const [tenant, { connection, job, group, run, trigger, execution, plan, approval, ...filled }] of [
        [world.tenant, ours!],
        [other, theirs!],
      ] as const) {
        expect(await tenant.transaction(listAll)).toEqual({
          connections: [connection.id],
          jobs: [job.id],
          recordTypes: [filled.recordType],
          jobsOfType: [job.id],
          concerns: [approval.id],
          groups: [group.id],
          groupRuns: [run.id],
          executions: [execution.id],
          plans: [plan.id],
          approvals: [approval.id],
          failures: [filled.failureId],
          failureIds: [filled.failureId],
          failureGroups: [job.id],
          records: [filled.recordId],
          recordsByExternalId: [filled.recordId],
          unanswered: [trigger.id],
          named: [connection.id, job.id, group.id],
        });
      }
    });

    it('write nothing that belongs to another', async () => {
      const strange = { connection: someConnection(), id: newId() };
      const writes: Record<string, (tx: Transaction) => Promise<unknown>> = {
        connection: (tx) => tx.connections.insert(strange.connection, null),
        job: (tx) => tx.jobs.insert({ ...ours!.job, id: strange.id, name: 'strange' }),
        group: (tx) => tx.groups.insert({ ...ours!.group, id: strange.id, name: 'strange' }),
        execution: (tx) => tx.executions.insert({ ...ours!.execution, id: strange.id }),
        plan: (tx) => tx.plans.insert({ ...ours!.plan, id: strange.id }),
        approval: (tx) => tx.inactivationApprovals.insert({ ...ours!.approval, id: strange.id }),
      };
      for (const write of Object.values(writes))
        await expect(other.transaction(write)).rejects.toMatchObject({ code: 'system.unexpected' });
      const records = other.transaction((tx) => tx.recordWrites.create(ours!.set, [someWrite('cus_9')]));
      await expect(records).rejects.toMatchObject({ code: 'request.not_found' });
    });

    it('send messages of their own', async () => {
      const payload = { triggerId: newId(), jobId: newId() };
      await drainOutbox(world.outbox);
      await other.transaction((tx) => tx.outbox.add(runRequested, [payload]));
      expect(await drainOutbox(world.outbox)).toEqual([
        { topic: runRequested.topic, payload: { ...payload, tenantId } },
      ]);
    });

    it('are all seen by what is due', async () => {
      const seen = await world.system.transaction(async (tx) => [
        ...(await tx.due.executions()).map(({ executionId }) => executionId),
        ...(await tx.due.triggers(0, 10)).map(({ triggerId }) => triggerId),
        ...(await tx.due.groupRuns()).map(({ groupRunId }) => groupRunId),
      ]);
      expect(new Set(seen)).toEqual(
        new Set(
          [ours!, theirs!].flatMap(({ execution, trigger, run }) => [execution.id, trigger.id, run.id]),
        ),
      );
    });
  });
}
