import { createHmac, hash } from 'node:crypto';
import type { CallSigning, HttpCall } from '@evenkeel/ports';
import { signedCall } from './sign-call.js';
import { openCallerWorld } from './testing/caller-world.js';
import { sendJson } from './testing/scripted-server.js';

const SIGNING: CallSigning = {
  ...{ algorithm: 'sha256', encoding: 'hex', key: 'Jefe', keyEncoding: 'text' },
  ...{ text: 'what do ya want for nothing?', timestamp: 'seconds' },
  ...{ bodyHash: { algorithm: 'sha256', encoding: 'hex' } },
  ...{ values: {}, headers: { 'x-sign': '{signature}' }, query: {} },
};
const moment = { now: new Date('2026-11-29T12:00:00.250Z'), nonce: 'n-1' };
const signedBy = (sign: Partial<CallSigning>, call: Partial<HttpCall> = {}) =>
  signedCall(
    { method: 'GET', url: 'https://a.test/x%20y?b=2&a=1+1', ...call, sign: { ...SIGNING, ...sign } },
    moment,
  );
const headerOf = (sign: Partial<CallSigning>, call?: Partial<HttpCall>) =>
  signedBy(sign, call).headers?.['x-sign'];

it.each<[Partial<CallSigning>, string]>([
  // RFC 4231, test case 2; RFC 2202, test case 2.
  [{}, '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [{ algorithm: 'sha1' }, 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
  [
    { key: '4a656665', keyEncoding: 'hex' },
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    { key: 'SmVmZQ==', keyEncoding: 'base64', encoding: 'base64' },
    'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=',
  ],
  [
    { encoding: 'base64url', algorithm: 'sha512' },
    Buffer.from(
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
      'hex',
    ).toString('base64url'),
  ],
])('signs as the standards have it: %j', (sign, signature) => {
  expect(headerOf(sign)).toBe(signature);
});

it('signs each part of the call as it is sent', () => {
  const text =
    '{method} {host} {path} {query} {sortedQuery} {url} {body} {bodyHash} {timestamp} {nonce} {apiKey} {other}';
  const values = { apiKey: '{nonce}' };
  const body = 'tüte';
  const wanted = [
    ...['POST', 'a.test', '/x%20y', 'b=2&a=1+1', 'a=1+1&b=2', 'https://a.test/x%20y?b=2&a=1+1', body],
    ...[hash('sha256', body, 'hex'), '1795953600', 'n-1', '{nonce}', '{other}'],
  ];
  const sent = headerOf({ text, values }, { method: 'POST', body });
  expect(sent).toBe(createHmac('sha256', 'Jefe').update(wanted.join(' ')).digest('hex'));
});

it.each<[CallSigning['timestamp'], string]>([
  ['seconds', '1795953600'],
  ['ms', '1795953600250'],
  ['iso', '2026-11-29T12:00:00.250Z'],
])('writes the time as %s', (timestamp, text) => {
  expect(headerOf({ timestamp, headers: { 'x-sign': '{timestamp}' } })).toBe(text);
});

it('signs the parameters that it adds, and signs anew what was signed before', () => {
  const query = { sig: '{signature}', t: '{timestamp}' };
  const once = signedBy({ text: '{query}', query });
  const signature = createHmac('sha256', 'Jefe').update('b=2&a=1+1&t=1795953600').digest('hex');
  expect(once.url).toBe(`https://a.test/x%20y?b=2&a=1+1&t=1795953600&sig=${signature}`);
  expect(signedCall(once, moment).url).toBe(once.url);
});

it('each attempt has a signature, a time and a nonce of its own, and is not shown', async () => {
  const world = await openCallerWorld();
  const seen: unknown[] = [];
  world.server.answer((request, response, call) => {
    seen.push(request.headers['x-sign']);
    if (call < 3) return response.writeHead(503).end();
    if (call === 3) return sendJson(response, '[]');
    return response.writeHead(400).end(`bad ${String(request.headers['x-sign']).split(' ')[0]}`);
  });
  const sign = {
    ...SIGNING,
    text: '{timestamp}{nonce}',
    headers: { 'x-sign': '{signature} {timestamp} {nonce}' },
  };
  const call = () => world.caller.json({ method: 'GET', url: `${world.server.url}/things`, sign });
  await call();
  expect(new Set(seen.map((header) => String(header).split(' ')[0])).size).toBe(3);
  expect(new Set(seen.map((header) => String(header).split(' ')[2])).size).toBe(3);
  const error: unknown = await call().catch((thrown: unknown) => thrown);
  expect((error as Error).message).toMatch(/answered 400: bad \*\*\*$/);
  await world.close();
});
