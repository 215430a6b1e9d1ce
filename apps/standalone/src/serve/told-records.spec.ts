import type { JsonObject } from '@evenkeel/domain';
import type { WebhookEndpointView } from '@evenkeel/contracts-admin';
import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();
const IDS = Array.from({ length: 30 }, (_, at) => String(at + 1));
const thing = (id: string, version: number, name = `thing ${id}`) => ({ id: Number(id), version, name });

/** A job whose deliveries are taken as they stand, of a provider that cannot be asked for single records. */
async function addJob(name: string) {
  for (const id of IDS) world.provider.records.set(id, thing(id, 1));
  await world.addJob(name, { readOne: undefined, versionPath: 'version' } as unknown as JsonObject, {
    webhook: true,
  });
  const endpoint = await world.admin.call('addWebhookEndpoint', {
    ...{ connection: name, stream: 'things', idPath: 'record.id', useBody: true, recordPath: 'record' },
    ...{ trustDeletes: true, kindPath: 'event', kinds: [{ when: 'gone', then: 'deleted' }] },
  });
  await world.run(name);
  const send = (record: JsonObject, event = 'changed') => deliver(name, endpoint, { event, record });
  return { send, stored: async (id: string) => (await world.stored(name))[id], endpoint };
}

async function deliver(job: string, endpoint: WebhookEndpointView, body: JsonObject) {
  const { status, receipt } = await world.deliver(job, endpoint, body);
  expect(receipt.balanced).toBe(true);
  const { outcomes } = receipt;
  return { status, outcomes: Object.fromEntries(Object.entries(outcomes).filter(([, count]) => count > 0)) };
}

describe('a record that a delivery brings', () => {
  it('is applied as it stands, and an older one that comes later is not', async () => {
    const { send, stored } = await addJob('bodies');
    expect(await send(thing('1', 5, 'new'))).toEqual({ status: 'completed', outcomes: { updated: 1 } });
    expect(await send(thing('1', 4, 'old'))).toEqual({ status: 'completed', outcomes: { superseded: 1 } });
    expect(await send(thing('1', 5, 'other'))).toEqual({ status: 'completed', outcomes: { superseded: 1 } });
    expect(await send(thing('1', 5, 'new'))).toEqual({ status: 'completed', outcomes: { unchanged: 1 } });
    expect(await stored('1')).toMatchObject({ data: { name: 'new' } });
    expect(await send(thing('99', 1))).toMatchObject({ outcomes: { created: 1 } });
  });

  it('is refused without a version, which is a failure, and applied once it has one', async () => {
    const { send, stored } = await addJob('unordered');
    expect(await send({ id: 1, name: 'new' })).toMatchObject({ outcomes: { refused: 1 } });
    expect(await world.openFailures('unordered')).toEqual(['1']);
    expect(await stored('1')).toMatchObject({ data: { name: 'thing 1' } });
    expect(await send(thing('1', 2, 'new'))).toMatchObject({ outcomes: { updated: 1 } });
    expect(await world.openFailures('unordered')).toEqual([]);
  });

  it('is gone where that is told, and a late state brings it back no more; a newer one does', async () => {
    const { send, stored } = await addJob('deletions');
    await send(thing('1', 5, 'new'));
    expect(await send({ id: 1 }, 'gone')).toEqual({ status: 'completed', outcomes: { inactivated: 1 } });
    expect(await stored('1')).toMatchObject({ cause: 'announced' });
    expect(await send(thing('1', 4, 'late'))).toMatchObject({ outcomes: { superseded: 1 } });
    expect(await stored('1')).toMatchObject({ cause: 'announced', data: { name: 'new' } });
    expect(await send(thing('1', 6, 'anew'))).toMatchObject({ outcomes: { reactivated: 1 } });
    expect(await stored('1')).toMatchObject({ cause: null, data: { name: 'anew' } });
  });

  it('is parked above the delete ceiling', async () => {
    const { endpoint, stored } = await addJob('ceiling');
    const all = (
      await Promise.all(IDS.map((id) => world.send(endpoint, { event: 'gone', record: { id: Number(id) } })))
    ).every((status) => status === 202);
    expect(all).toBe(true);
    await world.until('an approval waits', async () => {
      const { items } = await world.admin.call('listInactivationApprovals', { job: 'ceiling' });
      return items.some(({ state, cause }) => state === 'waiting' && cause === 'announced');
    });
    await world.until('all runs have ended', async () =>
      (await world.admin.call('listExecutions', { job: 'ceiling', limit: 100 })).items.every(
        ({ ended }) => ended,
      ),
    );
    const gone = await Promise.all(IDS.map(async (id) => (await stored(id))?.cause !== null));
    expect(gone.filter((isGone) => isGone).length).toBeLessThan(IDS.length / 2);
  });
});
