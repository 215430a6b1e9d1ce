import { expect, first, given, refusal, type Api } from './client.mjs';

/** Settings of a stream that the provider of the journey serves at `path`. */
export const settings = (baseUrl: string, path: string) => ({
  baseUrl,
  streams: {
    items: {
      ...{ path, recordsPath: 'data', listing: 'stable', modifiedAtPath: 'updated' },
      incremental: { kind: 'time', param: 'since' },
    },
  },
});

const SHOP = { params: { path: { connection: 'shop' } } };

/** What `evenkeel connections` and `evenkeel connectors` do. */
export async function keepConnections(api: Api, provider: string): Promise<void> {
  const connector = { params: { path: { connector: 'rest' } } };
  const schema = await given(api.GET('/api/v1/connectors/{connector}/schema', connector));
  expect(schema.connector === 'rest', 'the schema is that of the connector');
  const tried = await given(
    api.POST('/api/v1/connectors/{connector}/trials', {
      ...connector,
      body: { settings: settings(provider, '/items'), pages: 1 },
    }),
  );
  expect(tried.ok && tried.streams[0]?.pages[0]?.records === 30, 'the trial reads the first page');
  const wrong = await refusal(
    api.POST('/api/v1/connectors/{connector}/trials', { ...connector, body: { settings: {} } }),
  );
  const places = wrong.errors?.map(({ path }) => path) ?? [];
  expect(places.includes('settings.baseUrl'), 'a wrong setting is named by its place');
  await given(
    api.POST('/api/v1/connections', {
      body: { name: 'shop', connector: 'rest', settings: settings(provider, '/items') },
    }),
  );
  const { items } = await given(api.GET('/api/v1/connections', { params: { query: { limit: 10 } } }));
  expect(
    items.some(({ name }) => name === 'shop'),
    'it is listed',
  );
  const check = await given(api.POST('/api/v1/connections/{connection}/check', SHOP));
  expect(check.ok, 'it is sound');
  const again = await given(
    api.POST('/api/v1/connections/{connection}/trials', { ...SHOP, body: { stream: 'items' } }),
  );
  expect(again.ok, 'it can be tried by its name');
  const stream = first(await given(api.GET('/api/v1/connections/{connection}/streams', SHOP)));
  expect(stream.incremental && stream.listing === 'stable', 'its stream is described');
}

/** What is said of its limits, and holding it. */
export async function limitConnections(api: Api): Promise<void> {
  const { revision } = await given(api.GET('/api/v1/connections/{connection}', SHOP));
  const changed = await given(
    api.PATCH('/api/v1/connections/{connection}', {
      params: { ...SHOP.params, header: { 'If-Match': `"${revision}"` } },
      body: { quota: { rate: { calls: 100, perSeconds: 1 }, concurrency: 4 }, retry: { maxAttempts: 2 } },
    }),
  );
  expect(changed.revision === revision + 1 && changed.quota?.rate?.calls === 100, 'its limits are changed');
  const quota = await given(api.GET('/api/v1/connections/{connection}/quota', SHOP));
  expect(quota.quota?.concurrency === 4 && quota.breaker.state === 'closed', 'its use of them is shown');
  const resumed = await given(api.POST('/api/v1/connections/{connection}/resume-calls', SHOP));
  expect(resumed.name === 'shop', 'a pause of its provider can be lifted');
  const control = await given(api.GET('/api/v1/connections/{connection}/control', SHOP));
  expect(control.state === 'running', 'it is not held');
}

/** What `evenkeel webhooks` does. */
export async function keepWebhooks(api: Api): Promise<void> {
  const added = await given(
    api.POST('/api/v1/connections/{connection}/webhook-endpoints', {
      ...SHOP,
      body: { stream: 'items', idPath: 'data.id' },
    }),
  );
  const listed = first(await given(api.GET('/api/v1/connections/{connection}/webhook-endpoints', SHOP)));
  expect(listed.id === added.id && listed.refusedSince === null, 'it is listed');
  const its = { params: { path: { endpoint: added.id } } };
  const changed = await given(
    api.PATCH('/api/v1/webhook-endpoints/{endpoint}', { ...its, body: { idPath: 'data.object.id' } }),
  );
  const shown = await given(api.GET('/api/v1/webhook-endpoints/{endpoint}', its));
  expect(changed.revision === 2 && shown.idPath === 'data.object.id', 'it is changed');
  const rotated = await given(
    api.POST('/api/v1/webhook-endpoints/{endpoint}/rotate', { ...its, body: { validForSeconds: 60 } }),
  );
  expect(rotated.secret !== added.secret && rotated.previousUntil !== null, 'its secret is another one');
  const came = await given(api.GET('/api/v1/webhook-endpoints/{endpoint}/deliveries', its));
  expect(came.items.length === 0, 'nothing was delivered');
  const again = await given(
    api.POST('/api/v1/webhook-endpoints/{endpoint}/redeliver', { ...its, body: { state: 'rejected' } }),
  );
  expect(again.delivered === 0, 'there is nothing to deliver again');
  const closed = await given(api.DELETE('/api/v1/webhook-endpoints/{endpoint}', its));
  expect(closed.path === added.path, 'it is closed');
}
