import fc from 'fast-check';
import { namedSecrets, secretsOf, withoutSecrets, withSecrets } from './document-secrets.js';
import { parseSecretReference } from './secret-reference.js';

const CONNECTION = {
  kind: 'Connection',
  spec: { settings: { credentials: 'no secret' }, credentials: { token: 'env:A', deep: { key: 'file:k' } } },
} as const;
const CHANNEL = {
  kind: 'NotificationChannel',
  spec: { webhook: { url: 'u', secret: 's' }, email: { host: 'h', password: 'p' }, digestMinutes: 1 },
} as const;

it('finds secrets where they stand, and only there', () => {
  expect([...secretsOf(CONNECTION)]).toEqual([
    ['credentials.token', 'env:A'],
    ['credentials.deep.key', 'file:k'],
  ]);
  expect(namedSecrets(CHANNEL)).toEqual([
    { path: 'webhook.url', reference: 'u' },
    { path: 'webhook.secret', reference: 's' },
    { path: 'email.password', reference: 'p' },
  ]);
  expect([...secretsOf({ kind: 'Job', spec: { credentials: { a: 'b' } } })]).toEqual([]);
});

it('leaves the rest where they are taken out', () => {
  expect(withoutSecrets(CONNECTION)).toEqual({ settings: { credentials: 'no secret' } });
  expect(withoutSecrets(CHANNEL)).toEqual({ webhook: {}, email: { host: 'h' }, digestMinutes: 1 });
});

it('puts something else in their place', () => {
  expect(withSecrets(CONNECTION, (path) => `<${path}>`)).toEqual({
    settings: { credentials: 'no secret' },
    credentials: { token: '<credentials.token>', deep: { key: '<credentials.deep.key>' } },
  });
});

it.each([
  ['env:EVENKEEL_REF_A', { kind: 'env', name: 'EVENKEEL_REF_A' }],
  ['file:shop/token', { kind: 'file', path: 'shop/token' }],
  ['file:..2026/token', { kind: 'file', path: '..2026/token' }],
])('%s is a reference', (text, parsed) => {
  expect(parseSecretReference(text)).toEqual(parsed);
});

it.each([
  ...['env:', 'env:A B', 'env:A=B', 'ENV:A', 'secret', 'stored', 'file:', 'file:/etc/passwd', 'file:../a'],
  ...[
    'file:a/../b',
    'file:a//b',
    'file:./a',
    'file:a/',
    'file:a\\b',
    'file:a\u0000b',
    `file:${'a'.repeat(1001)}`,
  ],
])('%j is none', (text) => {
  expect(parseSecretReference(text)).toBeUndefined();
});

it('no path of a reference has a part that leads up', () => {
  const part = fc.constantFrom('..', '.', 'a', '/', '\\', '//', '\n');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const parsed = parseSecretReference(`file:${parts.join('')}`);
      if (parsed?.kind !== 'file') return;
      expect(parsed.path.startsWith('/')).toBe(false);
      expect(parsed.path.split('/')).not.toContain('..');
    }),
  );
});
