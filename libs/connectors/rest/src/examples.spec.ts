import { readdirSync } from 'node:fs';
import { readSince, type JsonObject, type JsonValue, type Watermark } from '@evenkeel/domain';
import type { ConnectorSession, ConnectorStream, SourcePage } from '@evenkeel/ports';
import { RestConnector } from './rest-connector.js';
import { startProvingServer } from './testing/proving-server.js';
import { exampleSettings, examplesFolder } from './testing/providers/example-settings.js';
import type { StandIn } from './testing/providers/stand-in.js';
import { standIns } from './testing/providers/stand-ins.js';

const server = startProvingServer();
const settingsOf = (file: string, below = '') => exampleSettings(file, server.baseUrl() + below);

const FIRST = { cursor: null, pageSize: 3, since: null };
const streams = Object.entries(standIns).flatMap(([file, make]) =>
  Object.keys(make().streams).map((stream) => [file, stream] as const),
);

it('each manifest is run against a stand-in, CouchDB as a change feed of the simulator', () => {
  expect(readdirSync(examplesFolder).sort()).toEqual(['couchdb.json', ...Object.keys(standIns)].sort());
  new RestConnector().validate(exampleSettings('couchdb.json', server.baseUrl()), {
    username: 'admin',
    password: 'a-password',
  });
});

it.each(Object.entries(standIns))('every stream of %s is run', (file, make) => {
  expect(Object.keys(settingsOf(file)['streams'] as object).sort()).toEqual(
    Object.keys(make().streams).sort(),
  );
});

it('each is refused without the right credentials', async () => {
  const providers = new Map(Object.entries(standIns).map(([file, make]) => [file, make()]));
  // All at once, for a second proof is only asked for after a second.
  server.answer = (proof) => {
    const [, file = '', path = ''] = /^\/of\/([^/]+)(\/.*)$/.exec(proof.url.pathname) ?? [];
    return providers.get(file)!.answer({ ...proof, url: new URL(path + proof.url.search, proof.url) });
  };
  const failures = [...providers].map(async ([file, { strange, streams: all }]) => {
    const [name = ''] = Object.keys(all);
    const stream = await server.open(settingsOf(file, `/of/${file}`), strange).stream(name);
    await expect(stream.readPage(FIRST)).rejects.toMatchObject({ errorClass: 'auth' });
  });
  await Promise.all(failures);
});

describe.each(streams)('%s, the stream "%s"', (file, name) => {
  let provider: StandIn;
  let session: ConnectorSession;
  let stream: ConnectorStream;
  let here: Map<string, JsonValue>;

  beforeEach(async () => {
    provider = standIns[file]!();
    here = new Map();
    server.answer = (proof) => provider.answer(proof);
    session = server.open(settingsOf(file), provider.credentials);
    stream = await session.stream(name);
  });

  async function pagesOf(since: Watermark | null, pageSize = 3): Promise<readonly SourcePage[]> {
    const pages: SourcePage[] = [];
    do {
      const cursor: string | null = pages.at(-1)?.next ?? null;
      pages.push(await stream.readPage({ cursor, pageSize, since }));
    } while (pages.at(-1)!.next !== null);
    expect(pages.flatMap(({ doubt, shifted }) => [doubt, shifted]).filter(Boolean)).toEqual([]);
    return pages;
  }

  /** One run, as the engine applies it: what is no longer listed is asked for by its id. Gives since when the next one asks. */
  async function run(since: Watermark | null, pageSize?: number): Promise<Watermark | null> {
    const pages = await pagesOf(since, pageSize);
    const listed = pages.flatMap(({ records }) => records);
    for (const { externalId, gone, data } of listed) {
      if (externalId === null) throw new Error('a record without an id');
      if (gone === undefined) here.set(externalId, data);
      else here.delete(externalId);
    }
    const isListed = new Set(listed.map(({ externalId }) => externalId));
    for (const id of since === null ? [...here.keys()] : [])
      if (!isListed.has(id) && (await stream.readOne?.(id)) === undefined) here.delete(id);
    const bounds = pages.flatMap(({ bound }) => bound ?? []);
    const bound = bounds[0]?.kind === 'position' ? bounds.at(-1) : pages[0]?.bound;
    return bound ? readSince(bound, 600) : null;
  }
  const expectInStep = () => expect(Object.fromEntries(here)).toEqual(provider.rows(name));

  it.each([3, 5000])('reads everything, with %i records asked for on a page', async (pageSize) => {
    await run(null, pageSize);
    expect(here.size).toBeGreaterThan(4);
    expectInStep();
  });

  it('is in step after changes, and after deletions, in the runs that are to find them', async () => {
    const { incremental, reportsDeletions = false } = stream.description;
    const since = await run(null);
    const telling = provider.streams[name];
    expect([incremental, reportsDeletions]).toEqual([telling !== 'nothing', telling === 'deletions']);
    expect(since !== null).toBe(incremental);
    provider.change();
    const next = await run(since);
    if (telling === 'changes') {
      expect(Object.fromEntries(here)).toMatchObject(provider.rows(name));
      await run(null);
    }
    expectInStep();
    if (next !== null) await run(next);
    expectInStep();
  });

  it('reads no more than what changed, where it can ask for that', async () => {
    const since = await run(null);
    if (since === null) return;
    provider.change();
    const records = (await pagesOf(since)).flatMap((page) => page.records);
    expect(records.length).toBeGreaterThan(1);
    expect(new Set(records.map(({ externalId }) => externalId)).size).toBeLessThanOrEqual(
      file === 'github.json' ? 6 : 3,
    );
  });

  it('reads a record by its id as it is listed, and none of a made-up id', async () => {
    await run(null);
    const [id = '', listed] = [...here][0] ?? [];
    if (stream.readOne === undefined) return;
    const record = await stream.readOne(id);
    expect(record?.externalId).toBe(id);
    if (stream.description.sameShape === true) expect(record?.data).toEqual(listed);
    expect(await stream.readOne(id.replace(/\d+$/, (digits) => '9'.repeat(digits.length)))).toBeUndefined();
  });

  it('has the time of the last change of each record, or the provider tells none', async () => {
    const records = (await pagesOf(null)).flatMap((page) => page.records);
    const untold = ['stripe.json', 'notion.json users'];
    const isUntold = untold.includes(file) || untold.includes(`${file} ${name}`);
    for (const { modifiedAt } of records) expect(modifiedAt === null).toBe(isUntold);
  });

  it('waits where the provider says that calls come too fast', async () => {
    const { answer, credentials } = provider;
    const settings = settingsOf(file);
    stream = await server.open(settings, credentials, server.impatient(settings)).stream(name);
    server.answer = (proof) => (proof.url.pathname.endsWith('token') ? answer(proof) : provider.tooFast);
    await expect(pagesOf(null)).rejects.toMatchObject({ errorClass: 'rate_limit' });
  });

  it('is refused by its stand-in where it asks for what the documents do not know', async () => {
    const all = settingsOf(file)['streams'] as Record<string, JsonObject>;
    const { json, params, ...other } = all[name] ?? {};
    const odd = json
      ? { ...other, json: { ...(json as JsonObject), odd: 1 } }
      : other['graphql']
        ? { ...other, graphql: { ...(other['graphql'] as JsonObject), query: 'query { odd }' } }
        : { ...other, params: { ...(params as JsonObject), odd: 1 } };
    const settings = { ...settingsOf(file), streams: { ...all, [name]: odd } };
    stream = await server.open(settings, provider.credentials).stream(name);
    await expect(pagesOf(null)).rejects.toMatchObject({
      code: expect.stringMatching(/^provider\.(bad_request|error_in_answer)$/) as string,
    });
  });
});
