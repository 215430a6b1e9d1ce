import { SimulatorProvider } from './simulator-provider.js';
import type { ProviderOptions } from './provider-options.js';

interface CustomerPage {
  readonly data: readonly { readonly id: string; readonly revision: number; readonly note?: string }[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

let provider: SimulatorProvider;
const start = async (options: Partial<ProviderOptions> = {}) => {
  provider = await SimulatorProvider.start({ records: 25, pageSize: 10, ...options });
};
afterEach(() => provider.stop());

const get = (path: string, init?: RequestInit) => fetch(provider.url + path, init);
const control = (request: object) => get('/_control', { method: 'POST', body: JSON.stringify(request) });
const page = async (query = '', base = '') =>
  (await (await get(`${base}/customers${query}`)).json()) as CustomerPage;
async function cursors(base: string, pages: number): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  let cursor: string | null = '';
  for (let read = 0; read < pages && cursor !== null; read += 1) {
    cursor = (await page(cursor === '' ? '' : `?cursor=${cursor}`, base)).next_cursor;
    found.push(cursor);
  }
  return found;
}

describe('the simulated provider', () => {
  it('lists customers by cursor, devices by page number and invoices by offset with Link', async () => {
    await start();
    expect(await cursors('', 9)).toEqual(['after-9', 'after-19', null]);
    const devices = (await (await get('/devices?page=3')).json()) as { items: unknown[]; total: number };
    expect(devices).toMatchObject({ total: 25 });
    expect(devices.items).toHaveLength(5);
    const invoices = await get('/invoices?offset=10&limit=10');
    expect(invoices.headers.get('link')).toBe(`<${provider.url}/invoices?offset=20&limit=10>; rel="next"`);
    expect(invoices.headers.get('x-total-count')).toBe('25');
    expect((await get('/invoices?offset=20')).headers.get('link')).toBeNull();
  });

  it('cuts what it is asked for to its largest page', async () => {
    await start({ largestPage: 7 });
    expect((await page('?limit=1000')).data).toHaveLength(7);
  });

  it('counts each page it answered, so that a test can prove that none was asked for twice', async () => {
    await start({ faults: 'malformed:page=2:times=1' });
    await page();
    await get('/customers?cursor=after-9');
    await page('?cursor=after-9');
    await page('?updated_since=2026-01-01T00:00:00.000Z');
    await get('/devices/3');
    const stats: unknown = await (await get('/_stats')).json();
    expect(stats).toMatchObject({
      requests: 5,
      byStatus: { '200': 5 },
      pages: { 'customers@0': 1, 'customers@10': 1, 'customers@0?since=2026-01-01T00:00:00.000Z': 1 },
      reads: { 'devices/3': 1 },
    });
    await control({ resetStats: true });
    expect(provider.showStats()).toMatchObject({ requests: 1, pages: {} }); // the answer to that very call
  });

  it('lets its records be edited, created and deleted, and shows what changed', async () => {
    await start();
    const changed = await control({
      edit: { stream: 'customers', ids: ['cus_00000003'] },
      create: { stream: 'customers', count: 1 },
      delete: { stream: 'customers', ids: ['cus_00000001'] },
    });
    expect(await changed.json()).toEqual({ touched: ['cus_00000003', 'cus_00000001', 'cus_00000026'] });
    const since = `?updated_since=${new Date(Date.now() - 60_000).toISOString()}`;
    expect((await page(since)).data.map(({ id }) => id)).toEqual(['cus_00000003', 'cus_00000026']);
    expect((await get('/customers/cus_00000001')).status).toBe(404);
  });

  it('shows its own clock', async () => {
    await start();
    await control({ clockAheadMs: 3_600_000 });
    const shown = Date.parse((await get('/')).headers.get('date') ?? '');
    expect(shown - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('takes its token in every way that callers like to send one', async () => {
    await start({ token: 'let-me-in' });
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await get(path, { headers })).status;
    expect(await status('/')).toBe(401);
    expect(await status('/', { authorization: 'Bearer wrong' })).toBe(401);
    expect(await status('/', { authorization: 'Bearer let-me-in' })).toBe(200);
    expect(await status('/', { authorization: `Basic ${btoa('me:let-me-in')}` })).toBe(200);
    expect(await status('/', { 'x-api-key': 'let-me-in' })).toBe(200);
    expect(await status('/?api_key=let-me-in')).toBe(200);
  });

  it('says what is wrong with a request', async () => {
    await start();
    expect((await get('/nothing')).status).toBe(404);
    const refused = await control({ faults: 'earthquake' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('earthquake');
    expect((await control({ edit: { stream: 'ships' } })).status).toBe(400);
    expect((await get('/faults/earthquake/customers')).status).toBe(400);
  });

  it('lists too few records, or none, as if these were all, and still knows each of them', async () => {
    await start({ faults: 'short-list:percent=40' });
    expect(await page()).toMatchObject({ has_more: false, next_cursor: null });
    expect((await page()).data).toHaveLength(10);
    const empty = '/faults/empty-list';
    expect(await page('', empty)).toMatchObject({ data: [], has_more: false, next_cursor: null });
    expect((await get('/customers/cus_00000025')).status).toBe(200);
  });

  it('deletes records while it lists them, so that offsets shift', async () => {
    await start({ faults: 'deletes:count=2' });
    const invoices = async (offset: number) =>
      (await (await get(`/invoices?offset=${offset}&limit=10`)).json()) as unknown[];
    await invoices(0);
    await invoices(10);
    expect(await invoices(20)).toHaveLength(0);
    expect([...provider.everything('invoices')]).toHaveLength(19);
  });

  it('lets a deleted record be there again', async () => {
    await start();
    const ids = ['cus_00000003'];
    await control({ delete: { stream: 'customers', ids } });
    expect((await get('/customers/cus_00000003')).status).toBe(404);
    const answer = await control({ restore: { stream: 'customers', ids: [...ids, 'cus_00000004'] } });
    expect(await answer.json()).toEqual({ touched: ids });
    expect((await page()).data[2]).toMatchObject({ id: 'cus_00000003' });
  });

  it('forgets the cursors it gave', async () => {
    await start({ faults: 'expired-cursor' });
    const { next_cursor: cursor } = await page();
    const answer = await get(`/customers?cursor=${cursor}`);
    expect(answer.status).toBe(410);
    expect(await answer.json()).toMatchObject({ error: { code: 'cursor_expired' } });
  });
});

describe('its faults', () => {
  beforeEach(() => start());

  it('send a reader in circles', async () => {
    expect(await cursors('/faults/cursor-loop', 4)).toEqual(['after-9', 'after-19', 'start', 'after-9']);
  });

  it('repeat the last page for ever', async () => {
    const base = '/faults/repeat-last';
    expect(await cursors(base, 5)).toEqual(['after-9', 'after-19', 'again-1', 'again-2', 'again-3']);
    expect((await page('?cursor=again-1', base)).data).toEqual((await page('?cursor=after-19')).data);
    const devices = async (number: number) =>
      (await (await get(`${base}/devices?page=${number}`)).json()) as object;
    expect(await devices(9)).toMatchObject({ items: ((await devices(3)) as { items: unknown }).items });
    expect((await get(`${base}/invoices?offset=90`)).headers.get('link')).toContain('offset=100');
  });

  it('give a record of the page once more with other content', async () => {
    const { data } = await page('?cursor=after-9', '/faults/twins');
    expect(data).toHaveLength(11);
    expect(data.at(-1)).toEqual({ ...data[0], twin: true });
  });

  it('go on for ever behind the last page, with records that are made up', async () => {
    const base = '/faults/endless';
    expect(await cursors(base, 5)).toEqual(['after-9', 'after-19', 'again-1', 'again-2', 'again-3']);
    const more = [
      ...(await page('?cursor=again-1', base)).data,
      ...(await page('?cursor=again-2', base)).data,
    ];
    expect(new Set(more.map(({ id }) => id)).size).toBe(20);
    const devices = async (number: number) =>
      ((await (await get(`${base}/devices?page=${number}`)).json()) as { items: { id: string }[] }).items;
    const items = [...(await devices(8)), ...(await devices(9))];
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.length).toBeGreaterThan(0);
  });

  it('say that there are more records than they list', async () => {
    const { headers } = await get('/faults/wrong-total:percent=200/invoices');
    expect(headers.get('x-total-count')).toBe('50');
  });

  it('repeat a record of the page before', async () => {
    const { data } = await page('?cursor=after-9', '/faults/duplicates');
    expect(data.map(({ id }) => id).slice(0, 2)).toEqual(['cus_00000010', 'cus_00000011']);
    expect(data).toHaveLength(11);
  });

  it('edit records while they are listed', async () => {
    await page('', '/faults/edits:count=5');
    const all = [...(await page('?limit=100')).data];
    expect(all.reduce((sum, { revision }) => sum + revision, 0)).toBe(5);
  });

  it('ask for patience, in seconds or until a date', async () => {
    const limited = await get('/faults/rate-limit:seconds=7/customers');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    const dated = await get('/faults/rate-limit:seconds=7:date=1/customers');
    expect(Date.parse(dated.headers.get('retry-after') ?? '')).toBeGreaterThan(Date.now());
  });

  it('put half of a surrogate pair into a record', async () => {
    expect((await page('', '/faults/surrogate')).data[0]?.note).toBe('half \ud83d of a pair');
  });

  it('take their time', async () => {
    const begun = performance.now();
    await page('', '/faults/latency:ms=60');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
  });
});
