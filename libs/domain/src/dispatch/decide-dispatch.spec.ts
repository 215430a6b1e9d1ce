import fc from 'fast-check';
import { decideDispatch, type ChunkLoad, type ChunkQueue, type DispatchWindows } from './decide-dispatch.js';
import { PRIORITIES } from './priority.js';

const NOW = new Date('2026-11-01T12:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const WIDE: DispatchWindows = { perConnection: 100, perTenant: 100, unclaimed: 100 };

function queue(
  executionId: string,
  changes: Partial<ChunkQueue> & { readonly chunks?: number } = {},
): ChunkQueue {
  const { chunks = 3, ...others } = changes;
  return {
    executionId,
    tenantId: 'tenant',
    connectionId: 'connection',
    lane: 'bulk',
    priority: 'medium',
    waitingSince: NOW,
    window: 100,
    underWay: 0,
    planned: Array.from({ length: chunks }, (_, index) => `${executionId}.${index}`),
    ...others,
  };
}

function load(changes: Partial<ChunkLoad>): ChunkLoad {
  return {
    tenantId: 'tenant',
    connectionId: 'connection',
    lane: 'bulk',
    underWay: 0,
    unclaimed: [],
    ...changes,
  };
}

function dispatch(
  queues: readonly ChunkQueue[],
  windows: Partial<DispatchWindows> = {},
  loads: ChunkLoad[] = [],
) {
  return decideDispatch({ queues, loads, windows: { ...WIDE, ...windows }, now: NOW }).map(
    ({ chunkId }) => chunkId,
  );
}

describe('decideDispatch', () => {
  it('hands out the chunks of an execution in their order, as far as its window goes', () => {
    expect(dispatch([queue('a', { window: 3, underWay: 1 })])).toEqual(['a.0', 'a.1']);
  });

  it('counts what is under way for the connection and the tenant, whoever it belongs to', () => {
    const loads = [load({ underWay: 2 })];
    expect(dispatch([queue('a')], { perConnection: 4 }, loads)).toHaveLength(2);
    expect(dispatch([queue('a', { connectionId: 'other' })], { perTenant: 3 }, loads)).toHaveLength(1);
  });

  it('lets high go before medium and medium before low', () => {
    const queues = PRIORITIES.toReversed().map((priority) => queue(priority, { priority, chunks: 1 }));
    expect(dispatch(queues)).toEqual(['high.0', 'medium.0', 'low.0']);
  });

  it('decides a tie by what is under way, and then by id, whichever is named first', () => {
    const [busy, idle] = [queue('a', { underWay: 1, chunks: 1 }), queue('b', { chunks: 1 })];
    expect(dispatch([busy, idle])).toEqual(['b.0', 'a.0']);
    expect(dispatch([idle, busy])).toEqual(['b.0', 'a.0']);
    const [first, second] = [queue('a', { chunks: 1 }), queue('b', { chunks: 1 })];
    expect(dispatch([first, second])).toEqual(['a.0', 'b.0']);
    expect(dispatch([second, first])).toEqual(['a.0', 'b.0']);
  });

  it('gives no share to a tenant of whose chunks none waits for an executor', () => {
    const elsewhere = (unclaimed: ChunkLoad['unclaimed']) => [
      load({ tenantId: 'other', connectionId: 'other', underWay: 9, unclaimed }),
    ];
    expect(dispatch([queue('a', { chunks: 4 })], { unclaimed: 4 }, elsewhere([]))).toHaveLength(4);
    expect(dispatch([queue('a', { chunks: 4 })], { unclaimed: 4 }, elsewhere([NOW]))).toHaveLength(2);
  });

  it('lets a high one that has just come pass a low one that is being served', () => {
    const queues = [
      queue('low', { priority: 'low', underWay: 5, waitingSince: ago(1) }),
      queue('high', { priority: 'high' }),
    ];
    expect(dispatch(queues, { perConnection: 6 }, [load({ underWay: 5 })])).toEqual(['high.0']);
  });

  it('lets a low one go first that has waited two minutes longer', () => {
    const queues = [
      queue('high', { priority: 'high' }),
      queue('low', { priority: 'low', waitingSince: ago(121) }),
    ];
    expect(dispatch(queues, { perTenant: 2 })).toEqual(['low.0', 'high.0']);
  });

  it('takes turns between executions of one priority', () => {
    const queues = [queue('a', { waitingSince: ago(2) }), queue('b', { waitingSince: ago(1) })];
    expect(dispatch(queues, { perTenant: 4 })).toEqual(['a.0', 'b.0', 'a.1', 'b.1']);
  });

  it('lets a tenant with little under way go before one with much, whatever the priorities', () => {
    const queues = [
      queue('much', { priority: 'high', waitingSince: ago(300) }),
      queue('little', { priority: 'low', tenantId: 'other', connectionId: 'other' }),
    ];
    expect(dispatch(queues, { unclaimed: 2 }, [load({ underWay: 2 })])).toEqual(['little.0', 'much.0']);
  });

  it('leaves no more chunks waiting for an executor than it was told to, unless they go before them', () => {
    const backlog = [load({ underWay: 2, unclaimed: [ago(-120), ago(-120)] })];
    expect(
      dispatch([queue('late', { priority: 'low', waitingSince: ago(0) })], { unclaimed: 2 }, backlog),
    ).toEqual([]);
    expect(dispatch([queue('soon', { priority: 'high' })], { unclaimed: 2 }, backlog)).toEqual([
      'soon.0',
      'soon.1',
    ]);
  });

  it('keeps the windows of the single lane for it', () => {
    const single = queue('webhook', { lane: 'single', chunks: 1 });
    expect(dispatch([single], { perConnection: 5, perTenant: 5 }, [load({ underWay: 5 })])).toEqual([
      'webhook.0',
    ]);
  });
});

describe('decideDispatch, whatever waits', () => {
  const name = (prefix: string, most: number) =>
    fc.integer({ min: 1, max: most }).map((n) => `${prefix}${n}`);
  const queues = fc.uniqueArray(
    fc.record({
      executionId: name('e', 50),
      tenantId: name('t', 3),
      connectionId: name('c', 4),
      lane: fc.constantFrom('bulk' as const, 'single' as const),
      priority: fc.constantFrom(...PRIORITIES),
      waitingSince: fc.integer({ min: 0, max: 600 }).map(ago),
      window: fc.integer({ min: 1, max: 8 }),
      underWay: fc.integer({ min: 0, max: 4 }),
      chunks: fc.integer({ min: 1, max: 12 }),
    }),
    { selector: ({ executionId }) => executionId, maxLength: 12 },
  );
  const windows = fc.record({
    perConnection: fc.integer({ min: 1, max: 10 }),
    perTenant: fc.integer({ min: 1, max: 20 }),
    unclaimed: fc.integer({ min: 1, max: 10 }),
  });
  const waiting = queues.map((all) => all.map(({ executionId, ...rest }) => queue(executionId, rest)));
  const loadsOf = (all: readonly ChunkQueue[]) => all.map((each) => load({ ...each, unclaimed: [] }));
  const countBy = <T>(list: readonly T[], key: (item: T) => string) => {
    const counts = new Map<string, number>();
    for (const item of list) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
    return counts;
  };

  it('never exceeds a window, and hands out no chunk twice', () => {
    fc.assert(
      fc.property(waiting, windows, (all, limits) => {
        const turns = decideDispatch({ queues: all, loads: loadsOf(all), windows: limits, now: NOW });
        expect(new Set(turns.map(({ chunkId }) => chunkId)).size).toBe(turns.length);
        const owner = new Map(all.map((each) => [each.executionId, each]));
        const owners = turns.map(({ executionId }) => owner.get(executionId)!);
        for (const each of all) {
          const given = owners.filter((one) => one === each).length;
          if (given > 0) expect(each.underWay + given).toBeLessThanOrEqual(each.window);
        }
        for (const [limit, key] of [
          [limits.perConnection, ({ lane, connectionId }: ChunkQueue) => `${lane} ${connectionId}`],
          [limits.perTenant, ({ lane, tenantId }: ChunkQueue) => `${lane} ${tenantId}`],
        ] as const) {
          for (const [group, given] of countBy(owners, key)) {
            const before = all
              .filter((each) => key(each) === group)
              .reduce((sum, one) => sum + one.underWay, 0);
            expect(before + given).toBeLessThanOrEqual(limit);
          }
        }
      }),
    );
  });

  it('shares alike among tenants that want more than there is, whatever their priorities', () => {
    const priority = fc.constantFrom(...PRIORITIES);
    const tenants = fc.array(fc.record({ priority, waited: fc.integer({ min: 0, max: 300 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(tenants, fc.integer({ min: 5, max: 40 }), (wants, room) => {
        const all = wants.map(({ priority: wanted, waited }, n) =>
          queue(`e${n}`, {
            tenantId: `t${n}`,
            connectionId: `c${n}`,
            chunks: 50,
            priority: wanted,
            waitingSince: ago(waited),
          }),
        );
        const turns = decideDispatch({
          queues: all,
          loads: [],
          windows: { ...WIDE, unclaimed: room },
          now: NOW,
        });
        const shares = all.map(
          ({ executionId }) => turns.filter((turn) => turn.executionId === executionId).length,
        );
        const fair = Math.floor(room / wants.length);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(fair);
        for (const share of shares) expect(share).toBeLessThanOrEqual(fair + 1);
      }),
    );
  });

  it('lets nothing wait for ever, however many high ones keep coming', () => {
    let low = queue('low', { priority: 'low', chunks: 1 });
    for (let second = 0; second <= 121; second += 1) {
      const now = new Date(NOW.getTime() + second * 1000);
      const high = queue(`high${second}`, { priority: 'high', waitingSince: now });
      const windows = { ...WIDE, perConnection: 1 };
      const [turn] = decideDispatch({ queues: [high, low], loads: [], windows, now });
      if (turn?.executionId === 'low') low = { ...low, planned: [] };
    }
    expect(low.planned).toEqual([]);
  });
});
