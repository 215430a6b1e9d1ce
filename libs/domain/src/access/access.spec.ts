import * as fc from 'fast-check';
import { DEFAULT_TENANT } from '../connection/connection.js';
import { type ApiKey, assertKeyHolds, bearerToken, composeApiKey, prefixOfKey } from './api-key.js';
import { judgeCaller } from './judge-caller.js';
import { includesRole, ROLES } from './role.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const live: Pick<ApiKey, 'name' | 'expiresAt' | 'revokedAt'> = {
  name: 'ci',
  expiresAt: null,
  revokedAt: null,
};
const letters = (length: number) =>
  fc.stringMatching(new RegExp(`^[A-Za-z0-9_-]{${length}}$`)).filter((text) => text.length === length);

describe('a role', () => {
  it('includes itself and those before it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROLES), fc.constantFrom(...ROLES), (one, other) => {
        expect(includesRole([one], other)).toBe(ROLES.indexOf(one) >= ROLES.indexOf(other));
        expect(judgeCaller({ tenantId: DEFAULT_TENANT, roles: [one] }, { role: other }) === undefined).toBe(
          includesRole([one], other),
        );
      }),
    );
  });

  it('none includes nothing', () => {
    expect(ROLES.some((role) => includesRole([], role))).toBe(false);
    expect(judgeCaller({ tenantId: DEFAULT_TENANT, roles: [] }, { role: 'viewer' })?.message).toBe(
      'This needs the role viewer, and the caller has none',
    );
  });

  it('of a tenant is none over the installation', () => {
    const rights = (tenantId: string) => ({ tenantId, roles: ['admin'] as const });
    const needed = { role: 'viewer', ofInstallation: true } as const;
    expect(judgeCaller(rights(DEFAULT_TENANT), needed)).toBeUndefined();
    expect(judgeCaller(rights('another'), needed)).toMatchObject({
      code: 'request.forbidden',
      message: 'This is about the whole installation, and the caller belongs to one tenant of it',
    });
    expect(judgeCaller(rights('another'), { role: 'admin' })).toBeUndefined();
    expect(
      judgeCaller({ ...rights('another'), roles: ['editor', 'viewer'] }, { role: 'admin' })?.message,
    ).toBe('This needs the role admin, and the caller has editor, viewer');
  });
});

describe('an API key', () => {
  it('tells its prefix, whatever letters it has', () => {
    fc.assert(
      fc.property(letters(12), letters(43), (prefix, secret) => {
        expect(prefixOfKey(composeApiKey(prefix, secret))).toBe(prefix);
      }),
    );
  });

  it.each([
    '',
    'evk_',
    'evk_short_key',
    `evk_${'a'.repeat(12)}_${'b'.repeat(42)}`,
    `evk_${'a'.repeat(12)}-${'b'.repeat(43)}`,
  ])('%p has not its form', (text) => {
    expect(prefixOfKey(text)).toBeUndefined();
    expect(prefixOfKey(`x${composeApiKey('a'.repeat(12), 'b'.repeat(43))}`)).toBeUndefined();
    expect(prefixOfKey(`${composeApiKey('a'.repeat(12), 'b'.repeat(43))}\n`)).toBeUndefined();
  });

  it('is taken while it lives', () => {
    expect(assertKeyHolds({ key: live, isSame: true, now: NOW })).toBe(live);
    const later = { ...live, expiresAt: new Date(NOW.getTime() + 1) };
    expect(assertKeyHolds({ key: later, isSame: true, now: NOW })).toBe(later);
  });

  it.each([
    ['The key is not known', { key: undefined, isSame: true }],
    ['The key is not known', { key: live, isSame: false }],
    ['The key is not known', { key: { ...live, revokedAt: NOW }, isSame: false }],
    ['The key "ci" was revoked', { key: { ...live, revokedAt: NOW }, isSame: true }],
    ['The key "ci" expired at 2026-11-30T12:00:00.000Z', { key: { ...live, expiresAt: NOW }, isSame: true }],
  ])('is refused: %s', (message, found) => {
    expect(() => assertKeyHolds({ ...found, now: NOW })).toThrow(
      expect.objectContaining({ code: 'request.unauthenticated', message }),
    );
  });
});

it.each([
  ['Bearer abc', 'abc'],
  ['bearer  a-b_c.d', 'a-b_c.d'],
  ['Basic abc', undefined],
  ['Bearer', undefined],
  ['Bearer a b', undefined],
  ['xBearer a', undefined],
  [undefined, undefined],
])('the header %p holds the token %p', (header, token) => {
  expect(bearerToken(header)).toBe(token);
});
