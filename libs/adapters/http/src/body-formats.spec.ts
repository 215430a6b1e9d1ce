import { SyncError, type ErrorCode, type JsonValue } from '@evenkeel/domain';
import type { BodyFormat, HttpCall } from '@evenkeel/ports';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';

/** Lines of `name=value`; `deep` nests too deep, and a name is told with a message of its own. */
const pairs: BodyFormat = {
  name: 'pairs',
  accept: 'text/x-pairs',
  isNamedBy: (type) => type === 'text/x-pairs',
  hasNoEnd: true,
  read: (text) => Object.fromEntries(text.trim().split('\n').map(readPair)),
};
function readPair(line: string, at: number): readonly [string, string] {
  if (line === 'deep') throw new RangeError('too deep');
  if (line === 'odd') throw new SyncError('provider.unexpected_shape', 'a line that is odd');
  const [name = '', value] = line.split('=');
  if (value === undefined) throw new SyntaxError(`line ${at + 1}: no sign in "${line}"`);
  return [name, value];
}
/** A list, of which everything within is told. */
const bracketed: BodyFormat = {
  name: 'brackets',
  accept: 'text/x-brackets',
  isNamedBy: (type) => type === 'text/x-brackets',
  begins: /^\s*\(/,
  read: (text) => [text.replaceAll(/[()]/g, '')],
};

let world: CallerWorld;
beforeAll(async () => {
  world = await openCallerWorld({
    retry: { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 },
  });
});
afterAll(() => world.close());

interface Sent {
  readonly status?: number;
  readonly type: string;
  readonly body: string;
}
const ask = async ({ status = 200, type, body }: Sent, more: Partial<HttpCall> = {}): Promise<JsonValue> => {
  world.server.answer((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
  const call: HttpCall = { method: 'GET', url: `${world.server.url}/rows`, format: pairs, ...more };
  return (await world.caller.json(call)).body;
};
const type = 'text/x-pairs; charset=utf-8';

describe('a format that a call names', () => {
  it('reads the body, also under a label that says something else', async () => {
    expect(await ask({ type, body: 'a=1\nb=2' })).toEqual({ a: '1', b: '2' });
    expect(await ask({ type: 'application/octet-stream', body: 'a=1' })).toEqual({ a: '1' });
    expect(await ask({ type: 'application/json', body: 'a=1' })).toEqual({ a: '1' });
  });

  it('is asked for, unless the call has a header of its own', async () => {
    const accepted: unknown[] = [];
    world.server.answer(({ headers }, response) => {
      accepted.push(headers.accept);
      response.writeHead(200, { 'content-type': type }).end('a=1');
    });
    const call: HttpCall = { method: 'GET', url: world.server.url, format: pairs };
    await world.caller.json(call);
    await world.caller.json({ ...call, headers: { accept: 'text/*' } });
    expect(accepted).toEqual(['text/x-pairs', 'text/*']);
  });

  it.each<[string, Sent, ErrorCode, RegExp]>([
    [
      'is not in it',
      { type, body: 'a=1\nsecret' },
      'provider.malformed_body',
      /is not valid pairs: line 2: no sign in$/,
    ],
    [
      'is not in it, and does not claim to be',
      { type: 'text/plain', body: 'resting' },
      'provider.unexpected_content',
      /text\/plain instead of pairs: resting$/,
    ],
    ['nests too deep', { type, body: 'deep' }, 'provider.body_too_deep', /nested deeper/],
    [
      'the format has its own words for',
      { type, body: 'odd' },
      'provider.unexpected_shape',
      /^a line that is odd$/,
    ],
    [
      'is a page in HTML',
      { type, body: '<html><title>In</title>a=b</html>' },
      'provider.unexpected_content',
      /an HTML page \(titled "In"\), although it says text\/x-pairs/,
    ],
    [
      'type and beginning say to be JSON',
      { type: 'application/json', body: '{"a":1}' },
      'provider.unexpected_content',
      /answered with application\/json instead of pairs: \{"a":1\}$/,
    ],
    [
      'type and beginning say to be another one',
      { type: 'text/x-brackets', body: '(a=1)' },
      'provider.unexpected_content',
      /text\/x-brackets instead of pairs/,
    ],
  ])('refuses a body that %s', async (_, sent, code, message) => {
    await expect(ask(sent, { otherFormats: [bracketed] })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it.each<[string, Sent, JsonValue | undefined]>([
    ['JSON', { status: 400, type: 'text/plain', body: '{"a":1}' }, { a: 1 }],
    ['another format', { status: 400, type: 'text/plain', body: '(no)' }, ['no']],
    ['the format', { status: 400, type, body: 'a=1' }, { a: '1' }],
    ['none', { status: 400, type, body: 'no' }, undefined],
    ['JSON, with a success', { type: 'application/json', body: '{"a":1}' }, { a: 1 }],
    ['another format, with a success', { type: 'text/x-brackets', body: '(no)' }, ['no']],
  ])('lets a connector look at an error in %s', async (_, sent, body) => {
    const seen: unknown[] = [];
    const classify = (_status: number, value: JsonValue | undefined): ErrorCode => {
      seen.push(value);
      return 'provider.not_found';
    };
    const brackets = { ...bracketed, read: (text: string) => bracketed.read(checked(text), { maxDepth: 1 }) };
    await expect(ask(sent, { classify, otherFormats: [brackets] })).rejects.toMatchObject({
      code: 'provider.not_found',
    });
    expect(seen).toEqual([body]);
  });
});

function checked(text: string): string {
  if (!text.startsWith('(')) throw new SyntaxError('no bracket');
  return text;
}
