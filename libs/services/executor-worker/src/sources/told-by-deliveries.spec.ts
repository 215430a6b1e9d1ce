import { randomUUID } from 'node:crypto';
import { eventually } from '@evenkeel/conformance';
import { DEFAULT_WEBHOOK_RULES, idText, isJsonObject, type JsonValue } from '@evenkeel/domain';
import type { WebhookDelivery } from '@evenkeel/ports';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider, recordNamed } from '../testing/listed-provider.js';
import type { SourceNeeds } from './source-needs.js';
import { readToldBy } from './told-by-deliveries.js';

const world = new ExecutorWorld();
beforeEach(() => {
  world.provider = ListedProvider.of(20);
  world.provider.readTold = (record: JsonValue) => {
    const { id = null, v = null } = isJsonObject(record) ? record : {};
    return {
      externalId: idText(id),
      version: v === null ? null : String(idText(v)),
      modifiedAt: null,
      data: record,
    };
  };
  world.bus.onPage = world.apply;
});

type Sent = Pick<WebhookDelivery, 'externalIds'> & Partial<WebhookDelivery>;
const body = (id: string, v: number | null) => ({
  externalIds: [id],
  body: JSON.stringify({ data: v === null ? { id } : { id, v } }),
});
const deletion = (id: string) => ({ externalIds: [id], believed: 'deletion' as const, body: '{}' });

/** A chunk of these records in a run to which these deliveries led. */
async function begin(externalIds: readonly string[], sent: readonly Sent[]) {
  const rules = { ...DEFAULT_WEBHOOK_RULES, useBody: true, recordPath: 'data' };
  const chunk = await world.assigned({
    execution: { lane: 'single' },
    chunk: { slice: { kind: 'ids', externalIds } },
  });
  const [owner] = await world.database.rows<{ connectionId: string }>(
    'select j.connection_id as "connectionId" from execution e join job j on j.id = e.job_id where e.id = $1',
    [chunk.executionId],
  );
  const endpointId = randomUUID();
  const deliveryIds = await world.tenant.transaction(async (tx) => {
    await tx.webhooks.insertEndpoint({
      ...{ id: endpointId, connectionId: owner!.connectionId, stream: 'customers', token: randomUUID() },
      ...{ sealedSecret: '', previousUntil: null, revision: 1, rules, idPaths: ['data.id'] },
    });
    for (const delivery of sent)
      await tx.webhooks.takeDeliveries([
        {
          ...{ endpointId, deliveryId: randomUUID(), state: 'waiting', stream: 'customers', kind: null },
          ...{ change: 'changed', body: '', believed: 'record', why: null, isNewAfter: 'rejected' },
          ...delivery,
        },
      ]);
    return (await tx.webhooks.lockWaiting(100))
      .filter((each) => each.endpointId === endpointId)
      .map(({ id }) => id);
  });
  await world.database.rows('update execution set scope = $2 where id = $1', [
    chunk.executionId,
    JSON.stringify({ kind: 'single', externalIds, deliveryIds }),
  ]);
  return chunk;
}

async function read(...asked: Parameters<typeof begin>) {
  const chunk = await begin(...asked);
  await world.startReading(chunk);
  await eventually('the chunk ends', async () => ['applied', 'failed'].includes(await world.stateOf(chunk)));
  return chunk;
}

const told = { observedAt: expect.stringMatching(/Z$/) as string };

describe('what deliveries told of records', () => {
  it('is their newest state, and the provider is asked for the others only', async () => {
    await read(['c1', 'c2', 'c3'], [body('c1', 2), body('c1', 3), body('c1', 1), body('c3', 1)]);
    expect(world.provider.readIds).toEqual(['c2']);
    expect(world.bus.pages[0]!.records).toEqual([
      { externalId: 'c1', version: '3', modifiedAt: null, data: { id: 'c1', v: 3 }, told },
      recordNamed('c2'),
      { externalId: 'c3', version: '1', modifiedAt: null, data: { id: 'c3', v: 1 }, told },
    ]);
  });

  it('is a deletion between what came before and behind it', async () => {
    await read(['c1'], [body('c1', 2), deletion('c1'), body('c1', 1)]);
    expect(world.bus.pages[0]!.records).toMatchObject([
      { version: '2', told },
      { externalId: 'c1', version: null, data: null, gone: 'announced', told },
      { version: '1', told },
    ]);
    expect(world.provider.readIds).toEqual([]);
  });

  it('is refused without a version, and where the body has another record', async () => {
    await read(['c1', 'c2'], [body('c1', null), { ...body('c9', 1), externalIds: ['c2'] }]);
    expect(world.bus.pages[0]!.records).toMatchObject([
      { externalId: 'c1', data: null, refusal: { code: 'record.unordered' }, told },
      { externalId: 'c2', data: null, refusal: { code: 'provider.other_record' }, told },
    ]);
  });

  it('is said of many records by one body, as their stream spells them', async () => {
    world.provider.spellId = (id) => id.toLowerCase();
    const many = { externalIds: ['C1', 'C2'], body: '{"data":{"id":"c1","v":1}}' };
    await read(['C1'], [many]);
    expect(world.bus.pages[0]!.records).toMatchObject([{ externalId: 'c1', version: '1' }]);
  });

  it('and was erased is asked for; where nothing can be asked, only that record is refused', async () => {
    await read(['c1'], [{ externalIds: ['c1'], body: '' }]);
    expect(world.provider.readIds).toEqual(['c1']);
    world.provider.readsOne = false;
    await read(['c1', 'c2'], [{ externalIds: ['c1'], body: '' }, body('c2', 1)]);
    expect(world.bus.pages[1]!.records).toMatchObject([
      { externalId: 'c1', refusal: { code: 'provider.record_not_readable' } },
      { externalId: 'c2', version: '1' },
    ]);
  });

  it('that it is gone, in the record itself, is asked about unless deletions are believed', async () => {
    world.provider.readTold = () => ({
      externalId: 'c1',
      version: null,
      modifiedAt: null,
      data: null,
      gone: 'announced',
    });
    await read(['c1'], [body('c1', 1)]);
    expect(world.bus.pages[0]!.records).toEqual([recordNamed('c1')]);
  });

  it('is nothing to a job that goes both ways', async () => {
    const needs = {
      execution: { scope: { kind: 'single', externalIds: ['c1'], deliveryIds: ['1'] } },
      job: { definition: { direction: 'bidirectional' } },
      toldBy: () => Promise.reject(new Error('It is not asked for')),
    } as unknown as SourceNeeds;
    expect(await readToldBy(needs, ['c1'])).toEqual(new Map());
  });

  it('is refused where the stream takes no record from a delivery', async () => {
    world.provider.readTold = undefined;
    await read(['c1'], [body('c1', 1)]);
    expect(world.bus.pages[0]!.records).toMatchObject([
      { refusal: { code: 'provider.record_not_readable' } },
    ]);
  });

  it('is the same for the worker that goes on after one that was killed', async () => {
    const chunk = await begin(['c1', 'c2'], [body('c1', 2), deletion('c1'), body('c2', 4)]);
    // What the first one read was lost with it.
    world.bus.onPage = async () => undefined;
    const { pool } = await world.startReading(chunk);
    await eventually('a page is read', () => world.bus.pages.length === 1);
    await pool.onApplicationShutdown();
    world.bus.onPage = world.apply;
    await world.startReading(chunk, { name: 'another' });
    await eventually('the chunk is read', async () => (await world.stateOf(chunk)) === 'applied');
    const [first, second] = world.bus.pages;
    expect(second).toMatchObject({ pageNo: 0, attempt: 2, records: first!.records });
    expect(first!.records).toHaveLength(3);
  });
});
