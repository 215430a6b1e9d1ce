import { DEFAULT_WEBHOOK_RULES, NO_RETRY, startPlan, type Execution } from '@evenkeel/domain';
import { someFailure } from './testing/failure-fixtures.js';
import { newId, seedJob, someExecution } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const start = new Date('2026-11-01T12:00:00.000Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const every10Minutes = { kind: 'interval', everySeconds: 600 } as const;

export function describeConcerns({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
    world.setNow(start);
  });
  const facts = () => world.tenant.transaction((tx) => tx.concerns.facts());
  const insert = (...executions: readonly Execution[]) =>
    world.tenant.transaction(async (tx) => {
      for (const execution of executions) await tx.executions.insert(execution);
    });
  const ended = (jobId: string, minutes: number, changes: Partial<Execution> = {}) =>
    someExecution(jobId, { status: 'completed', finishedAt: after(minutes), ...changes });

  describe('facts of concerns', () => {
    it('are none of an empty store', async () => {
      const none = {
        ...{
          approvals: [],
          plans: [],
          matches: [],
          stoppedDedupes: [],
          pushes: [],
          quarantined: [],
          deadExecutions: [],
          deadRecords: [],
        },
        conflicts: [],
        models: [],
        refusedDeliveries: [],
        deliveryDays: [],
        unreadTopics: [],
        rejectedMessages: [],
        failingChannels: [],
      };
      await expect(facts()).resolves.toEqual({ connections: [], jobs: [], ...none });
    });

    it('tell of a connection what keeps it', async () => {
      const { connection } = await seedJob(world.tenant);
      const untouched = {
        ...{ name: connection.name, status: 'active', statusReason: null },
        ...{ control: 'running', heldBy: null, heldSince: null },
        ...{ pausedUntil: null, pausedFor: null, isBreakerOpen: false },
      };
      expect((await facts()).connections).toEqual([untouched]);
      await world.tenant.transaction(async (tx) => {
        await tx.controls.save(connection.id, 'paused', 'ada');
        await tx.connections.saveStatus(connection.id, 'needs_attention', 'HTTP 401');
      });
      expect((await facts()).connections).toEqual([
        {
          ...{ ...untouched, status: 'needs_attention', statusReason: 'HTTP 401' },
          ...{ control: 'paused', heldBy: 'ada', heldSince: start },
        },
      ]);
    });

    it('tell of a job how its last bulk run ended, and when one last succeeded', async () => {
      const { connection, job } = await seedJob(world.tenant, { schedule: every10Minutes });
      const { stream } = job.definition;
      const known = { name: job.name, connection: connection.name, stream, schedule: every10Minutes };
      const never = { ...known, freshnessTargetMinutes: null };
      expect((await facts()).jobs).toEqual([{ ...never, createdAt: start, succeededAt: null, latest: null }]);
      const reason = { kind: 'transient', code: null, message: 'It was away', remedy: null } as const;
      const failed = ended(job.id, 20, {
        ...({ status: 'failed', reason } as const),
        retry: { ...NO_RETRY, nextAttemptAt: after(21) },
      });
      await insert(
        ...[ended(job.id, 5), ended(job.id, 10, { status: 'completed_with_errors' }), failed],
        ...[ended(job.id, 30, { lane: 'single' }), ended(job.id, 40, { lane: 'preview' })],
        someExecution(job.id),
      );
      expect((await facts()).jobs).toMatchObject([
        {
          succeededAt: after(10),
          latest: {
            id: failed.id,
            status: 'failed',
            finishedAt: after(20),
            reason,
            nextAttemptAt: after(21),
          },
        },
      ]);
    });

    it('leave out jobs that were removed, and have no schedule where a job has none', async () => {
      const { job } = await seedJob(world.tenant);
      const removed = await seedJob(world.tenant);
      await world.tenant.transaction((tx) =>
        tx.jobRemovals.begin(removed.job.id, { actor: 'ada', detach: false }),
      );
      expect((await facts()).jobs).toMatchObject([{ name: job.name, schedule: null }]);
    });

    it('tell on which of the last days an open webhook received that is silent, day by day', async () => {
      const { connection } = await seedJob(world.tenant);
      const endpointId = newId();
      const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
      const receive = (name: string) =>
        world.tenant.transaction((tx) =>
          tx.webhooks.takeDeliveries([
            {
              ...{ endpointId, deliveryId: name, state: 'ignored', stream: 'orders', kind: null },
              ...{ change: 'changed', externalIds: [], body: '{}', why: null },
              ...{ isNewAfter: 'rejected', believed: 'nothing' },
            },
          ]),
        );
      await world.tenant.transaction((tx) =>
        tx.webhooks.insertEndpoint({
          ...{ id: endpointId, connectionId: connection.id, stream: 'orders', token: newId(), revision: 1 },
          ...{ sealedSecret: 'sealed', previousUntil: null, idPaths: ['id'], rules: DEFAULT_WEBHOOK_RULES },
        }),
      );
      for (const hour of [0, 1, 30, 80]) {
        world.setNow(hours(hour));
        await receive(`d${hour}`);
      }
      expect((await facts()).deliveryDays).toEqual([]);
      world.setNow(hours(110));
      const found = { connection: connection.name, stream: 'orders', lastAt: hours(80) };
      expect((await facts()).deliveryDays).toEqual([{ ...found, daysAgo: [1, 3, 4] }]);
      await world.tenant.transaction((tx) => tx.webhooks.noteRefusal(endpointId, 'wrong signature'));
      expect((await facts()).deliveryDays).toEqual([]);
    });

    it('tell which open webhooks refuse deliveries, until one is taken', async () => {
      const { connection } = await seedJob(world.tenant);
      const endpoint = (stream: string) => ({
        ...{ id: newId(), connectionId: connection.id, stream, token: newId() },
        ...{
          sealedSecret: 'sealed',
          previousUntil: null,
          revision: 1,
          idPaths: ['id'],
          rules: DEFAULT_WEBHOOK_RULES,
        },
      });
      const [orders, closed] = [endpoint('orders'), endpoint('closed')];
      await world.tenant.transaction(async (tx) => {
        for (const each of [orders, closed, endpoint('quiet')]) {
          await tx.webhooks.insertEndpoint(each);
          if (each.stream !== 'quiet') await tx.webhooks.noteRefusal(each.id, 'wrong signature');
        }
        await tx.webhooks.closeEndpoint(closed.id);
      });
      world.setNow(after(1));
      await world.tenant.transaction((tx) => tx.webhooks.noteRefusal(orders.id, 'wrong time'));
      const refused = { connection: connection.name, stream: 'orders', since: start, why: 'wrong time' };
      expect((await facts()).refusedDeliveries).toEqual([refused]);
      const [listed] = await world.tenant.transaction((tx) => tx.webhooks.listEndpoints(connection.id));
      expect(listed?.refusal).toEqual({ since: start, at: after(1), why: 'wrong time' });
      await world.tenant.transaction((tx) => tx.webhooks.forgetRefusals(orders.id));
      expect((await facts()).refusedDeliveries).toEqual([]);
    });

    it('tell which decisions wait', async () => {
      const { job } = await seedJob(world.tenant);
      const [waits, over] = [someExecution(job.id, { status: 'awaiting_approval' }), ended(job.id, 1)];
      await insert(waits, over);
      const asked = { state: 'waiting', cause: 'not_listed', requestedAt: after(3) } as const;
      const undecided = { decidedAt: null, decidedBy: null, reason: null, carriedOutBy: null };
      const approval = {
        ...{ id: newId(), tenantId: job.tenantId, jobId: job.id, executionId: over.id },
        ...{ ...asked, ...undecided, candidates: 9, active: 10, ceiling: 1 },
      };
      const plan = startPlan(newId(), waits, start);
      await world.tenant.transaction(async (tx) => {
        await tx.plans.insert(plan);
        await tx.plans.insert(startPlan(newId(), over, start));
        await tx.inactivationApprovals.insert(approval);
        await tx.inactivationApprovals.insert({
          ...{ ...approval, id: newId(), executionId: waits.id },
          state: 'rejected',
        });
      });
      const { approvals, plans } = await facts();
      expect(approvals).toEqual([
        {
          ...{ id: approval.id, job: job.name, cause: 'not_listed', candidates: 9 },
          requestedAt: approval.requestedAt,
        },
      ]);
      const { expiresAt } = plan;
      expect(plans).toEqual([{ executionId: waits.id, job: job.name, madeAt: start, expiresAt }]);
    });

    it('count what is dead: runs by job with the newest of them, records by cause with one of them', async () => {
      const { job } = await seedJob(world.tenant);
      const dead = (minutes: number) =>
        ended(job.id, minutes, {
          status: 'failed',
          retry: { ...NO_RETRY, deadLetter: 'dead' },
        });
      const [older, newer] = [dead(1), dead(2)];
      await insert(newer, older, ended(job.id, 3));
      const failure = (id: string, groupKey: string, state: 'dead' | 'retrying' = 'dead') =>
        someFailure(id, { groupKey, state });
      await world.tenant.transaction((tx) =>
        tx.failures.save(job.id, [
          ...[failure('1', 'a'), failure('2', 'a'), failure('3', 'b'), failure('4', 'b', 'retrying')],
        ]),
      );
      const { deadExecutions, deadRecords } = await facts();
      expect(deadExecutions).toEqual([{ job: job.name, count: 2, id: newer.id, finishedAt: after(2) }]);
      expect(deadRecords).toMatchObject([
        { job: job.name, count: 2, example: 'email is missing' },
        { job: job.name, count: 1, since: new Date('2026-11-01T12:00:00.007Z') },
      ]);
    });
  });
}
