import { recordsAwaited } from '@evenkeel/contracts-messages';
import type { Job, JobDefinition, LinkRule } from '@evenkeel/domain';
import { pageOf, sourceRecord } from '../testing/ingestion-world.js';
import { DerivedWorld, later } from '../testing/derived-world.js';

const world = new DerivedWorld();
const CUSTOMER: LinkRule = {
  name: 'customer',
  stream: 'customers',
  recordType: 'customer',
  at: 'customer',
  required: true,
};

const order = (id: string, customer: string | null, word = '') =>
  sourceRecord(id, { data: { id, customer, word } });
const orders = (definition: Partial<JobDefinition> = {}) =>
  world.job([], { stream: 'orders', recordType: 'order', links: [CUSTOMER], ...definition });

/** A job of the same connection that reads the customers. */
async function customersOf({ id, connectionId, definition }: Job): Promise<Job> {
  const job: Job = {
    ...(await world.job([], { stream: 'unused' })),
    id: crypto.randomUUID(),
    name: `customers of ${id}`,
    connectionId,
    definition: { ...definition, stream: 'customers', recordType: 'customer', links: [] },
  };
  await world.tenant.transaction((tx) => tx.jobs.insert(job));
  return job;
}

const parked = ({ id }: Job) =>
  world.tenant.transaction(async (tx) => (await tx.parked.list(id, { after: null, limit: 99 })).items);
const idsOf = async (job: Job) =>
  (await world.contents(await world.claimedOf(job, { lane: 'single' }))).map((row) => row.externalId);
const due = () => world.system.transaction((tx) => tx.due.parked(null, 1_000));
const dueOf = async (job: Job) => (await due()).due.find(({ jobId }) => jobId === job.id);

describe('a link to a record of another stream', () => {
  it('holds whether that record is here or not, and follows what the record names', async () => {
    const job = await orders({ links: [{ ...CUSTOMER, required: false }] });
    await world.run(job, order('o1', 'c1'), order('o2', null));
    expect(await world.links(job)).toEqual(['o1 customer c1']);
    await world.run(job, order('o1', 'c2'));
    expect(await world.links(job)).toEqual(['o1 customer c2']);
    await world.run(await customersOf(job), sourceRecord('c2'));
    const [record] = await world.tenant.transaction((tx) => tx.records.findByExternalId('customer', 'c2'));
    const links = await world.tenant.transaction((tx) => tx.links.ofRecord(record!.id, 9));
    expect(links.to).toMatchObject([{ name: 'customer', externalId: 'o1', recordType: 'order' }]);
    expect(await parked(job)).toEqual([]);
  });
});

describe('a record that needs another', () => {
  it('is parked until that is here, once if its page comes twice, and is told of then', async () => {
    const job = await orders();
    const claimed = await world.claimedOf(job, { lane: 'single' });
    const page = pageOf(claimed, 0, [order('o1', 'c1'), order('o2', null)], {
      cursorOut: null,
      observedAt: later(),
    });
    await Promise.all([world.apply(page), world.apply(page)]);
    expect((await world.chunk(claimed)).outcomes).toMatchObject({ created: 1, parked: 1 });
    expect(await parked(job)).toMatchObject([
      {
        externalId: 'o1',
        link: 'customer',
        stream: 'customers',
        recordType: 'customer',
        waitsFor: 'c1',
        releasedAt: null,
      },
    ]);
    expect(await dueOf(job)).toBeUndefined();
    await world.run(await customersOf(job), sourceRecord('c1'));
    const [failure] = await world.failures(job);
    expect(await dueOf(job)).toMatchObject({ failureIds: [failure!.id], hasOverdue: false });
    const release = () => world.tenant.transaction((tx) => tx.parked.release(job.id, [failure!.id]));
    expect((await Promise.all([release(), release()])).flat()).toEqual([failure!.id]);
    expect(await dueOf(job)).toBeUndefined();
    await world.run(job, {
      ...order('o1', 'c1'),
      replay: { failureKey: failure!.key, observedAt: failure!.observedAt },
    });
    expect(await parked(job)).toEqual([]);
    expect(await world.failures(job)).toMatchObject([{ state: 'resolved', raw: null }]);
    expect(await world.links(job)).toEqual(['o1 customer c1']);
  });

  it('is told of by the page that brings what it waits for, and by no other', async () => {
    const job = await orders();
    const customers = await customersOf(job);
    await world.run(job, order('o1', 'c1'), order('o2', 'c2'));
    const told = async () =>
      (await world.published())
        .filter(({ topic }) => topic === recordsAwaited.topic)
        .map((each) => each.payload);
    await told();
    await world.run(customers, sourceRecord('c0'));
    expect(await told()).toEqual([]);
    await world.run(customers, sourceRecord('c2'), sourceRecord('c3'));
    expect(await told()).toMatchObject([{ externalIds: ['c2'] }]);
    await world.run(customers, sourceRecord('c2', { data: { id: 'c2', name: 'changed' } }));
    expect(await told()).toEqual([]);
  });

  it('is kept in its newest state, and what is older does not come back', async () => {
    const job = await orders();
    const early = later();
    await world.run(job, order('o1', 'c1', 'new'));
    const claimed = await world.claimedOf(job, { lane: 'single' });
    await world.apply(pageOf(claimed, 0, [order('o1', 'c1', 'old')], { cursorOut: null, observedAt: early }));
    expect(await world.failures(job)).toMatchObject([{ raw: expect.stringContaining('new') }]);
  });

  it.each(['announced', 'read', 'read_again'] as const)(
    'is no longer parked once it is gone (%s)',
    async (gone) => {
      const job = await orders();
      await world.run(job, order('o1', 'c1'));
      await world.run(job, sourceRecord('o1', { data: null, gone }));
      expect(await parked(job)).toEqual([]);
      await world.run(await customersOf(job), sourceRecord('c1'));
      expect(await dueOf(job)).toBeUndefined();
      expect((await world.failures(job)).map(({ state }) => state)).toEqual(['resolved']);
    },
  );

  it('is forgotten where a complete listing no longer has it, not where it was read meanwhile', async () => {
    const job = await orders();
    await world.run(job, order('o1', 'c1'), order('o2', 'c1'));
    const since = new Date(later());
    const listing = await world.run(job, order('o1', 'c1'));
    const forget = () =>
      world.tenant.transaction((tx) =>
        tx.parked.forgetUnlisted({ id: listing.execution.id, jobId: job.id, since }),
      );
    await world.run(job, order('o3', 'c1'));
    expect(await forget()).toBe(1);
    expect((await parked(job)).map(({ externalId }) => externalId)).toEqual(['o1', 'o3']);
  });

  it('that waits too long is a dead letter, and is still released when the other one comes', async () => {
    const job = await orders({ parkedAfterHours: 1 });
    await world.run(job, order('o1', 'c1'));
    await world.database.rows(
      `update failure set first_failed_at = engine_now() - interval '2 hours' where job_id = $1`,
      [job.id],
    );
    expect(await dueOf(job)).toMatchObject({ failureIds: [], hasOverdue: true });
    const giveUp = () => world.tenant.transaction((tx) => tx.parked.giveUp(job.id));
    expect([await giveUp(), await giveUp()]).toEqual([1, 0]);
    expect(await world.failures(job)).toMatchObject([
      { state: 'dead', problem: { code: 'record.parent_missing' } },
    ]);
    await world.run(job, order('o1', 'c1'));
    expect(await parked(job)).toMatchObject([{ isOverdue: true }]);
    await world.run(await customersOf(job), sourceRecord('c1'));
    expect(await dueOf(job)).toMatchObject({ failureIds: [expect.anything()] });
  });

  it('that is here already stays as it was while its new parent is missing', async () => {
    const job = await orders();
    await world.run(job, order('o1', null, 'first'));
    await world.run(job, order('o1', 'c1', 'second'));
    expect(await world.contents(await world.claimedOf(job, { lane: 'single' }))).toMatchObject([
      { data: { word: 'first' } },
    ]);
    expect(await parked(job)).toHaveLength(1);
  });
});

describe('records that need each other', () => {
  const folders = () =>
    orders({
      stream: 'folders',
      recordType: 'folder',
      links: [{ ...CUSTOMER, name: 'parent', stream: 'folders', recordType: 'folder' }],
    });

  it('come in together where they are in one group, in any order, also in a cycle and with themselves', async () => {
    const job = await folders();
    await world.run(job, order('child', 'root'), order('root', 'root'), order('a', 'b'), order('b', 'a'));
    expect(await idsOf(job)).toEqual(['a', 'b', 'child', 'root']);
  });

  it('wait with what waits for them', async () => {
    const job = await folders();
    await world.run(job, order('leaf', 'branch'), order('branch', 'missing'), order('other', null));
    expect(await idsOf(job)).toEqual(['other']);
    expect(
      (await parked(job)).map(({ externalId, waitsFor }) => `${externalId} ${waitsFor}`).toSorted(),
    ).toEqual(['branch missing', 'leaf branch']);
  });

  it('are not held up by one that turned inactive: it is here', async () => {
    const job = await folders();
    await world.run(job, order('root', null));
    await world.run(job, sourceRecord('root', { data: null, gone: 'announced' }));
    await world.run(job, order('child', 'root'));
    expect(await idsOf(job)).toEqual(['child', 'root']);
  });
});
