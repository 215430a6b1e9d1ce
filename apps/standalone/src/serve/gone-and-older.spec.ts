import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();
const FEED = {
  incremental: { kind: 'time', param: 'since' },
  tombstone: { path: 'deleted', equals: true },
};
const IDS = ['1', '2', '3', '4', '5', '6', '7', '8'];

function fill(ids: readonly string[] = IDS): void {
  for (const id of ids) world.provider.records.set(id, { id: Number(id), name: `thing ${id}` });
}

const states = async (type: string) =>
  Object.fromEntries(
    Object.entries(await world.stored(type)).map(([id, { cause }]) => [id, cause ?? 'active']),
  );
const others = (...gone: readonly string[]) =>
  Object.fromEntries(IDS.filter((id) => !gone.includes(id)).map((id) => [id, 'active']));

describe('a deletion that the provider tells', () => {
  it('is applied by an incremental run that lists a tombstone, and is no failure', async () => {
    fill();
    await world.addJob('tombstones', FEED);
    await world.run('tombstones');
    world.provider.records.delete('2');
    world.provider.changes = [{ id: 2, deleted: true }];
    const run = await world.run('tombstones');
    expect(run).toMatchObject({ status: 'completed', receipt: { balanced: true, fetched: 1, failed: 0 } });
    expect(run.receipt.outcomes).toMatchObject({ inactivated: 1 });
    expect(await states('tombstones')).toEqual({ 2: 'announced', ...others('2') });
    expect((await world.run('tombstones')).receipt.outcomes).toMatchObject({ unchanged: 1 });
  });

  it('is foreseen by a preview, and applied when its plan is carried out', async () => {
    fill();
    await world.addJob('foreseen', FEED);
    await world.run('foreseen');
    world.provider.records.delete('2');
    world.provider.changes = [{ id: 2, deleted: true }];
    const plan = await world.preview('foreseen');
    expect(plan).toMatchObject({ state: 'ready', counts: { inactive_candidate: 1, unchanged: 0 } });
    expect(await states('foreseen')).toEqual(others());
    const run = await world.run('foreseen', { planId: plan.id });
    expect(run.receipt.outcomes).toMatchObject({ inactivated: 1, planned: 0 });
    expect(await states('foreseen')).toEqual({ 2: 'announced', ...others('2') });
  });

  it('is applied after a webhook that names the record, and after a person does', async () => {
    fill();
    await world.addJob('named', FEED, { webhook: true });
    const endpoint = await world.admin.call('addWebhookEndpoint', {
      connection: 'named',
      stream: 'things',
      idPath: 'id',
    });
    await world.run('named');
    world.provider.records.delete('2');
    const delivered = await world.deliver('named', endpoint, { event: 'deleted', id: 2 });
    expect(delivered).toMatchObject({ status: 'completed', receipt: { outcomes: { inactivated: 1 } } });
    world.provider.records.delete('3');
    const asked = await world.run('named', { externalIds: ['3', '2'] });
    expect(asked).toMatchObject({
      status: 'completed',
      receipt: { balanced: true, outcomes: { inactivated: 1, unchanged: 1 } },
    });
    expect(await states('named')).toEqual({
      2: 'gone_when_asked',
      3: 'gone_when_asked',
      ...others('2', '3'),
    });
    expect(await world.openFailures('named')).toEqual([]);
  });

  it('closes what failed of its record, also where a full run is what finds it', async () => {
    fill();
    await world.addJob('failing', FEED);
    await world.run('failing');
    for (const id of ['2', '3']) world.provider.records.set(id, { id: Number(id), name: 'a\u0000' });
    await world.run('failing', { mode: 'full' });
    expect([...(await world.openFailures('failing'))].sort()).toEqual(['2', '3']);
    world.provider.records.delete('2');
    world.provider.records.delete('3');
    world.provider.changes = [{ id: 2, deleted: true }];
    await world.run('failing');
    // What failed is tried again by every run: the third is gone by now, too.
    expect(await world.openFailures('failing')).toEqual([]);
    world.provider.records.set('4', { id: 4, name: 'a\u0000' });
    await world.run('failing', { mode: 'full' });
    expect(await world.openFailures('failing')).toEqual(['4']);
    world.provider.records.delete('4');
    expect(await world.run('failing', { mode: 'full' })).toMatchObject({ status: 'completed' });
    expect(await world.openFailures('failing')).toEqual([]);
    expect((await states('failing'))['4']).not.toBe('active');
  });

  it('waits for a person where there are too many within a day', async () => {
    fill(['1', '2', '3', '4']);
    await world.addJob('many', FEED);
    await world.run('many');
    world.provider.records.clear();
    const first = await world.run('many', { externalIds: ['1', '2'] });
    expect(first.receipt.outcomes).toMatchObject({ inactivated: 2 });
    const second = await world.run('many', { externalIds: ['3', '4'] });
    expect(second).toMatchObject({
      status: 'completed',
      receipt: { balanced: true, outcomes: { parked: 2 } },
    });
    const { items } = await world.admin.call('listInactivationApprovals', { job: 'many' });
    expect(items).toMatchObject([{ cause: 'announced', candidates: 2, active: 4, ceiling: 2 }]);
    await world.admin.call('grantInactivationApproval', { approval: items[0]!.id });
    await world.until('the grant is carried out', async () => {
      const all = Object.values(await states('many'));
      return all.every((state) => state !== 'active');
    });
  });

  it('looks as the stream says', async () => {
    fill();
    const gone = [{ status: 403, bodyPath: 'code', equals: 'NO_SUCH' }];
    await world.addJob('forbidden', { gone });
    await world.run('forbidden', { mode: 'full' });
    world.provider.records.delete('2');
    world.provider.missing = { status: 403, body: { code: 'NO_SUCH' } };
    const run = await world.run('forbidden', { mode: 'full' });
    expect(run.receipt.closeOut).toMatchObject({ candidates: 1, inactivated: 1 });
    expect(await states('forbidden')).toMatchObject({ 2: 'gone_when_read', 1: 'active' });
  });
});

describe('a record that looks otherwise when it is read by its id', () => {
  it('is not written when it is read to see whether it is there, and is when it is asked for', async () => {
    fill();
    world.provider.detailOf = (record) => ({ ...record, more: 'detail' });
    await world.addJob('shapes', {});
    await world.run('shapes', { mode: 'full' });
    // The listing misses it.
    world.provider.isListed = ({ id }) => id !== 2;
    const run = await world.run('shapes', { mode: 'full' });
    expect(run.receipt.closeOut).toMatchObject({ candidates: 1, inactivated: 0, kept: { still_there: 1 } });
    expect((await world.stored('shapes'))['2']?.data).toEqual({ id: 2, name: 'thing 2' });
    const asked = await world.run('shapes', { externalIds: ['2'] });
    expect(asked.receipt).toMatchObject({ updated: 1 });
    expect((await world.stored('shapes'))['2']?.data).toEqual({ id: 2, name: 'thing 2', more: 'detail' });
  });
});

describe('a state that is older than what is here', () => {
  it('is left where a copy lags, and taken over once the provider keeps to it', async () => {
    const say = (v: string, name: string) => world.provider.records.set('1', { id: 1, v, name });
    say('2026-11-28T10:00:00Z', 'new');
    await world.addJob('lagging', { versionPath: 'v' });
    const full = () => world.run('lagging', { mode: 'full' });
    await full();
    say('2026-11-28T09:00:00Z', 'old');
    expect((await full()).receipt.outcomes).toMatchObject({ superseded: 1 });
    say('2026-11-28T10:00:00Z', 'new');
    expect((await full()).receipt.outcomes).toMatchObject({ unchanged: 1 });
    say('2026-11-27T09:00:00Z', 'restored');
    expect((await full()).receipt.outcomes).toMatchObject({ superseded: 1 });
    const adopting = await full();
    expect(adopting.receipt.outcomes).toMatchObject({ updated: 1 });
    expect((await world.stored('lagging'))['1']?.data).toMatchObject({ name: 'restored' });
    const { items } = await world.admin.call('listErrors', { execution: adopting.id });
    expect(items).toMatchObject([{ externalId: '1', code: 'record.went_back' }]);
  });

  it('is ordered by the time of change where there are no versions', async () => {
    const say = (at: string, name: string) => world.provider.records.set('1', { id: 1, at, name });
    say('2026-11-28T10:00:00Z', 'new');
    await world.addJob('by-time', { modifiedAtPath: 'at' });
    await world.run('by-time', { mode: 'full' });
    say('2026-11-28T09:00:00Z', 'old');
    expect((await world.run('by-time', { mode: 'full' })).receipt.outcomes).toMatchObject({ superseded: 1 });
    expect((await world.stored('by-time'))['1']?.data).toMatchObject({ name: 'new' });
  });
});

describe('an inventory whose versions say nothing of order', () => {
  it('is read where a version differs, once', async () => {
    const say = (id: number, rev: string, name = 'same') =>
      world.provider.records.set(String(id), { id, rev, name });
    say(1, '3-9f');
    say(2, '1-2c');
    await world.addJob('inventory', { shape: 'inventory', versionPath: 'rev' });
    const reads = async () => {
      world.provider.asked.length = 0;
      await world.run('inventory', { mode: 'full' });
      return world.provider.asked.filter((path) => path !== '/things').sort();
    };
    expect(await reads()).toEqual(['/things/1', '/things/2']);
    expect(await reads()).toEqual([]);
    say(1, '2-aa', 'other');
    say(2, '1-dd');
    expect(await reads()).toEqual(['/things/1', '/things/2']);
    expect(await reads()).toEqual([]);
    expect((await world.stored('inventory'))['1']?.data).toMatchObject({ name: 'other' });
  });
});

describe('records that only several values name', () => {
  it('are told apart, read by all of them, and never written over by another', async () => {
    const rows = [
      [1, '2026-01-01'],
      [1, '2026-01-02'],
      [2, '2026-01-01'],
    ] as const;
    for (const [campaign, day] of rows)
      world.provider.records.set(`${campaign}?on=${day}`, { campaign, day, v: `${campaign} ${day}` });
    const idPath = ['campaign', 'day'];
    await world.addJob('stats', { idPath, readOne: { path: '/things/{campaign}%3Fon={day}' } });
    expect((await world.run('stats', { mode: 'full' })).receipt).toMatchObject({ created: 3, failed: 0 });
    // The answer to each question is the same first record.
    world.provider.detailOf = () => world.provider.records.get('1?on=2026-01-01')!;
    const run = await world.run('stats', { externalIds: ['1/2026-01-01', '2/2026-01-01'] });
    expect(run.receipt.outcomes).toMatchObject({ unchanged: 1, refused: 1 });
    const stored = await world.stored('stats');
    expect(Object.fromEntries(Object.entries(stored).map(([id, { data }]) => [id, data['v']]))).toEqual({
      '1/2026-01-01': '1 2026-01-01',
      '1/2026-01-02': '1 2026-01-02',
      '2/2026-01-01': '2 2026-01-01',
    });
  });
});

describe('a record that somebody deleted here by SQL', () => {
  it('is made again when it changes at the provider, and counts so', async () => {
    fill();
    await world.addJob('deleted-here', {});
    await world.run('deleted-here', { mode: 'full' });
    await world.database.rows(`delete from record where record_type = 'deleted-here' and data->>'id' = '2'`);
    expect((await world.run('deleted-here', { mode: 'full' })).receipt).toMatchObject({ skipped: 8 });
    world.provider.records.set('2', { id: 2, name: 'changed' });
    const run = await world.run('deleted-here', { mode: 'full' });
    expect(run).toMatchObject({ status: 'completed', receipt: { updated: 1, balanced: true } });
    expect((await world.stored('deleted-here'))['2']?.data).toEqual({ id: 2, name: 'changed' });
  });
});
