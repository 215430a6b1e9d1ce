import type { ConditionalCall } from '@evenkeel/ports';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';

let world: CallerWorld;
let content = '[1]';
/** The headers of each call that the server saw. */
let seen: Readonly<Record<string, unknown>>[] = [];
beforeEach(async () => {
  world = await openCallerWorld();
  [content, seen] = ['[1]', []];
  world.server.answer((request, response) => {
    seen.push(request.headers);
    const etag = `"${content}"`;
    const headers = {
      etag,
      link: '<next>; rel="next"',
      date: new Date(0).toUTCString(),
      'set-cookie': 'a=b',
    };
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag, 'x-left': '7' }).end();
    else response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(content);
  });
});
afterEach(() => world.close());

const get = (change: Partial<ConditionalCall> = {}, path = '/things') =>
  world.caller.json({
    method: 'GET',
    url: `${world.server.url}${path}?key=hunter2`,
    conditional: { address: '/things', by: 'etag', ...change },
  });

it('what is not modified is the answer before, with the headers and the time of now', async () => {
  await get();
  const again = await get();
  expect(again).toMatchObject({
    status: 200,
    body: [1],
    headers: { link: '<next>; rel="next"', 'x-left': '7' },
  });
  expect(Math.abs(Date.now() - (again.providerTime?.getTime() ?? 0))).toBeLessThan(60_000);
  expect(again.headers['set-cookie']).toBeUndefined();
  expect(seen.map((headers) => headers['if-none-match'])).toEqual([undefined, '"[1]"']);
  expect(world.meter.values.get('provider_calls_total{crm,not_modified}')).toBe(1);
});

it('what is modified is the new answer, and the one to ask about from then on', async () => {
  await get();
  content = '[1,2]';
  expect((await get()).body).toEqual([1, 2]);
  expect((await get()).body).toEqual([1, 2]);
  expect(seen.at(-1)).toMatchObject({ 'if-none-match': '"[1,2]"' });
});

it('nothing is asked about that was not to be kept, and nothing kept under a secret', async () => {
  await get({ isKept: ({ body }) => (body as number[]).length > 1 });
  await get({ address: '/others' });
  expect(seen.map((headers) => headers['if-none-match'])).toEqual([undefined, undefined]);
  expect([...world.answers.kept.keys()]).toEqual(['connection-1 /others']);
});

it('an error is not kept, and a call without conditions is never answered from what was kept', async () => {
  await world.caller
    .json({
      method: 'GET',
      url: world.server.url,
      conditional: { address: '/things', by: 'etag' },
      classify: () => 'provider.unauthorized',
    })
    .catch(() => undefined);
  expect(world.answers.kept.size).toBe(0);
  await get();
  await world.caller.json({ method: 'GET', url: world.server.url });
  expect(seen.at(-1)?.['if-none-match']).toBeUndefined();
});

it('a provider that says "not modified" without having been asked is in error', async () => {
  world.server.answer((_request, response) => response.writeHead(304).end());
  await expect(get()).rejects.toMatchObject({
    code: 'provider.led_nowhere',
    message: expect.stringContaining('304 Not Modified, though nothing conditional was asked') as string,
  });
});

it('a store that is away costs a call, and nothing else', async () => {
  await get();
  world.answers.find = () => Promise.reject(new Error('away'));
  world.answers.keep = () => Promise.reject(new Error('away'));
  expect((await get()).body).toEqual([1]);
});
