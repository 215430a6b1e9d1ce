import {
  DEFAULT_WEBHOOK_RULES,
  NOTHING_COMPARED,
  startPlan,
  type InactivationApproval,
  type JobId,
  type ReferenceSet,
  type TenantId,
} from '@evenkeel/domain';
import type { Transaction, Transactions } from '@evenkeel/ports';
import { someFailure } from './failure-fixtures.js';
import { someChannel, someNotification } from './notification-fixtures.js';
import {
  newId,
  someConnection,
  someExecution,
  someJob,
  someModel,
  someTrigger,
  someWrite,
} from './store-fixtures.js';

const NOW = new Date('2026-11-01T12:00:00.000Z');
/** What every tenant that is filled calls by the same name. */
export const SAME_NAMES = { connection: 'crm', job: 'customers', group: 'nightly' };

/** One of each thing that belongs to a tenant and can be asked for. */
export async function fillTenant(tenant: Transactions<Transaction>, tenantId: TenantId, names = SAME_NAMES) {
  const connection = someConnection({ tenantId, name: names.connection });
  const job = { ...someJob(connection.id, {}, names.job), tenantId };
  const group = { id: newId(), tenantId, name: names.group, jobIds: [job.id] };
  const run = { id: newId(), groupId: group.id, actor: 'ada', requestedAt: NOW };
  const trigger = someTrigger(job.id);
  const execution = someExecution(job.id, { tenantId });
  const plan = startPlan(newId(), execution, NOW);
  const approval = someApproval(tenantId, job.id, execution.id);
  const set = { connectionId: connection.id, stream: 'customers', recordType: 'customer' };
  // Of its own, so that what is named by it can be looked for elsewhere.
  const recordType = `customer of ${tenantId}`;
  const found = await tenant.transaction(async (tx) => {
    await tx.connections.insert(connection, null);
    await tx.recordTypes.ensure(recordType, newId());
    await tx.jobs.insert(job);
    await tx.streamShapes.lock(set);
    await tx.groups.insert(group);
    await tx.groups.insertRun(run, [job.id]);
    await tx.triggers.insert(trigger);
    await tx.executions.insert(execution);
    await tx.plans.insert(plan);
    await tx.inactivationApprovals.insert(approval);
    await fillTopics(tx, tenantId);
    await tx.models.save(someModel(tenantId), null);
    const channel = someChannel(tenantId, { name: `ops ${newId()}` });
    await tx.channels.save(channel, null);
    const notification = someNotification(channel.id, NOW);
    await tx.notifications.add(notification);
    const told = { channelId: channel.id, notificationId: notification.id };
    const apiKeyId = await fillKeys(tx);
    const endpointId = await fillEndpoints(tx, connection.id);
    const [referenceId = ''] = await tx.recordWrites.create(set, [someWrite('cus_1')]);
    await tx.recordWrites.create({ ...set, recordType: 'lead' }, [someWrite('cus_1')]);
    await tx.failures.save(job.id, [someFailure('cus_2')]);
    const [failureId = ''] = await tx.failures.listIds({ jobId: job.id }, 1);
    const [record] = await tx.records.findByExternalId('customer', 'cus_1');
    const [other] = await tx.records.findByExternalId('lead', 'cus_1');
    const matched = await fillMatches(tx, { referenceId, recordId: record!.id, otherId: other!.id });
    const pushed = { jobId: job.id, executionId: execution.id, recordId: other!.id };
    const pushId = await fillPushes(tx, { ...set, stream: 'pushed' }, pushed);
    const conflictId = await fillConflicts(tx, { jobId: job.id, referenceId });
    const dedupeRunId = await fillDedupe(tx, job.id);
    const made = {
      failureId,
      recordId: record!.id,
      referenceId,
      pushId,
      conflictId,
      dedupeRunId,
      apiKeyId,
      endpointId,
    };
    return { ...made, ...matched, ...told };
  });
  return { connection, job, group, run, trigger, execution, plan, approval, set, recordType, ...found };
}

async function fillKeys(tx: Transaction): Promise<string> {
  const key = { id: newId(), name: 'ci', role: 'viewer', createdBy: 'ada', expiresInDays: null } as const;
  await tx.apiKeys.insert({ ...key, prefix: key.id.slice(-12), hash: 'none' });
  return key.id;
}

async function fillEndpoints(tx: Transaction, connectionId: string): Promise<string> {
  const id = newId();
  await tx.webhooks.insertEndpoint({
    ...{ id, connectionId, stream: 'customers', token: newId(), sealedSecret: 'c2VhbGVk' },
    ...{ previousUntil: null, revision: 1, rules: DEFAULT_WEBHOOK_RULES, idPaths: ['id'] },
  });
  return id;
}

/** A message that no job wants, on a topic that is read. */
async function fillTopics(tx: Transaction, tenantId: TenantId): Promise<void> {
  const topic = `changes-of-${tenantId}`;
  const place = { topic, partition: 0, position: '1', writtenAt: NOW };
  await tx.triggerMessages.claim([{ ...place, jobId: null, source: 'urn:crm', eventId: '1', type: 'x' }]);
  await tx.triggerMessages.saveState(topic, 'listening', null);
}

/** A record that is to be written to the provider. */
async function fillPushes(
  tx: Transaction,
  set: ReferenceSet,
  { jobId, executionId, recordId }: Readonly<Record<'jobId' | 'executionId' | 'recordId', string>>,
): Promise<string> {
  const id = newId();
  const operation = { intentId: id, kind: 'create', externalId: null, data: {}, version: null } as const;
  const made = { recordId, recordVersion: 1, referenceId: null, sent: {} };
  const intent = { id, jobId, operation, ...made, call: { key: id, position: 0 } };
  const entry = { recordId, recordVersion: 1, referenceId: null, externalId: null, intentId: id };
  const entries = [{ ...entry, outcome: null, problem: null }];
  const page = { chunkId: newId(), cursorIn: null, cursorOut: null, entries };
  await tx.pushPages.freeze(page, [intent], { set, executionId, isRead: false });
  return id;
}

/** A conflict that is over: nothing that asks for a person. */
async function fillConflicts(
  tx: Transaction,
  of: Readonly<Record<'jobId' | 'referenceId', string>>,
): Promise<string> {
  const id = newId();
  const found = { kind: 'data', fields: [], remoteVersion: null, policy: 'manual' } as const;
  const ended = {
    state: 'expired',
    revision: 2,
    decision: null,
    isTaken: false,
    isCarriedOut: false,
  } as const;
  await tx.conflicts.save([{ id, ...of, conflict: { ...found, ...ended }, history: [] }]);
  return id;
}

/** A run over what is stored that has ended. */
async function fillDedupe(tx: Transaction, jobId: JobId): Promise<string> {
  const id = newId();
  await tx.dedupeRuns.add({
    ...{
      id,
      recordType: 'customer',
      jobId,
      phase: 'merge',
      state: 'completed',
      revision: 3,
      keysOf: 'rules',
    },
    ...{ after: '0', until: '0', counts: NOTHING_COMPARED, previewed: NOTHING_COMPARED, actor: 'ada' },
    ...{ requestedAt: NOW, endedAt: NOW, problem: null },
  });
  return id;
}

/** Two records that may be one, and a merge. */
async function fillMatches(
  tx: Transaction,
  { referenceId, recordId, otherId }: Readonly<Record<'referenceId' | 'recordId' | 'otherId', string>>,
): Promise<{ readonly matchId: string; readonly mergeId: string }> {
  const found = { recordType: 'customer', rule: 'alike', score: 0.9, why: [] };
  await tx.matchReviews.open([{ ...found, referenceId, other: { recordId: otherId }, cause: 'band' }]);
  const merge = { ...found, survivorId: recordId, absorbedId: null, referenceIds: [referenceId] };
  const by = { executionId: null, actor: 'ada' };
  await tx.merges.add([{ ...merge, ...by }]);
  const first = { after: null, limit: 1 };
  const [match] = (await tx.matchReviews.list({}, first)).items;
  // Nothing that asks for a person.
  await tx.matchReviews.decide(match!.id, 'closed', 'ada');
  const [made] = (await tx.merges.list(undefined, first)).items;
  return { matchId: match!.id, mergeId: made!.id };
}

function someApproval(tenantId: TenantId, jobId: string, executionId: string): InactivationApproval {
  const undecided = { decidedAt: null, decidedBy: null, reason: null, carriedOutBy: null };
  const numbers = { candidates: 9, active: 10, ceiling: 1 };
  const id = newId();
  const asked = { state: 'waiting', cause: 'not_listed', requestedAt: NOW } as const;
  return { id, tenantId, jobId, executionId, ...asked, ...numbers, ...undecided };
}

export type FilledTenant = Awaited<ReturnType<typeof fillTenant>>;
