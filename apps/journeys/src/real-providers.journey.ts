import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionView } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import { CouchDb } from './kit/couchdb.js';
import { EmulatedProvider } from './kit/emulated-provider.js';
import { journeyFolder } from './kit/repository.js';
import { restExample } from './kit/rest-example.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

jest.setTimeout(60_000);

const TOKEN = 'journey-token';
const ISSUES = '/repos/octocat/hello/issues';
const folder = journeyFolder('real-providers');

let engine: StandaloneUnderTest;

beforeAll(async () => {
  engine = await startStandalone(folder);
}, 60_000);
afterAll(() => engine?.stop(), 60_000);

type Source = ReadonlyMap<string, JsonObject>;

/** Field by field, and nothing beside. */
async function expectRowsEqual(recordType: string, source: Source): Promise<void> {
  const rows = await engine.store.records(recordType);
  for (const [id, expected] of source) expect([id, rows.get(id)?.data]).toEqual([id, expected]);
  expect(rows.size).toBe(source.size);
}

/** This server knows no repository by its id, as GitHub does: the issues are those of one, by its name. */
function ofOneRepository(settings: JsonObject): JsonObject {
  const { streams } = settings as { readonly streams: Readonly<Record<string, JsonObject>> };
  // Its writes name the parts of an id that is another one here.
  const { parent: _, writes: __, ...issues } = streams['issues'] ?? {};
  const named = { path: ISSUES, idPath: 'number', readOne: { path: `${ISSUES}/{id}` } };
  return { ...settings, streams: { ...streams, issues: { ...issues, ...named } } };
}

/** This server keeps no log of events: each run lists everything. */
function withoutEvents(settings: JsonObject): JsonObject {
  const { streams } = settings as { readonly streams: Readonly<Record<string, JsonObject>> };
  const listed = Object.entries(streams).map(([name, { changes: _, ...stream }]) => [name, stream] as const);
  return { ...settings, streams: Object.fromEntries(listed) };
}

/** What a run counted, and that it ended well. */
function countsOf({ status, reason, receipt }: ExecutionView) {
  expect({ status, reason, balanced: receipt.balanced }).toEqual({
    status: 'completed',
    reason: null,
    balanced: true,
  });
  const { fetched, created, updated, skipped, failed } = receipt;
  return { fetched, created, updated, skipped, failed };
}

const FIRST = (count: number) => ({ fetched: count, created: count, updated: 0, skipped: 0, failed: 0 });
const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

describe('GitHub', () => {
  let github: EmulatedProvider;

  beforeAll(async () => {
    const names = ['hello', ...numbered(119).map((number) => `repo-${number}`)];
    github = await EmulatedProvider.start({
      service: 'github',
      token: TOKEN,
      folder,
      seed: {
        tokens: { [TOKEN]: { login: 'octocat', scopes: ['repo', 'user'] } },
        github: {
          users: [{ login: 'octocat', name: 'The Octocat' }],
          repos: names.map((name) => ({ owner: 'octocat', name, description: `This is ${name} – naïve 🐙` })),
        },
      },
    });
    for (const number of numbered(250)) {
      await github.send('POST', ISSUES, { title: `Issue ${number} 🐛`, body: `“${number}”\n\tline two` });
    }
    await engine.admin.addConnection({
      name: 'github',
      connector: 'rest',
      settings: ofOneRepository(restExample('github', github.url)),
      credentials: { token: TOKEN },
    });
  }, 60_000);
  afterAll(() => github?.stop());

  /** By page numbers up to an empty page, where the engine follows the Link header. */
  async function listed(path: string, id: 'id' | 'number'): Promise<Source> {
    const found = new Map<string, JsonObject>();
    for (let page = 1; ; page += 1) {
      const items = await github.get<Record<typeof id, number>[]>(`${path}per_page=30&page=${page}`);
      for (const item of items) found.set(String(item[id]), item);
      if (items.length === 0) return found;
    }
  }
  const issues = () => listed(`${ISSUES}?state=all&`, 'number');
  const repositories = () => listed('/user/repos?', 'id');

  it('is read to the end of its Link headers, and every issue is stored as it is there', async () => {
    await engine.admin.addJob({
      name: 'issues',
      connection: 'github',
      stream: 'issues',
      recordType: 'issue',
      overlapSeconds: 0,
    });
    const run = await engine.admin.runToEnd('issues', { mode: 'full' });
    expect(countsOf(run)).toEqual(FIRST(250));
    expect(run.chunks).toMatchObject([{ pagesApplied: 3 }]);
    await expectRowsEqual('issue', await issues());
  });

  it('is read again in full: what changed is updated, what did not is left alone', async () => {
    await github.send('PATCH', `${ISSUES}/7`, { title: 'Another title' });
    await github.send('PATCH', `${ISSUES}/250`, { state: 'closed' });
    for (const number of [251, 252, 253]) await github.send('POST', ISSUES, { title: `Issue ${number}` });
    const run = await engine.admin.runToEnd('issues', { mode: 'full' });
    expect(countsOf(run)).toEqual({ fetched: 253, created: 3, updated: 2, skipped: 248, failed: 0 });
    await expectRowsEqual('issue', await issues());
    const rows = await engine.store.records('issue');
    const versions = ['7', '250', '8', '251'].map((id) => rows.get(id)?.version);
    expect(versions).toEqual([2, 2, 1, 1]);
  });

  it('is asked only for what changed since the last run', async () => {
    // Its clock tells whole seconds in the header and is asked for whole seconds.
    await sleep(2_500);
    await engine.admin.runToEnd('issues');
    await sleep(2_500);
    await github.send('PATCH', `${ISSUES}/33`, { body: 'changed' });
    await github.send('PATCH', `${ISSUES}/133`, { labels: ['bug'] });
    const run = await engine.admin.runToEnd('issues');
    expect(run.scope).toBe('incremental');
    expect(countsOf(run)).toEqual({ fetched: 2, created: 0, updated: 2, skipped: 0, failed: 0 });
    await expectRowsEqual('issue', await issues());
  }, 20_000);

  it('is asked for the one issue that somebody names, and no neighbour is touched', async () => {
    await github.send('PATCH', `${ISSUES}/44`, { title: 'Named' });
    await github.send('PATCH', `${ISSUES}/45`, { title: 'Not named' });
    const run = await engine.admin.runToEnd('issues', { externalIds: ['44'] });
    expect(run).toMatchObject({ lane: 'single', scope: 'single' });
    expect(countsOf(run)).toEqual({ fetched: 1, created: 0, updated: 1, skipped: 0, failed: 0 });
    const rows = await engine.store.records('issue');
    expect([rows.get('44')?.data['title'], rows.get('45')?.version]).toEqual(['Named', 1]);
  });

  it('gives its repositories too, twice over two pages', async () => {
    await engine.admin.addJob({
      name: 'repositories',
      connection: 'github',
      stream: 'repos',
      recordType: 'repository',
    });
    expect(countsOf(await engine.admin.runToEnd('repositories'))).toEqual(FIRST(120));
    await expectRowsEqual('repository', await repositories());
    await github.send('PATCH', '/repos/octocat/repo-9', { description: 'Another description' });
    // The stream knows no incremental filter, so this is a full reading whatever the job's mode.
    const run = await engine.admin.runToEnd('repositories');
    expect(countsOf(run)).toEqual({ fetched: 120, created: 0, updated: 1, skipped: 119, failed: 0 });
    await expectRowsEqual('repository', await repositories());
  });
});

describe('Stripe', () => {
  let stripe: EmulatedProvider;

  beforeAll(async () => {
    const customers = numbered(230).map((number) => ({
      name: `Kundin ${number} ☂`,
      email: `k${number}@example.com`,
    }));
    stripe = await EmulatedProvider.start({
      service: 'stripe',
      token: TOKEN,
      folder,
      seed: { tokens: { [TOKEN]: { login: 'shop', scopes: [] } }, stripe: { customers } },
    });
    await engine.admin.addConnection({
      name: 'stripe',
      connector: 'rest',
      settings: withoutEvents(restExample('stripe', stripe.url)),
      credentials: { token: TOKEN },
    });
    await engine.admin.addJob({
      name: 'customers',
      connection: 'stripe',
      stream: 'customers',
      recordType: 'customer',
    });
  }, 60_000);
  afterAll(() => stripe?.stop());

  async function customers(): Promise<Source> {
    const found = new Map<string, JsonObject>();
    for (let after = ''; ;) {
      const page = await stripe.get<{ data: { id: string }[]; has_more: boolean }>(
        `/v1/customers?limit=17${after && `&starting_after=${after}`}`,
      );
      for (const customer of page.data) found.set((after = customer.id), customer);
      if (!page.has_more) return found;
    }
  }

  it('is read by the ids its pages end with, and every customer is stored as it is there', async () => {
    const source = await customers();
    expect(source.size).toBeGreaterThanOrEqual(230);
    const run = await engine.admin.runToEnd('customers');
    expect(countsOf(run)).toEqual(FIRST(source.size));
    expect(run.chunks).toMatchObject([{ pagesApplied: 3 }]);
    await expectRowsEqual('customer', source);
  });

  it('is read again in full: what changed is updated, what did not is left alone', async () => {
    const before = [...(await customers()).keys()];
    for (const id of [before[0], before[99], before[100], before.at(-1)]) {
      await stripe.send('POST', `/v1/customers/${id}`, { name: 'Renamed', metadata: { tier: 'gold' } });
    }
    for (const number of [1, 2]) await stripe.send('POST', '/v1/customers', { name: `New ${number}` });
    const fetched = before.length + 2;
    const run = await engine.admin.runToEnd('customers');
    expect(countsOf(run)).toEqual({ fetched, created: 2, updated: 4, skipped: before.length - 4, failed: 0 });
    await expectRowsEqual('customer', await customers());
  });
});

describe('CouchDB', () => {
  let couch: CouchDb;

  beforeAll(async () => {
    couch = await CouchDb.start('parts', folder);
    await couch.write(
      numbered(300).map((number) => ({
        _id: `part/${String(number).padStart(4, '0')}`,
        name: `Teil № ${number}`,
        price: number / 8,
        tags: ['a', { deep: [null, true, number] }],
      })),
    );
    await engine.admin.addConnection({
      name: 'couchdb',
      connector: 'rest',
      settings: restExample('couchdb', new URL(couch.url).origin, { DATABASE: 'parts' }),
      credentials: { username: 'admin', password: 'secret' },
    });
    await engine.admin.addJob({
      name: 'parts',
      connection: 'couchdb',
      stream: 'documents',
      recordType: 'part',
      pageSize: 70,
    });
  }, 60_000);
  afterAll(() => couch?.stop());

  it('is read from the begin of its change feed, and every document is stored as it is there', async () => {
    const run = await engine.admin.runToEnd('parts');
    expect(countsOf(run)).toEqual(FIRST(300));
    await expectRowsEqual('part', await couch.documents());
  });

  it('is asked only for what changed since, however often', async () => {
    const documents = await couch.documents();
    const changed = [...documents.values()].filter((_, place) => place % 60 === 0);
    await couch.write(changed.map((document) => ({ ...document, price: -1 })));
    await couch.write([{ _id: 'part/new', name: 'new' }]);
    const run = await engine.admin.runToEnd('parts');
    expect(run.scope).toBe('incremental');
    expect(countsOf(run)).toEqual({ fetched: 6, created: 1, updated: 5, skipped: 0, failed: 0 });
    await expectRowsEqual('part', await couch.documents());

    expect(countsOf(await engine.admin.runToEnd('parts'))).toEqual(FIRST(0));
  });

  it('tells of a document that is gone, which stays here as it was last seen and is inactive', async () => {
    const before = await couch.documents();
    const gone = before.get('part/0007');
    await couch.write([{ ...gone, _deleted: true }, { _id: 'part/newer' }]);
    const run = await engine.admin.runToEnd('parts');
    expect(countsOf(run)).toEqual({ fetched: 2, created: 1, updated: 0, skipped: 0, failed: 0 });
    expect(run.receipt).toMatchObject({ balanced: true, outcomes: { inactivated: 1 } });
    expect(await engine.store.inactive('part')).toEqual(['part/0007']);
    await expectRowsEqual('part', new Map([...before, ...(await couch.documents())]));
  });

  it('is read again in full on request', async () => {
    // The feed still tells of the one that is gone.
    const fetched = (await couch.documents()).size + 1;
    const run = await engine.admin.runToEnd('parts', { mode: 'full' });
    expect(countsOf(run)).toEqual({ fetched, created: 0, updated: 0, skipped: fetched, failed: 0 });
    expect(await engine.store.inactive('part')).toEqual(['part/0007']);
  });

  it('is asked for the document that somebody names', async () => {
    const documents = await couch.documents();
    await couch.write([{ ...documents.get('part/0100'), price: 12.5 }]);
    const run = await engine.admin.runToEnd('parts', { externalIds: ['part/0100'] });
    expect(countsOf(run)).toEqual({ fetched: 1, created: 0, updated: 1, skipped: 0, failed: 0 });
    const rows = await engine.store.records('part');
    expect(rows.get('part/0100')?.data).toEqual((await couch.documents()).get('part/0100'));
  });
});
