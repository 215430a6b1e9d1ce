import { counts, eventually, someAdvance, somePage } from '@evenkeel/conformance';
import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  admitPages,
  DEFAULT_TENANT,
  referenceSetOf,
  SyncError,
  type Chunk,
  type ChunkPlan,
  type IntentState,
  type JobDefinition,
  type WriteAbilities,
  type WriteResult,
} from '@evenkeel/domain';
import { applyAnswers, loadExecution } from '@evenkeel/operations';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';
import { WrittenRows, type Fate } from '../testing/written-rows.js';

const world = new ExecutorWorld();
let rows: WrittenRows;
let chunk: Chunk;

const KEYED = { keyLifetimeSeconds: 86_400 } as const;
const LOOKED_UP = { lookUp: { by: 'key', settlesAfterMs: 0 } } as const;

/** A job that goes out, with these records in the store, and a chunk that waits for a worker. */
async function pushing(
  names: readonly string[],
  abilities: Partial<WriteAbilities> = {},
  job: Partial<JobDefinition> = {},
): Promise<void> {
  world.provider = ListedProvider.of(0);
  rows = new WrittenRows(abilities);
  world.provider.writes = rows;
  chunk = await world.assigned({
    chunk: { slice: { kind: 'push', select: 'all' } },
    execution: { scope: { kind: 'push', select: 'all' } },
    job: { direction: 'outbound', recordType: 'customer', pageSize: 3, ...job },
  });
  for (const name of names)
    await world.database.rows(
      `insert into record (tenant_id, record_type, data) values ($1, 'customer', $2) returning id`,
      [DEFAULT_TENANT, JSON.stringify({ name })],
    );
}

const intents = () =>
  world.database.rows<{ name: string; state: IntentState; result: { kind: string } | null }>(
    `select i.sent ->> 'name' as name, i.state, i.result from push_intent i order by i.sent ->> 'name'`,
    [],
  );
const states = async () => Object.fromEntries((await intents()).map(({ name, state }) => [name, state]));

/** Applies what is published, as ingestion does. */
const apply = async (page: PageFetched): Promise<void> => {
  await world.tenant.transaction(async (tx) => {
    const locked = await tx.chunks.lock(page.chunkId);
    if (locked === undefined || admitPages(locked, [page]).length === 0) return;
    const { job } = (await loadExecution(tx, page.executionId))!;
    const frozen = (await tx.pushPages.find(page))!;
    const found = await tx.pushIntents.lock(frozen.entries.flatMap(({ intentId }) => intentId ?? []));
    const of = { set: referenceSetOf(job), executionId: page.executionId, digest: () => '0'.repeat(32) };
    await applyAnswers(tx, of, found);
    await tx.pushPages.remove(frozen);
    const seen = frozen.entries.map(() => null);
    const { cursorOut: cursor } = page;
    const advance = someAdvance(locked, {
      cursor,
      outcomes: counts({ created: seen.length }),
      end: cursor === null,
    });
    await tx.pages.advance(advance, [somePage('created', seen, { ...page, outcomes: advance.outcomes })], []);
  });
};

/** The chunk is read until it has ended, or its worker gave it up. */
async function read(): Promise<void> {
  world.bus.onPage = apply;
  await world.startReading(chunk, { name: `worker ${Math.random()}` });
  await eventually('the worker is done', async () =>
    ['applied', 'failed', 'planned'].includes(await world.stateOf(chunk)),
  );
}

const again = () =>
  world.database.rows(
    `update chunk set state = 'assigned', assigned_at = engine_now(), not_before = null where id = $1`,
    [chunk.id],
  );

describe('a push', () => {
  it('creates each record once, page after page', async () => {
    await pushing(['Ada', 'Bob', 'Cid', 'Dan']);
    await read();
    expect(await world.stateOf(chunk)).toBe('applied');
    expect(rows.names).toEqual(['Ada', 'Bob', 'Cid', 'Dan']);
    expect(await states()).toEqual({ Ada: 'applied', Bob: 'applied', Cid: 'applied', Dan: 'applied' });
    expect(world.bus.pages.map(({ records, pushed }) => [records.length, pushed])).toEqual([
      [0, 3],
      [0, 1],
    ]);
  });

  it('sends nothing of what is as it was sent, and of what changed only that', async () => {
    await pushing(['Ada', 'Bob']);
    await read();
    await world.database.rows(
      `update record set data = data || '{"city": "Rome"}' where data ->> 'name' = 'Bob'`,
      [],
    );
    rows.calls.length = 0;
    chunk = await world.next(chunk);
    await read();
    const sent = rows.calls.flatMap(({ operations }) => operations);
    expect(sent).toMatchObject([{ kind: 'update', externalId: 'p2', data: { city: 'Rome' } }]);
    expect(sent[0]?.data).toEqual({ city: 'Rome' });
  });

  it('goes into a provider that has records only where that is said', async () => {
    await pushing(['Ada']);
    world.provider = ListedProvider.of(1);
    world.provider.writes = rows;
    await read();
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'run.pairing_required' });
    expect(rows.calls).toEqual([]);
    await pushing(['Bob'], {}, { createsUnpaired: true });
    await read();
    expect(rows.names).toContain('Bob');
  });

  it('is refused by a stream that is only read', async () => {
    await pushing(['Ada']);
    world.provider.writes = undefined;
    await read();
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'config.stream_not_writable' });
  });

  it('finds the record that a call is refused for', async () => {
    const batches = { batchSizes: { create: 10 }, isAllOrNothing: true } as const;
    await pushing(['Ada', 'Bob', 'Cid', 'Dan', 'Eve'], batches, { pageSize: 10, writePolicy: 'create_only' });
    rows.refused = ['Cid'];
    await read();
    expect(rows.names).toEqual(['Ada', 'Bob', 'Dan', 'Eve']);
    expect((await intents()).map(({ name, result }) => [name, result?.kind])).toEqual([
      ['Ada', 'written'],
      ['Bob', 'written'],
      ['Cid', 'failed'],
      ['Dan', 'written'],
      ['Eve', 'written'],
    ]);
  });
});

describe('a record that the provider has in another state', () => {
  const edit = () =>
    world.database.rows(
      `update record set data = data || '{"city": "Rome"}' where data ->> 'name' = 'Ada'`,
      [],
    );
  beforeEach(async () => {
    await pushing(['Ada'], { checksVersion: true });
    rows.version = '1';
    await read();
    await edit();
    rows.calls.length = 0;
    chunk = await world.next(chunk);
  });

  it('is read, and written over that', async () => {
    rows.version = '2';
    world.provider.instead = (externalId) => ({ externalId, version: '2', modifiedAt: null, data: {} });
    await read();
    expect(rows.calls.map(({ operations: [one] }) => one?.version)).toEqual(['1', '2']);
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada', city: 'Rome' });
  });

  it('is left where it moves faster than it can be written', async () => {
    rows.version = '9';
    world.provider.instead = (externalId) => ({ externalId, version: '2', modifiedAt: null, data: {} });
    await read();
    expect(rows.calls).toHaveLength(4);
    expect((await intents()).map(({ result }) => result?.kind)).toContain('moved');
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada' });
  });
});

describe('what is put out of use at the provider', () => {
  it('stays there, and is not written any more', async () => {
    const abilities = { batchSizes: { create: 1, update: 1, deactivate: 1 } };
    const deleteCeiling = { percent: 100, records: 5 };
    await pushing(['Ada', 'Bob'], abilities, { deletePolicy: 'deactivate', deleteCeiling });
    await read();
    await world.database.rows(`delete from record where data ->> 'name' = 'Ada'`, []);
    for (const calls of [1, 0]) {
      chunk = await world.next(chunk);
      rows.calls.length = 0;
      await read();
      expect(rows.calls).toHaveLength(calls);
    }
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada', active: false });
  });

  it('is refused by a stream that does not say how', async () => {
    await pushing(['Ada'], {}, { deletePolicy: 'deactivate' });
    await read();
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'config.stream_not_writable' });
  });
});

describe.each(['delete', 'deactivate'] as const)('deletions (%s)', (deletePolicy) => {
  it('end at the ceiling of the job', async () => {
    const deleteCeiling = { percent: 0, records: 2 };
    const abilities = { batchSizes: { create: 1, update: 1, delete: 1, deactivate: 1 } };
    await pushing(['Ada', 'Bob', 'Cid', 'Dan', 'Eve', 'Fay'], abilities, { deletePolicy, deleteCeiling });
    await read();
    await world.database.rows(`delete from record where data ->> 'name' <> 'Ada'`, []);
    for (const _ of [1, 2]) {
      chunk = await world.next(chunk);
      await read();
      const inUse = [...rows.rows.values()].filter(({ active }) => active !== false);
      expect(inUse).toHaveLength(4);
    }
  });
});

const namesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => `Ada ${String(n).padStart(2, '0')}`);

/** Does something around each call. */
const around = (wrap: (write: () => Promise<readonly WriteResult[]>) => Promise<readonly WriteResult[]>) => {
  const { abilities, lookUp } = rows;
  world.provider.writes = { abilities, lookUp, write: (request) => wrap(() => rows.write(request)) };
};

describe('a call of a push', () => {
  it('that was not sent is sent once more, as it was frozen', async () => {
    await pushing(['Ada']);
    rows.fates = ['unsent'];
    await read();
    expect(await states()).toEqual({ Ada: 'planned' });
    await again();
    await read();
    expect(rows.calls.map(({ key }) => key)).toEqual([rows.calls[0]?.key, rows.calls[0]?.key]);
    expect(rows.names).toEqual(['Ada']);
  });

  it('that stops a push leaves nothing in doubt that was only about to be called', async () => {
    const names = namesOf(30);
    await pushing(names, {}, { pageSize: 30 });
    rows.fates = [...Array.from({ length: 10 }, () => undefined), 'unsent'];
    await read();
    expect(rows.names).toHaveLength(15);
    const left = (await intents()).map(({ state }) => state).sort();
    expect(left).toEqual([
      ...Array.from({ length: 15 }, () => 'answered'),
      ...Array.from({ length: 15 }, () => 'planned'),
    ]);
    await again();
    await read();
    expect(rows.names).toEqual(names);
    expect(new Set(Object.values(await states()))).toEqual(new Set(['applied']));
  });

  it('keeps none but its own place from the others while it is slow', async () => {
    const names = namesOf(40);
    await pushing(names, {}, { pageSize: 40 });
    let [begun, underWay, most] = [0, 0, 0];
    let last!: () => void;
    const isLast = new Promise<void>((resolve) => (last = resolve));
    around(async (write) => {
      const nth = (begun += 1);
      most = Math.max(most, (underWay += 1));
      if (nth === names.length) last();
      if (nth === 1) await isLast;
      const results = await write();
      underWay -= 1;
      return results;
    });
    await read();
    expect(most).toBe(8);
    expect(rows.names).toEqual(names);
    expect(new Set(Object.values(await states()))).toEqual(new Set(['applied']));
  });

  it.each<readonly [number, string, Partial<WriteAbilities>]>([
    [16, 'nothing tells later what became of it', {}],
    [32, 'its provider knows it by its key', KEYED],
  ])('is marked ahead with at most %i that have no answer where %s', async (bound, _, abilities) => {
    await pushing(namesOf(60), abilities, { pageSize: 60 });
    let most = 0;
    around(async (write) => {
      const sent = (await intents()).filter(({ state }) => state === 'sent').length;
      most = Math.max(most, sent);
      return write();
    });
    await read();
    expect(rows.names).toHaveLength(60);
    expect(most).toBeLessThanOrEqual(bound);
    expect(most).toBeGreaterThan(bound / 2);
  });

  it('is not followed by one that is not marked once another worker has its chunk, and its answer is kept', async () => {
    await pushing(namesOf(60), {}, { pageSize: 60 });
    const take = `update chunk set state = 'planned', attempt = attempt + 1, lease_until = null where id = $1 returning id`;
    let begun = 0;
    let taken: Promise<unknown> | undefined;
    around(async (write) => {
      if ((begun += 1) === 5) taken = world.database.rows(take, [chunk.id]);
      await taken;
      return write();
    });
    await read();
    await eventually('what was answered is kept', async () => {
      const told = (await intents()).filter(({ state }) => state === 'answered').map(({ name }) => name);
      return told.length >= 5 && told.join() === rows.names.join();
    });
    // Four that had ended by then, and what is marked at most.
    expect(begun).toBeLessThanOrEqual(4 + 16);
  });

  it.each<readonly [string, Partial<WriteAbilities>, IntentState]>([
    ['is repeated under its key', KEYED, 'applied'],
    ['is looked up', LOOKED_UP, 'applied'],
    ['is left to a person where the provider has neither', {}, 'uncertain'],
  ])('whose worker died after it was carried out %s, and never made twice', async (_, abilities, state) => {
    await pushing(['Ada'], abilities);
    rows.fates = ['cut_off_after'];
    await read();
    expect(await states()).toEqual({ Ada: 'sent' });
    await again();
    await read();
    expect(await states()).toEqual({ Ada: state });
    expect(rows.names).toEqual(['Ada']);
  });

  it.each<readonly [Fate, Partial<WriteAbilities>, IntentState]>([
    ['lost_after', LOOKED_UP, 'applied'],
    ['lost_after', KEYED, 'applied'],
    ['lost_before', KEYED, 'applied'],
    ['lost_before', LOOKED_UP, 'in_doubt'],
    ['lost_after', {}, 'uncertain'],
  ])('whose answer is %s, of a provider with %o, leaves its record %s', async (fate, abilities, state) => {
    await pushing(['Ada', 'Bob'], abilities);
    rows.fates = [fate];
    await read();
    expect(await states()).toEqual({ Ada: state, Bob: 'applied' });
    const { length } = rows.calls;
    chunk = await world.next(chunk);
    await read();
    expect(rows.calls).toHaveLength(length);
    expect(rows.names.filter((name) => name === 'Ada').length).toBeLessThanOrEqual(1);
  });
});

describe('a push of a job that goes both ways', () => {
  const edit = (change: string) =>
    world.database.rows(`update record set data = data || $1 where data ->> 'name' = 'Ada'`, [change]);
  const agreed = async () =>
    (
      await world.database.rows<{ agreed: unknown }>(
        'select agreed from reference_base where agreed is not null',
        [],
      )
    ).map((row) => row.agreed);

  beforeEach(async () => {
    await pushing(['Ada'], { checksVersion: true }, { direction: 'bidirectional' });
    rows.version = '1';
    await read();
  });

  it('keeps what is agreed on once the provider has created it, and sends what was changed since', async () => {
    expect(await agreed()).toMatchObject([{ local: { name: 'Ada' }, unread: ['name'] }]);
    await edit('{"city": "Rome"}');
    chunk = await world.next(chunk);
    rows.calls.length = 0;
    await read();
    expect(rows.calls.map(({ operations }) => operations)).toMatchObject([
      [{ kind: 'update', version: '1', data: { city: 'Rome' } }],
    ]);
    expect(await agreed()).toMatchObject([
      { local: { name: 'Ada', city: 'Rome' }, unread: ['name', 'city'] },
    ]);
  });

  it('never writes over what the provider has in another state', async () => {
    await edit('{"city": "Rome"}');
    rows.version = '2';
    chunk = await world.next(chunk);
    rows.calls.length = 0;
    await read();
    expect(rows.calls).toHaveLength(1);
    expect((await intents()).map(({ result }) => result?.kind)).toContain('moved');
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada' });
  });

  it('is refused by a stream that neither checks versions nor reads one record, unless that is meant', async () => {
    await pushing(['Ada'], {}, { direction: 'bidirectional' });
    world.provider.readsOne = false;
    await read();
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'config.write_unchecked' });
    await pushing(['Bob'], {}, { direction: 'bidirectional', writesUnchecked: true });
    world.provider.readsOne = false;
    await read();
    expect(rows.names).toContain('Bob');
  });
});

describe('a push of a job that goes both ways to a provider that checks no version', () => {
  const next = async () => {
    chunk = await world.next(chunk);
    rows.calls.length = 0;
    world.provider.readIds.length = 0;
    await read();
  };
  const edit = (change: string) =>
    world.database.rows(`update record set data = data || $1 where data ->> 'name' = 'Ada'`, [change]);
  const agreed = async () =>
    (await world.database.rows<{ agreed: unknown }>('select agreed from reference_base', [])).map(
      (row) => row.agreed,
    );
  const results = async () =>
    (await intents()).map(({ result }) => result).filter((result) => result?.kind !== undefined);
  const begin = async (abilities: Partial<WriteAbilities> = {}, job: Partial<JobDefinition> = {}) => {
    await pushing(['Ada'], abilities, { direction: 'bidirectional', ...job });
    await read();
    world.provider.instead = (externalId) => rows.readOne(externalId);
  };

  it('reads the record first, writes it, and reads what became of it', async () => {
    await begin({ answers: 'id' });
    rows.keepAs = (record) => ({ ...record, city: (record['city'] as string).trim() });
    await edit('{"city": "Rome "}');
    await next();
    expect(world.provider.readIds).toEqual(['p1', 'p1']);
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada', city: 'Rome' });
    expect(await agreed()).toMatchObject([
      { local: { city: 'Rome ' }, remote: { city: 'Rome' }, unread: [] },
    ]);
  });

  it('writes nothing over what was changed there: that is read anew', async () => {
    await begin();
    rows.rows.set('p1', { name: 'Ada', city: 'Bern' });
    await edit('{"city": "Rome"}');
    await next();
    expect(rows.calls).toEqual([]);
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada', city: 'Bern' });
    expect((await results()).map((result) => result?.kind)).toContain('moved');
  });

  it('of several in a call leaves out those that were changed there, and sends the others', async () => {
    await pushing(['Ada', 'Bob'], { batchSizes: { create: 2, update: 2 } }, { direction: 'bidirectional' });
    await read();
    world.provider.instead = (externalId) => rows.readOne(externalId);
    rows.rows.set('p1', { name: 'Ada', city: 'Bern' });
    await world.database.rows(`update record set data = data || '{"city": "Rome"}'`, []);
    await next();
    expect(rows.calls.map(({ operations }) => operations.map(({ externalId }) => externalId))).toEqual([
      ['p2'],
    ]);
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada', city: 'Bern' });
  });

  it('tells of another writer that came between its reading and its write', async () => {
    await begin();
    rows.between = () => rows.rows.set('p1', { name: 'Eve', city: 'Bern' });
    await edit('{"city": "Rome"}');
    await next();
    expect(rows.rows.get('p1')).toEqual({ name: 'Eve', city: 'Rome' });
    expect(await results()).toContainEqual(expect.objectContaining({ kind: 'written', between: ['name'] }));
    // That is a change there, which the next reading takes over.
    expect(await agreed()).toMatchObject([{ local: { name: 'Ada' }, remote: { name: 'Ada', city: 'Rome' } }]);
  });

  it('deletes nothing that was changed there', async () => {
    await begin({}, { deletePolicy: 'delete', deleteCeiling: { percent: 100, records: 5 } });
    rows.rows.set('p1', { name: 'Eve' });
    rows.rows.set('p2', { name: 'Bob' });
    await world.database.rows('delete from record', []);
    await next();
    expect(rows.rows.has('p1')).toBe(true);
  });

  it('sends nothing while it cannot be read, and goes on from there', async () => {
    await begin();
    await edit('{"city": "Rome"}');
    world.provider.refuse = () => new SyncError('provider.rate_limited', 'Slow down');
    await next();
    expect(rows.calls).toEqual([]);
    world.provider.refuse = () => undefined;
    await again();
    await read();
    expect(rows.rows.get('p1')).toEqual({ name: 'Ada', city: 'Rome' });
  });

  it('whose answer was lost is found out by reading, and not made twice', async () => {
    await begin();
    await edit('{"city": "Rome"}');
    rows.fates = ['lost_after'];
    await next();
    expect(rows.calls).toHaveLength(1);
    expect(await states()).toEqual({ Ada: 'applied' });
    await next();
    expect(rows.calls).toEqual([]);
  });
});

describe('a provider that replaces a record with an update', () => {
  const REPLACES = { update: 'replace' } as const;
  const mapping = [{ source: 'name', target: 'name', direction: 'both' as const }];
  const begin = async (abilities: Partial<WriteAbilities>, job: Partial<JobDefinition>) => {
    await pushing(['Ada'], { ...REPLACES, ...abilities }, job);
    rows.version = abilities.checksVersion ? '1' : null;
    await read();
    world.provider.instead = (externalId) => rows.readOne(externalId);
    rows.rows.set('p1', { name: 'Ada', phone: '7' });
    await world.database.rows(`update record set data = '{"name": "Eve"}'`, []);
    chunk = await world.next(chunk);
    rows.calls.length = 0;
  };

  it.each<readonly [string, Partial<WriteAbilities>, Partial<JobDefinition>]>([
    ['goes out', {}, { direction: 'outbound' }],
    ['goes both ways', {}, { direction: 'bidirectional', mapping }],
    ['goes both ways, and checks versions', { checksVersion: true }, { direction: 'bidirectional', mapping }],
  ])('keeps what a job that %s does not map', async (_, abilities, job) => {
    await begin(abilities, job);
    await read();
    expect(await world.stateOf(chunk)).toBe('applied');
    expect(rows.rows.get('p1')).toEqual({ name: 'Eve', phone: '7' });
  });

  it('is written the same bytes again under the same key, whatever was read meanwhile', async () => {
    await begin(KEYED, { direction: 'outbound' });
    rows.fates = ['lost_before'];
    await read();
    const bodies = rows.calls.map(({ key, operations }) => [key, operations[0]?.data]);
    expect(bodies).toEqual([bodies[0], bodies[0]]);
    expect(bodies[0]?.[1]).toEqual({ name: 'Eve', phone: '7' });
  });

  it('is refused where it reads no single records', async () => {
    await begin({}, { direction: 'outbound' });
    world.provider.readsOne = false;
    await read();
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'config.replaces_unmapped' });
  });

  it('loses what is not mapped where that is meant', async () => {
    await begin({}, { direction: 'outbound', replacesUnmapped: true });
    await read();
    expect(rows.rows.get('p1')).toEqual({ name: 'Eve' });
  });
});

describe('the first reading of a job that goes both ways', () => {
  const reading = async (job: Partial<JobDefinition>) => {
    await pushing([], { checksVersion: true });
    world.bus.pages.length = 0;
    world.provider = ListedProvider.of(2);
    world.provider.writes = rows;
    await world.database.rows(
      `insert into record (tenant_id, record_type, data) values ($1, 'person', '{"name": "Eve"}')`,
      [DEFAULT_TENANT],
    );
    chunk = await world.assigned({
      job: { direction: 'bidirectional', recordType: 'person', ...job },
    });
    await read();
  };

  it('is refused where both sides hold records', async () => {
    await reading({});
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'run.pairing_required' });
    expect(world.bus.pages).toEqual([]);
  });

  it('goes on where that is meant', async () => {
    await reading({ createsUnpaired: true });
    expect(world.bus.pages[0]?.records).toHaveLength(2);
  });
});

describe('a plan of a push', () => {
  const PLAN = '00000000-0000-4000-8000-000000000060';
  const MOVED = '00000000-0000-4000-8000-000000000061';
  const planOfChunk = (plan: ChunkPlan) =>
    world.database.rows('update chunk set plan = $2 where id = $1 returning id', [
      chunk.id,
      JSON.stringify(plan),
    ]);
  const sums = (id: string) => world.tenant.transaction((tx) => tx.plans.sums(id));
  const changes = async () =>
    (await world.tenant.transaction((tx) => tx.plans.changes(PLAN, { after: null, limit: 20 }))).items;
  const edit = (name: string, change: object) =>
    world.database.rows(`update record set data = data || $2 where data ->> 'name' = $1`, [
      name,
      JSON.stringify(change),
    ]);
  const next = async (plan: ChunkPlan) => {
    chunk = await world.next(chunk);
    await planOfChunk(plan);
    rows.calls.length = 0;
    await read();
  };

  it('tells what would be created, changed and deleted, and sends nothing', async () => {
    await pushing(['Ada', 'Bob', 'Cid', 'Dan'], {}, { deletePolicy: 'delete' });
    await read();
    await edit('Bob', { city: 'Rome' });
    await world.database.rows(`delete from record where data ->> 'name' = 'Cid'`, []);
    await world.database.rows(
      `insert into record (tenant_id, record_type, data) values ($1, 'customer', '{"name": "Eve"}')`,
      [DEFAULT_TENANT],
    );
    await next({ role: 'make', planId: PLAN });
    expect(rows.calls).toEqual([]);
    expect(await world.stateOf(chunk)).toBe('applied');
    const told = { created_there: 1, changed_there: 1, deleted_there: 1, unchanged: 2 };
    expect(await sums(PLAN)).toMatchObject({ counts: told, pages: 0 });
    expect(await changes()).toMatchObject([
      {
        externalId: 'p2',
        bucket: 'changed_there',
        fields: [{ field: 'city', before: null, after: '"Rome"' }],
      },
      { externalId: 'p3', bucket: 'deleted_there' },
      {
        externalId: null,
        bucket: 'created_there',
        fields: [{ field: 'name', before: null, after: '"Eve"' }],
      },
    ]);
  });

  it('is carried out as it was made: what has moved since is sent by none, and planned anew', async () => {
    await pushing(['Ada', 'Bob']);
    await read();
    await edit('Ada', { city: 'Rome' });
    await edit('Bob', { city: 'Rome' });
    await next({ role: 'make', planId: PLAN });
    await edit('Bob', { city: 'Oslo' });
    await next({ role: 'follow', planId: PLAN, movedInto: MOVED });
    const sent = rows.calls.flatMap(({ operations }) =>
      operations.map(({ externalId, data }) => [externalId, data]),
    );
    expect(sent).toEqual([['p1', { city: 'Rome' }]]);
    expect(await sums(MOVED)).toMatchObject({ counts: { changed_there: 1 } });
  });
});

describe('records that may be at the provider already', () => {
  const PLAN = '00000000-0000-4000-8000-000000000062';
  const twoWay = { direction: 'bidirectional', pairBy: ['name'] } as const;
  const idsOf = async () =>
    Object.fromEntries(
      (
        await world.database.rows<{ id: string; name: string }>(
          `select id::text as id, data ->> 'name' as name from record order by id`,
          [],
        )
      ).map(({ id, name }) => [name, id]),
    );
  const keyOf = async (id: string) =>
    (await world.tenant.transaction((tx) => tx.pairings.ofIds(PLAN, 'here', [id]))).get(id)!.key;

  async function staged(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
    await pushing(names, { checksVersion: true }, twoWay);
    await world.database.rows('update chunk set slice = $2, plan = $3 where id = $1 returning id', [
      chunk.id,
      JSON.stringify({ kind: 'push', select: 'keys' }),
      JSON.stringify({ role: 'make', planId: PLAN, pairs: true }),
    ]);
    await read();
    return idsOf();
  }

  it('are known by their keys before anything is listed, and not counted by that', async () => {
    const ids = await staged(['Ann', 'ANN ', 'Bob', 'n/a']);
    expect(await world.stateOf(chunk)).toBe('applied');
    expect(world.bus.pages.at(-1)?.pushed).toBe(0);
    expect(await keyOf(ids['Ann']!)).toBe(await keyOf(ids['ANN ']!));
    expect(await keyOf(ids['Bob']!)).not.toBe(await keyOf(ids['Ann']!));
    expect(await keyOf(ids['n/a']!)).toBeNull();
  });

  it('are not created there until it is known that they are not', async () => {
    const ids = await staged(['Ann', 'Bob']);
    const [ann, { jobId }] = [
      await keyOf(ids['Ann']!),
      (await world.tenant.transaction((tx) => tx.executions.find(chunk.executionId)))!,
    ];
    await world.tenant.transaction(async (tx) => {
      await tx.pairings.stage(PLAN, [{ side: 'there', id: 'x1', key: ann }]);
      await tx.pairings.save({ jobId, planId: PLAN, state: 'approved' });
    });
    await world.database.rows(
      `insert into record (tenant_id, record_type, data) values ($1, 'customer', '{"name": "ann"}')`,
      [DEFAULT_TENANT],
    );
    chunk = await world.next({ ...chunk, slice: { kind: 'push', select: 'all' } });
    await read();
    expect(rows.names).toEqual(['Bob']);
    const held = await world.tenant.transaction((tx) => tx.pairings.held(PLAN, { after: null, limit: 9 }));
    const late = (await idsOf())['ann'];
    expect(held.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ side: 'here', id: late, isLate: true })]),
    );
    await world.tenant.transaction((tx) =>
      tx.pairings.decide(PLAN, { side: 'here', id: late!, decided: 'apart', partner: null }),
    );
    chunk = await world.next(chunk);
    await read();
    expect(rows.names).toEqual(['Bob', 'ann']);
  });
});
