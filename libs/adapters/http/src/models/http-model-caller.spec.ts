import type { IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { DEFAULT_TENANT, type ModelQuestion } from '@evenkeel/domain';
import type { CalledModel } from '@evenkeel/ports';
import { openCallerWorld, type CallerWorld } from '../testing/caller-world.js';
import { sendJson, type Script } from '../testing/scripted-server.js';
import { HttpModelCaller } from './http-model-caller.js';

const KEY = 'sk-canary-0123456789';
const QUESTION: ModelQuestion = {
  messages: [
    { role: 'system', content: 'Choose.' },
    { role: 'user', content: '{"fields":{}}' },
  ],
  answerSchema: { type: 'object' },
  fields: [],
  mostAnswerTokens: 448,
};
const TIMEOUT_MS = 300;

let world: CallerWorld;
let model: CalledModel;
let caller: HttpModelCaller;
beforeEach(async () => {
  world = await openCallerWorld({ callTimeoutMs: TIMEOUT_MS });
  model = {
    ...{ id: 'model-1', name: 'small', baseUrl: `${world.server.url}/v1/`, key: KEY, timeoutMs: TIMEOUT_MS },
    revision: 1,
    tenantId: DEFAULT_TENANT,
  };
  caller = new HttpModelCaller(world.callers);
});
afterEach(() => world.close());

const ask = () => caller.ask(model, QUESTION, new AbortController().signal);
const completion = (content: string) =>
  JSON.stringify({ choices: [{ message: { content } }], usage: { total_tokens: 12 } });
const says =
  (content: string): Script =>
  (_request, response) =>
    sendJson(response, completion(content));
const fails =
  (status: number, body: string, headers: Record<string, string> = {}): Script =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

interface Seen extends Pick<IncomingMessage, 'url' | 'method' | 'headers'> {
  readonly body: Readonly<Record<string, unknown>>;
}

/** Keeps what it is asked, and answers by that. */
function watching(answer: (seen: Seen) => Script): Seen[] {
  const seen: Seen[] = [];
  world.server.answer((request, response, call) => {
    void textOf(request).then((body) => {
      const { url, method, headers } = request;
      const one: Seen = { url, method, headers, body: JSON.parse(body) as Seen['body'] };
      seen.push(one);
      answer(one)(request, response, call);
    });
  });
  return seen;
}

describe('a model', () => {
  it('is asked for a chat completion with structured outputs, with its key', async () => {
    const seen = watching(() => says('{"a":1}'));
    await expect(ask()).resolves.toEqual({ kind: 'text', text: '{"a":1}', tokens: 12, calls: 1 });
    expect(seen).toMatchObject([
      {
        ...{ url: '/v1/chat/completions', method: 'POST', headers: { authorization: `Bearer ${KEY}` } },
        body: {
          ...{ model: 'small', messages: QUESTION.messages, temperature: 0, max_tokens: 448, stream: false },
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'proposal', strict: true, schema: { type: 'object' } },
          },
        },
      },
    ]);
  });

  it('is asked without a key where it has none', async () => {
    const seen = watching(() => says('{}'));
    await caller.ask({ ...model, key: null }, QUESTION, new AbortController().signal);
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    [
      'no schemas',
      3,
      ({ body }: Seen) => JSON.stringify(body['response_format'] ?? '').includes('json_schema'),
    ],
    ['no formats', 4, ({ body }: Seen) => 'response_format' in body],
    ['no older limit', 2, ({ body }: Seen) => 'max_tokens' in body],
    ['nothing but messages', 5, ({ body }: Seen) => Object.keys(body).length > 3],
  ])('is asked as its server can: %s', async (_what, calls, refuses: (seen: Seen) => boolean) => {
    const seen = watching((each) =>
      refuses(each) ? fails(400, '{"error":"unknown parameter"}') : says('{}'),
    );
    await expect(ask()).resolves.toMatchObject({ kind: 'text', calls });
    await expect(ask()).resolves.toMatchObject({ kind: 'text', calls: 1 });
    expect(seen).toHaveLength(calls + 1);
    await caller.ask({ ...model, revision: 2 }, QUESTION, new AbortController().signal);
    expect(seen).toHaveLength(2 * calls + 1);
  });

  it('is told the first refusal where its server takes no form', async () => {
    const seen = watching(({ body }) => fails(400, `{"error":"no ${Object.keys(body).join()}"}`));
    await expect(ask()).rejects.toMatchObject({
      code: 'provider.bad_request',
      message: expect.stringContaining('response_format'),
    });
    expect(seen).toHaveLength(5);
  });
});

describe('a model that gives no answer', () => {
  it.each([
    ['fails', fails(500, '{}'), { code: 'provider.server_error', errorClass: 'transient' }],
    [
      'is busy',
      fails(429, '{}', { 'retry-after': '90' }),
      { code: 'provider.rate_limited', waitMs: expect.closeTo(90_000, -3) as number },
    ],
    ['refuses the key', fails(401, '{}'), { code: 'provider.unauthorized', errorClass: 'auth' }],
    ['leads elsewhere', fails(307, '', { location: 'http://127.0.0.1:9/' }), { errorClass: 'config' }],
    ['answers in HTML', fails(200, '<html>', { 'content-type': 'text/html' }), { errorClass: 'config' }],
    ['is slow', () => undefined, { code: 'provider.timeout' }],
    [
      'never ends',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(`"${'x'.repeat(1_100_000)}`);
      },
      { code: 'provider.body_too_large', errorClass: 'config' },
    ],
  ] as readonly (readonly [string, Script, object])[])('%s', async (_what, script, error) => {
    world.server.answer(script);

    await expect(ask()).rejects.toMatchObject(error);
  });

  it('is called once, and not at all once its breaker is open', async () => {
    world.server.answer(fails(500, '{}'));
    await expect(ask()).rejects.toMatchObject({ code: 'provider.server_error' });
    expect(world.server.calls).toBe(1);
    for (let call = 0; call < 12; call += 1) await ask().catch(() => undefined);
    await expect(ask()).rejects.toMatchObject({ code: 'provider.breaker_open' });
    expect(world.server.calls).toBeLessThan(13);
  });
});

describe('the key of a model', () => {
  it('is in no error, no log and no answer, whatever the server repeats', async () => {
    const repeats = watching(({ headers }) => fails(403, JSON.stringify(headers)));
    const error: unknown = await ask().catch((thrown: unknown) => thrown);
    world.server.answer(says(`the key is ${KEY}, in base64 ${Buffer.from(KEY).toString('base64')}`));
    const reply = await ask();
    expect(repeats[0]?.headers.authorization).toContain(KEY);
    const all = `${(error as Error).message} ${JSON.stringify([reply, world.log])}`;
    expect(all).toContain('the key is ***');
    for (const written of [KEY, Buffer.from(KEY).toString('base64')]) expect(all).not.toContain(written);
  });
});
