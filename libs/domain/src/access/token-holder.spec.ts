import * as fc from 'fast-check';
import { ROLES } from './role.js';
import { readTokenHolder, type TokenRules } from './token-holder.js';

const rules: TokenRules = {
  roleClaim: 'groups',
  roles: new Map([
    ['staff', 'viewer'],
    ['sync-admins', 'admin'],
  ]),
  tenantClaim: null,
  tenants: null,
  nameClaim: 'sub',
};
const rolesOf = (claims: object, changed: Partial<TokenRules> = {}) =>
  readTokenHolder({ sub: 'ada', ...claims }, { ...rules, ...changed }).roles;
const tenantOf = (claims: object, tenants: TokenRules['tenants'] = null) =>
  readTokenHolder({ sub: 'ada', ...claims }, { ...rules, tenantClaim: 'org', tenants }).tenant;

it('is named by its claim, and belongs to the first tenant', () => {
  expect(readTokenHolder({ sub: 'ada', groups: ['staff'] }, rules)).toEqual({
    actor: 'oidc:ada',
    tenant: null,
    roles: ['viewer'],
  });
  expect(
    readTokenHolder({ sub: '7', email: 'ada@shop.example' }, { ...rules, nameClaim: 'email' }).actor,
  ).toBe('oidc:ada@shop.example');
});

it.each([{}, { sub: 7 }, { sub: '' }, { sub: 'a\nb' }, { sub: 'a\u2028b' }, { sub: 'a'.repeat(201) }])(
  '%j names no one',
  (claims) => {
    expect(() => readTokenHolder(claims, rules)).toThrow(
      expect.objectContaining({
        code: 'request.unauthenticated',
        message: 'The token has no name in its claim "sub"',
      }),
    );
  },
);

it.each([
  [{ groups: 'staff' }, ['viewer']],
  [{ groups: ['sync-admins', 'x', 'staff', 'staff'] }, ['viewer', 'admin']],
  [{ groups: ['admin', 'viewer'] }, []],
  [{ groups: 'staff sync-admins' }, []],
  [{ groups: [7, ['staff'], null] }, []],
  [{ groups: { staff: true } }, []],
  [{ groups: ['constructor', '__proto__'] }, []],
  [{}, []],
])('%j has the roles %j', (claims, roles) => {
  expect(rolesOf(claims)).toEqual(roles);
});

it('takes roles from where a pointer leads, and the words of a scope', () => {
  const nested = { realm_access: { roles: ['staff'] }, 'a/b~c': ['sync-admins'] };
  expect(rolesOf(nested, { roleClaim: '/realm_access/roles' })).toEqual(['viewer']);
  expect(rolesOf(nested, { roleClaim: '/a~1b~0c' })).toEqual(['admin']);
  expect(rolesOf(nested, { roleClaim: '/realm_access/roles/length' })).toEqual([]);
  expect(rolesOf(nested, { roleClaim: '/no/such' })).toEqual([]);
  expect(rolesOf({ scope: 'openid  staff' }, { roleClaim: 'scope' })).toEqual(['viewer']);
  expect(
    rolesOf({ 'https://shop.example/roles': ['staff'] }, { roleClaim: 'https://shop.example/roles' }),
  ).toEqual(['viewer']);
});

it('gives no role that was not named, whatever a token says', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (claims, groups) => {
      const roles = rolesOf({ ...claims, groups });
      expect(ROLES.filter((role) => roles.includes(role))).toEqual(roles);
      const said = JSON.stringify(groups) ?? '';
      if (!said.includes('"sync-admins"')) expect(roles).not.toContain('admin');
    }),
  );
});

it('is of the tenant that its claim names, by itself or by the settings', () => {
  const tenants = new Map([['acme', 'north']]);
  expect(tenantOf({ org: 'south' })).toBe('south');
  expect(tenantOf({ org: ['south'] })).toBe('south');
  expect(tenantOf({ org: 'acme' }, tenants)).toBe('north');
});

it.each([
  [{}, 'The token names no tenant in its claim "org"'],
  [{ org: [] }, 'The token names no tenant in its claim "org"'],
  [{ org: 7 }, 'The token names no tenant in its claim "org"'],
  [{ org: ['acme', 'acme'] }, 'The token names several tenants in its claim "org"'],
  [{ org: 'south' }, 'The claim "org" of the token is of no tenant that is known'],
  [{ org: 'constructor' }, 'The claim "org" of the token is of no tenant that is known'],
])('%j is of no tenant', (claims, message) => {
  expect(() => tenantOf(claims, new Map([['acme', 'north']]))).toThrow(
    expect.objectContaining({ code: 'request.forbidden', message }),
  );
});
