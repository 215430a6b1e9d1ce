import { chunkAssigned, type ChunkAssigned } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, type Execution, type Priority } from '@evenkeel/domain';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const START = new Date('2026-11-01T12:00:00.000Z');
const dispatch = () => world.dispatching().dispatch();

beforeEach(async () => {
  await world.published();
  world.now = START;
});
afterEach(async () => {
  world.now = undefined;
  world.windows = {};
  await world.database.reset();
});

function run(changes: Partial<Execution> = {}, chunks = 3) {
  return world.plan(chunks, { execution: { startedAt: START, ...changes } });
}

async function handedOut(): Promise<readonly string[]> {
  const entries = await world.published();
  return entries
    .filter(({ topic }) => topic === chunkAssigned.topic)
    .map(({ payload }) => (payload as ChunkAssigned).executionId);
}

describe('dispatch', () => {
  it('told twice hands out each chunk once', async () => {
    await run();
    await dispatch();
    expect(await handedOut()).toHaveLength(3);
    await dispatch();
    expect(await handedOut()).toEqual([]);
  });

  it('by two replicas at once exceeds no window', async () => {
    world.windows = { perTenant: 4 };
    await Promise.all(Array.from({ length: 3 }, () => run()));
    await Promise.all([dispatch(), dispatch(), dispatch()]);
    expect(await handedOut()).toHaveLength(4);
  });

  it('gives each execution as many as its path has, or as the installation says', async () => {
    const [primary, enterprise] = ['primary', 'enterprise'] as const;
    const path = { kind: enterprise, why: 'as the job says' };
    const [quick, paced] = [await run({}, 9), await run({ path }, 9)];
    await dispatch();
    const of = async ({ execution }: typeof quick) =>
      (await world.chunkStates(execution.id)).filter((state) => state === 'assigned').length;
    expect([await of(quick), await of(paced)]).toEqual([9, 4]);
    world.windows = { perExecution: { [primary]: 32, [enterprise]: 6 } };
    await dispatch();
    expect([await of(quick), await of(paced)]).toEqual([9, 6]);
  });

  it('lets a high run pass a low one that was handed out before it, up to the executors', async () => {
    const of = async (priority: Priority) => (await run({ priority }, 40)).execution.id;
    const low = await of('low');
    await dispatch();
    expect(new Set(await handedOut())).toEqual(new Set([low]));
    const high = await of('high');
    await dispatch();
    expect(new Set(await handedOut())).toEqual(new Set([high]));
    const claim = await world.system.transaction((tx) => tx.chunkQueue.claimNext('worker', 30_000));
    expect(claim).toMatchObject({ priority: 'high', chunk: { executionId: high } });
  });

  it('takes the tenant that has less in the hands of executors first', async () => {
    const other = '00000000-0000-0000-0000-000000000002';
    await world.database.rows(`insert into tenant (id, name) values ($1, 'other') on conflict do nothing`, [
      other,
    ]);
    await run({ priority: 'high' }, 3);
    const little = await run({ priority: 'low', tenantId: other }, 1);
    await dispatch();
    const claims = [];
    for (let nth = 0; nth < 2; nth += 1)
      claims.push(await world.system.transaction((tx) => tx.chunkQueue.claimNext('worker', 30_000)));
    expect(claims[1]?.chunk.executionId).toBe(little.execution.id);
    expect(DEFAULT_TENANT).not.toBe(other);
  });

  it('hands out one chunk of a run until ten of its records were processed', async () => {
    world.windows = { untilBreakerArmed: 1 };
    const { chunks, execution } = await run();
    await dispatch();
    expect(await world.chunkStates(execution.id)).toEqual(['assigned', 'planned', 'planned']);
    await world.apply(chunks[0]!.id, { outcomes: { created: 10 }, isLast: false });
    await dispatch();
    expect(await world.chunkStates(execution.id)).toEqual(['claimed', 'assigned', 'assigned']);
  });

  it('hands out nothing while the connection or the engine is paused', async () => {
    const { execution, job } = await run();
    const set = (id: string | null, state: 'paused' | 'running') => world.setControl(id, state);
    for (const id of [job.connectionId, null]) {
      await set(id, 'paused');
      await dispatch();
      expect(await handedOut()).toEqual([]);
      await set(id, 'running');
    }
    await dispatch();
    expect(await world.chunkStates(execution.id)).toEqual(['assigned', 'assigned', 'assigned']);
  });

  it('counts what is under way anew each time: what ends makes room', async () => {
    world.windows = { perConnection: 2 };
    const { chunks, execution } = await run();
    await dispatch();
    expect(await world.chunkStates(execution.id)).toEqual(['assigned', 'assigned', 'planned']);
    await world.apply(chunks[0]!.id, { outcomes: { created: 1 } });
    await dispatch();
    expect(await world.chunkStates(execution.id)).toEqual(['applied', 'assigned', 'assigned']);
  });

  it.each(['paused', 'cancelled', 'queued'] as const)(
    'hands out nothing of a run that is %s',
    async (status) => {
      await run({ status });
      await dispatch();
      expect(await handedOut()).toEqual([]);
    },
  );
});
