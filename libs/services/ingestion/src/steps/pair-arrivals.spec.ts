import { counts } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  type ChunkPlan,
  type Execution,
  type JsonObject,
  type PairingState,
} from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
afterEach(() => world.database.reset());

const PLAN = '00000000-0000-4000-8000-000000000059';
const KEYS = new Map<string, string>();
let job: Claimed['job'];

const customer = (id: string, data: JsonObject) => sourceRecord(id, { data });
const email = (name: string) => `${name}@site.org`;

/** A job whose two sides hold records; of those here their keys are known. */
async function begin(here: Readonly<Record<string, JsonObject>>): Promise<Readonly<Record<string, string>>> {
  ({ job } = await world.claimed({
    ...{ direction: 'bidirectional', recordType: 'person', pairBy: ['email'] },
    conflictPolicy: { strategy: 'manual' },
  }));
  const ids: Record<string, string> = {};
  for (const [name, data] of Object.entries(here)) ids[name] = await addHere(data);
  return ids;
}

async function addHere(data: JsonObject): Promise<string> {
  const [row] = await world.database.rows<{ id: string }>(
    `insert into record (tenant_id, record_type, data) values ($1, 'person', $2) returning id::text as id`,
    [DEFAULT_TENANT, JSON.stringify(data)],
  );
  return row!.id;
}

/** As the executor keeps what is here. A key is what ingestion makes of the same e-mail. */
async function stageHere(ids: readonly string[], keyOf: (id: string) => string | null): Promise<void> {
  await world.tenant.transaction((tx) =>
    tx.pairings.stage(
      PLAN,
      ids.map((id) => ({ side: 'here', id, key: keyOf(id) })),
    ),
  );
}

/** What ingestion keeps of an e-mail is learnt by letting it look at one. */
async function keyOf(address: string): Promise<string> {
  const known = KEYS.get(address);
  if (known !== undefined) return known;
  const plan = '00000000-0000-4000-8000-0000000000ff';
  await apply([customer(`probe ${address}`, { email: address })], {
    role: 'make',
    planId: plan,
    pairs: true,
  });
  const found = await world.tenant.transaction((tx) =>
    tx.pairings.ofIds(plan, 'there', [`probe ${address}`]),
  );
  const { key } = found.get(`probe ${address}`)!;
  KEYS.set(address, key!);
  return key!;
}

async function apply(
  records: Parameters<typeof pageOf>[2],
  plan: ChunkPlan | null,
  changes: Partial<Execution> = { lane: 'single', scope: { kind: 'full' } },
): Promise<Claimed> {
  const claimed = await world.claimedOf(job, changes);
  await world.database.rows('update chunk set plan = $2 where id = $1 returning id', [
    claimed.chunk.id,
    plan === null ? null : JSON.stringify(plan),
  ]);
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null }));
  return claimed;
}

const setState = (state: PairingState) =>
  world.tenant.transaction((tx) => tx.pairings.save({ jobId: job.id, planId: PLAN, state }));
const MAKE = { role: 'make', planId: PLAN, pairs: true } as const;
const FOLLOW = { role: 'follow', planId: PLAN, movedInto: PLAN, pairs: true } as const;
const references = async () =>
  Object.fromEntries(
    (
      await world.database.rows<{ external: string; record: string }>(
        `select e.external_id as external, e.record_id::text as record from external_reference e
         join reference_set s on s.id = e.set_id where s.connection_id = $1`,
        [job.connectionId],
      )
    ).map(({ external, record }) => [external, record]),
  );
const outcomesOf = async (claimed: Claimed) => (await world.chunk(claimed)).outcomes;
const dataOf = async (id: string) =>
  (await world.database.rows<{ data: JsonObject }>('select data from record where id = $1', [id]))[0]!.data;

/** Ann is on both sides, Bob twice here, Cid only there. */
async function planned() {
  const ids = await begin({
    ann: { email: email('ann'), name: 'Ann', city: 'Oslo' },
    bob: { email: email('bob') },
    bob2: { email: email('bob') },
  });
  const keys = { ann: await keyOf(email('ann')), bob: await keyOf(email('bob')) };
  await setState('planned');
  await stageHere([ids['ann']!], () => keys.ann);
  await stageHere([ids['bob']!, ids['bob2']!], () => keys.bob);
  const there = [
    customer('x1', { email: ' ANN@site.org', name: 'Anna', phone: '1' }),
    customer('x2', { email: email('bob') }),
    customer('x3', { email: email('cid') }),
  ];
  return { ids, there };
}

describe('while the plan is made', () => {
  it('nothing is written, and it is told what would be one', async () => {
    const { ids, there } = await planned();
    const made = await apply(there, MAKE);
    expect(await outcomesOf(made)).toEqual(counts({ planned: 3 }));
    expect(await references()).toEqual({});
    const groups = await world.tenant.transaction((tx) => tx.pairings.groups(PLAN));
    expect(groups.filter(({ records }) => records > 0)).toHaveLength(3);
    const { items } = await world.tenant.transaction((tx) =>
      tx.plans.changes(PLAN, { after: null, limit: 10 }),
    );
    const told = items.find(({ externalId }) => externalId === 'x1');
    expect(told).toMatchObject({ bucket: 'paired_differing', recordId: ids['ann'] });
    expect(told?.fields).toContainEqual({ field: 'name', before: '"Ann"', after: '"Anna"' });
  });
});

describe('once the plan was approved', () => {
  const approved = async () => {
    const given = await planned();
    await apply(given.there, MAKE);
    await setState('approved');
    return given;
  };

  it('pairs get a reference, are joined field by field, and none is chosen among several', async () => {
    const { ids, there } = await approved();
    const done = await apply(there, FOLLOW);
    expect(await outcomesOf(done)).toEqual(counts({ created: 1, conflicted: 2 }));
    expect(await references()).toMatchObject({ x1: ids['ann'] });
    expect(Object.keys(await references()).sort()).toEqual(['x1', 'x3']);
    // What both say differs stays on both sides; what one of them lacks is taken over.
    expect(await dataOf(ids['ann']!)).toMatchObject({ name: 'Ann', city: 'Oslo', phone: '1' });
    expect(
      await world.database.rows('select record_id::text as id from local_change where job_id = $1', [job.id]),
    ).toEqual(expect.arrayContaining([{ id: ids['ann'] }]));
  });

  it('does the same whatever comes first, and again where a page is delivered twice', async () => {
    const { ids, there } = await approved();
    await apply([...there].reverse(), FOLLOW);
    const before = await references();
    await apply(there, FOLLOW);
    expect(await references()).toEqual(before);
    expect(before).toMatchObject({ x1: ids['ann'] });
  });

  it('a pair of which one side is known by something else by now, or was deleted, is left alone', async () => {
    const { ids, there } = await approved();
    await world.database.rows(`update record set data = data || '{"email": "else@site.org"}' where id = $1`, [
      ids['ann'],
    ]);
    const moved = await apply(there.slice(0, 1), FOLLOW);
    expect(await outcomesOf(moved)).toEqual(counts({ conflicted: 1 }));
    await world.database.rows('delete from record where id = $1', [ids['ann']]);
    expect(await outcomesOf(await apply(there.slice(0, 1), FOLLOW))).toEqual(counts({ conflicted: 1 }));
    expect(await references()).toEqual({});
  });

  it('what came later and has the key of a record here is held and told, else created', async () => {
    const { there } = await approved();
    const late = [customer('x8', { email: email('ann') }), customer('x9', { email: email('dan') })];
    expect(await outcomesOf(await apply([...there, ...late], FOLLOW))).toEqual(
      counts({ created: 2, conflicted: 3 }),
    );
    const held = await world.tenant.transaction((tx) => tx.pairings.held(PLAN, { after: null, limit: 10 }));
    expect(held.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ side: 'there', id: 'x8', isLate: true })]),
    );
  });

  it('what a person says of records that are left is done by the next reading', async () => {
    const { ids, there } = await approved();
    await apply(there, FOLLOW);
    const set = { connectionId: job.connectionId, stream: job.definition.stream, recordType: 'person' };
    await world.tenant.transaction((tx) => tx.pairings.forgetPaired(PLAN, set));
    await setState('carried_out');
    expect(await outcomesOf(await apply([there[1]!], null))).toEqual(counts({ conflicted: 1 }));
    await world.tenant.transaction((tx) =>
      tx.pairings.decide(PLAN, { side: 'there', id: 'x2', decided: 'pair', partner: ids['bob2']! }),
    );
    await apply([there[1]!], null);
    expect(await references()).toMatchObject({ x2: ids['bob2'] });
    const held = await world.tenant.transaction((tx) => tx.pairings.held(PLAN, { after: null, limit: 10 }));
    expect(held.items).toEqual([]);
  });
});
