import type { JsonObject } from '@evenkeel/domain';
import type { Answer } from '../testing/small-provider.js';
import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();
const LISTING = { path: '/l', recordsPath: 'data', readOne: undefined } as unknown as JsonObject;

const full = (job: string) => world.run(job, { mode: 'full' });
const changes = (job: string) => world.run(job, { mode: 'incremental' });
const activeIn = async (job: string) =>
  Object.entries(await world.stored(job))
    .filter(([, { inactive }]) => !inactive)
    .map(([id]) => Number(id))
    .sort((one, other) => one - other);
const upTo = (count: number) => Array.from({ length: count }, (_, nth) => nth + 1);
const entries = (ids: readonly number[]) => ids.map((id) => ({ id }));

/** Pages of so many records, as their number says, cut before some are left out. */
const numbered =
  (count: number, size: number, isHidden: (id: number) => boolean = () => false) =>
  ({ searchParams }: URL): Answer => {
    const page = Number(searchParams.get('page') ?? 1);
    const ids = upTo(count).slice((page - 1) * size, page * size);
    return { body: { data: entries(ids.filter((id) => !isHidden(id))), total_count: count } };
  };
const byPage = (size: number, end?: JsonObject): JsonObject => ({
  ...LISTING,
  pageSize: size,
  pageSizeParam: 'limit',
  pagination: { kind: 'page', param: 'page', ...(end && { end }) },
});

describe('numbered pages', () => {
  it('of which one in the middle is short are read to the end, and only what is hidden is gone', async () => {
    let isHiding = false;
    world.provider.script = numbered(12, 4, (id) => isHiding && id === 6);
    await world.addJob('short-page', byPage(4));
    expect(await full('short-page')).toMatchObject({ receipt: { created: 12 } });
    isHiding = true;
    for (let turn = 0; turn < 2; turn += 1) await full('short-page');
    expect(await activeIn('short-page')).toEqual(upTo(12).filter((id) => id !== 6));
  });

  it.each([
    [
      'refused',
      (): Answer => ({ status: 400, body: { code: 'rest_post_invalid_page_number' } }),
      { kind: 'status', status: [400] },
    ],
    [
      'the last one again',
      () => numbered(4, 2)(new URL('http://x/?page=2')),
      { kind: 'total', path: 'total_count' },
    ],
  ])(
    'end as they are declared where the page behind the last is %s, and fail with all that came otherwise',
    async (form, behind, end) => {
      world.provider.script = (url) =>
        Number(url.searchParams.get('page')) > 2 ? behind() : numbered(4, 2)(url);
      await world.addJob(`declared ${form}`, byPage(2, end));
      expect(await full(`declared ${form}`)).toMatchObject({
        status: 'completed',
        doubts: [],
        receipt: { created: 4 },
      });
      await world.addJob(`undeclared ${form}`, byPage(2));
      expect(await full(`undeclared ${form}`)).toMatchObject({ status: 'failed', receipt: { created: 4 } });
    },
  );

  it('whose rows move between two of them are listed anew, and no row is missed', async () => {
    const order = upTo(6);
    let isTouched = false;
    world.provider.script = ({ searchParams }) => {
      const from = Number(searchParams.get('skip') ?? 0);
      const data = entries(order.slice(from, from + 2));
      // Record 1 is touched once the first page was given.
      if (!isTouched) order.push(order.shift()!);
      isTouched = true;
      return { body: { data } };
    };
    const pagination = { kind: 'offset', param: 'skip' };
    await world.addJob('moving', { ...byPage(2), pagination });
    await full('moving');
    expect(await activeIn('moving')).toEqual(upTo(6));
  });
});

describe('an answer about what changed', () => {
  it.each<[string, Answer]>([
    ['204', { status: 204, body: '' }],
    ['null', { body: { data: null } }],
  ])('that is %s says that nothing did', async (form, nothing) => {
    world.provider.script = ({ searchParams }) =>
      searchParams.has('since') ? nothing : { body: { data: entries([1, 2]) } };
    await world.addJob(`quiet ${form}`, { ...LISTING, incremental: { kind: 'time', param: 'since' } });
    expect(await changes(`quiet ${form}`)).toMatchObject({ receipt: { created: 2 } });
    expect(await changes(`quiet ${form}`)).toMatchObject({ status: 'completed', receipt: { fetched: 0 } });
    expect(await activeIn(`quiet ${form}`)).toEqual([1, 2]);
  });

  it('by a clock that is a day ahead hides no later change, and is told', async () => {
    let aheadMs = 24 * 60 * 60_000;
    const changed = new Map([[1, 0]]);
    world.provider.script = ({ searchParams }) => {
      const since = Date.parse(searchParams.get('since') ?? '1970-01-01T00:00:00Z');
      const ids = [...changed].filter(([, at]) => at >= since).map(([id]) => id);
      return {
        body: { data: entries(ids) },
        headers: { date: new Date(Date.now() + aheadMs).toUTCString() },
      };
    };
    await world.addJob('ahead', { ...LISTING, incremental: { kind: 'time', param: 'since' } });
    const { id: execution } = await changes('ahead');
    const { items } = await world.admin.call('listErrors', { execution });
    expect(items).toMatchObject([{ code: 'provider.clock_ahead' }]);
    aheadMs = 0;
    changed.set(2, Date.now());
    expect(await changes('ahead')).toMatchObject({ status: 'completed', receipt: { created: 1 } });
    expect(await activeIn('ahead')).toEqual([1, 2]);
  });
});

describe('records of a listing', () => {
  it('that one value alone does not name are set aside and told, not written over each other', async () => {
    const data = [
      { campaign: 1, day: '2026-01-01', v: 1 },
      { campaign: 1, day: '2026-01-02', v: 2 },
      { campaign: 2, day: '2026-01-01', v: 3 },
    ];
    world.provider.script = () => ({ body: { data } });
    await world.addJob('not-named', { ...LISTING, idPath: 'campaign' });
    for (const created of [2, 0])
      expect(await full('not-named')).toMatchObject({ receipt: { created, updated: 0, failed: 1 } });
    expect((await world.stored('not-named'))['1']?.data).toMatchObject({ v: 1 });
  });

  it('keep all digits of a number, also as a text, and a change of the last one is a change', async () => {
    const say = (amount: string) => {
      world.provider.script = () => ({ body: `{"data":[{"id":1,"amt":${amount}}]}` });
    };
    const texts = () =>
      world.database.rows<{ amt: string; text: string }>(
        `select data->>'amt' as amt, data->>'text' as text from record where record_type = 'digits'`,
      );
    say('12345678901234.56789');
    const cast = { source: 'amt', target: 'text', transforms: [{ name: 'cast', to: 'string' as const }] };
    await world.addJob('digits', LISTING, { mapping: [{ source: 'amt', target: 'amt' }, cast] });
    await full('digits');
    expect(await texts()).toEqual([{ amt: '12345678901234.56789', text: '12345678901234.56789' }]);
    say('12345678901234.56812');
    expect(await full('digits')).toMatchObject({ receipt: { updated: 1 } });
    expect(await texts()).toEqual([{ amt: '12345678901234.56812', text: '12345678901234.56812' }]);
  });

  it('that are UTF-8 are read as such, although they are labelled otherwise', async () => {
    const headers = { 'content-type': 'application/json; charset=ISO-8859-1' };
    world.provider.script = () => ({ headers, body: Buffer.from('{"data":[{"id":1,"name":"Müller €"}]}') });
    await world.addJob('labelled', LISTING);
    await full('labelled');
    expect((await world.stored('labelled'))['1']?.data).toEqual({ id: 1, name: 'Müller €' });
  });

  it.each([
    ['a version', { versionPath: 'v' }],
    ['a version that is a time', { versionPath: 'u' }],
    ['a time of change', { modifiedAtPath: 'u' }],
  ])('stay as they are where a copy that lags gives an older state, by %s', async (form, stream) => {
    const say = (v: number, u: string) => {
      world.provider.script = () => ({ body: { data: [{ id: 1, v, u }] } });
    };
    say(2, '2026-11-28T10:00:00Z');
    await world.addJob(`lag ${form}`, { ...LISTING, ...stream });
    await full(`lag ${form}`);
    say(1, '2026-11-28T09:00:00Z');
    expect((await full(`lag ${form}`)).receipt.outcomes).toMatchObject({ superseded: 1, updated: 0 });
    expect((await world.stored(`lag ${form}`))['1']?.data).toMatchObject({ v: 2 });
  });

  it('that are restored with a lower version are taken over by the second complete listing, and told', async () => {
    const say = (rev: number, name: string) => {
      world.provider.script = () => ({ body: { data: [{ id: 1, rev, name }] } });
    };
    say(5, 'new');
    await world.addJob('restored', { ...LISTING, versionPath: 'rev' });
    await full('restored');
    say(1, 'from the backup');
    expect((await full('restored')).receipt.outcomes).toMatchObject({ superseded: 1 });
    const { id: execution, receipt } = await full('restored');
    expect(receipt.outcomes).toMatchObject({ updated: 1 });
    const { items } = await world.admin.call('listErrors', { execution });
    expect(items).toMatchObject([{ code: 'record.went_back' }]);
    expect((await full('restored')).receipt.outcomes).toMatchObject({ unchanged: 1 });
    expect((await world.stored('restored'))['1']?.data).toMatchObject({ name: 'from the backup' });
  });
});
