import { packSeen } from '@evenkeel/adapter-postgres/testing';
import { newId, someFailure, someWrite } from '@evenkeel/conformance';
import { executionClosed } from '@evenkeel/contracts-messages';
import { counts } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  executionBreakerProblem,
  describeProblem,
  SyncError,
  type ErrorCode,
} from '@evenkeel/domain';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
beforeEach(async () => void (await world.published()));

/** Two chunks: one has an applied page and is still read, the other was given up. */
async function seedFailure(code: ErrorCode, isJudged = true) {
  const planned = await world.begin(2, { isJudged });
  const [reading, broken] = planned.chunks;
  await world.apply(reading!.id, { outcomes: { created: 3 }, isLast: false });
  await world.fail(broken!.id, describeProblem(new SyncError(code, 'It did not work')));
  return {
    ...planned,
    message: { tenantId: DEFAULT_TENANT, executionId: planned.execution.id, chunkId: broken!.id },
  };
}

describe('chunk-failed', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { execution, message } = await seedFailure('provider.server_error');
    await world.onChunkFailed().handle([message]);
    const failed = await world.execution(execution.id);
    expect(await world.published()).toHaveLength(1);
    await world.onChunkFailed().handle([message, message]);
    expect(await world.execution(execution.id)).toEqual(failed);
    expect(await world.published()).toEqual([]);
  });

  it('ends the execution, takes its other chunks away, and counts what was applied until then', async () => {
    const { execution, message } = await seedFailure('provider.server_error');
    await world.onChunkFailed().handle([message]);
    expect(await world.execution(execution.id)).toMatchObject({
      status: 'failed',
      epoch: execution.epoch + 1,
      reason: { kind: 'transient', code: 'provider.server_error', message: 'It did not work' },
    });
    expect(await world.chunkStates(execution.id)).toEqual(['abandoned', 'failed']);
    expect(await world.receipt(execution.id)).toMatchObject({
      fetched: 3,
      replayed: 0,
      outcomes: counts({ created: 3 }),
      balanced: true,
    });
    expect(await world.published()).toEqual([
      {
        topic: executionClosed.topic,
        payload: { tenantId: DEFAULT_TENANT, executionId: execution.id, jobId: execution.jobId },
      },
    ]);
  });

  it.each(['provider.listing_endless', 'run.contract_broken'] as const)(
    'because of %s asks a person once about what the listing has created, and keeps it',
    async (code) => {
      const { execution, chunks, message, job } = await seedFailure(code, false);
      const { stream, recordType } = job.definition;
      const set = { connectionId: job.connectionId, stream, recordType };
      const [a, b, c] = await world.tenant.transaction((tx) =>
        tx.recordWrites.create(set, [someWrite('a'), someWrite('b'), someWrite('c')]),
      );
      await world.database.rows(
        'update page_result set seen = $2::bigint[] where chunk_id = $1 returning page_no',
        [
          chunks[0]!.id,
          [
            packSeen({ referenceId: a!, outcome: 'created' }),
            packSeen({ referenceId: b!, outcome: 'created' }),
          ]
            .concat(packSeen({ referenceId: c!, outcome: 'unchanged' }))
            .map(String),
        ],
      );
      await world.onChunkFailed().handle([message, message]);
      const executionId = execution.id;
      const { items } = await world.tenant.transaction((tx) =>
        tx.inactivationApprovals.list({ jobId: job.id }, { after: null, limit: 10 }),
      );
      const asked = { executionId, state: 'waiting', cause: 'endless_listing', candidates: 2, ceiling: 0 };
      expect(items).toMatchObject([asked]);
      const examples = await world.tenant.transaction((tx) =>
        tx.inactivationApprovals.examples(items[0]!.id, 10),
      );
      expect(examples).toEqual(['a', 'b']);
      expect(await world.receipt(executionId)).toMatchObject({
        closeOut: {
          complete: false,
          reason: 'It did not work',
          candidates: 2,
          kept: { awaiting_approval: 2 },
        },
      });
    },
  );

  it.each([
    ['provider.unreachable', 'transient'],
    ['provider.rate_limited', 'transient'],
    ['provider.page_loop', 'config'],
    ['config.unknown_stream', 'config'],
    ['provider.unauthorized', 'auth'],
    ['system.unexpected', 'system'],
  ] as const)('because of %s gives the reason %s, and the remedy', async (code, kind) => {
    const { execution, message } = await seedFailure(code);
    await world.onChunkFailed().handle([message]);
    const { reason } = await world.execution(execution.id);
    expect(reason).toMatchObject({ kind, code });
    expect(reason?.remedy).toBeTruthy();
  });

  it('marks the connection for attention if the provider refused the credentials, and only then', async () => {
    const connectionAfter = async (code: ErrorCode) => {
      const { job, message } = await seedFailure(code);
      await world.onChunkFailed().handle([message]);
      return world.tenant.transaction((tx) => tx.connections.find(job.connectionId));
    };
    expect(await connectionAfter('provider.unauthorized')).toMatchObject({
      status: 'needs_attention',
      statusReason: 'It did not work',
    });
    expect(await connectionAfter('provider.timeout')).toMatchObject({ status: 'active', statusReason: null });
  });

  it('counts a page that is applied while the execution ends, or lets it in no more: never in between', async () => {
    const { execution, chunks, message } = await seedFailure('provider.timeout');
    const page = { outcomes: { created: 5 } };
    await world.tenant.transaction((tx) => tx.chunkLeases.release(chunks[0]!.id, 1));
    await Promise.allSettled([world.apply(chunks[0]!.id, page), world.onChunkFailed().handle([message])]);
    const fetched = (await world.receipt(execution.id))?.fetched;
    const [chunk] = await world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
    expect(fetched).toBe(chunk!.fetched);
    expect([3, 8]).toContain(fetched);
  });
});

describe('an execution that its breaker stopped', () => {
  it('delivered twice, ends once, is not to be resumed, and leaves no dead letter behind', async () => {
    const { execution, job, chunks } = await world.begin(2);
    const mine = { executionId: execution.id };
    const failed = (executionId: string) =>
      ({ kind: 'failed', at: '2026-11-01T12:00:00.000Z', executionId, code: 'c', message: 'm' }) as const;
    const earlier = newId();
    await world.tenant.transaction((tx) =>
      tx.failures.save(job.id, [
        someFailure('new', { ...mine, history: [failed(execution.id)] }),
        someFailure('known', {
          ...mine,
          state: 'dead',
          executions: 3,
          history: [failed(earlier), failed(earlier), failed(execution.id)],
        }),
        someFailure('of another run', { executionId: earlier, history: [failed(earlier)] }),
      ]),
    );
    await world.fail(chunks[0]!.id, executionBreakerProblem({ processed: 20, failed: 15 }));
    const deliver = () =>
      world
        .onChunkFailed()
        .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: chunks[0]!.id }]);
    await Promise.all([deliver(), deliver()]);
    expect(await world.execution(execution.id)).toMatchObject({
      status: 'failed',
      epoch: 1,
      reason: { kind: 'circuit_breaker', code: 'run.circuit_breaker' },
    });
    const { items } = await world.tenant.transaction((tx) =>
      tx.failures.list({ jobId: job.id }, { after: null, limit: 10 }),
    );
    expect(items).toMatchObject([
      { externalId: 'known', state: 'retrying', executions: 2, lastExecutionId: earlier },
      { externalId: 'of another run', state: 'retrying', executions: 1 },
    ]);
  });
});
