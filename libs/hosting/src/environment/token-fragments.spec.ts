import { readAccess } from './access-fragments.js';
import { WrongEnvironment, type Environment } from './variables.js';

const usual = {
  EVENKEEL_AUTHENTICATION: 'keys',
  EVENKEEL_OIDC_ISSUER: 'https://id.example/realms/shop',
  EVENKEEL_OIDC_AUDIENCE: 'evenkeel',
  EVENKEEL_OIDC_ROLES: '/staff = viewer, cn=admins=admin,',
};
const tokensOf = (more: Environment = {}) => readAccess({ ...usual, ...more }).tokens;

it('takes no tokens where no issuer is named', () => {
  expect(readAccess({}).tokens).toBeUndefined();
  expect(readAccess({ EVENKEEL_OIDC_AUDIENCE: 'evenkeel' }).tokens).toBeUndefined();
});

it('reads whose tokens are taken, and how', () => {
  expect(tokensOf()).toEqual({
    issuer: {
      ...{ issuer: 'https://id.example/realms/shop', audience: 'evenkeel', clockSkewS: 30 },
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    },
    rules: {
      ...{ roleClaim: 'roles', tenantClaim: null, tenants: null, nameClaim: 'sub' },
      roles: new Map([
        ['/staff', 'viewer'],
        ['cn=admins', 'admin'],
      ]),
    },
  });
  const tenants = { EVENKEEL_OIDC_TENANT_CLAIM: 'org', EVENKEEL_OIDC_TENANTS: 'acme=north' };
  expect(tokensOf(tenants)?.rules).toMatchObject({
    tenantClaim: 'org',
    tenants: new Map([['acme', 'north']]),
  });
});

it.each([
  ['EVENKEEL_AUTHENTICATION', { EVENKEEL_AUTHENTICATION: 'off' }],
  ['EVENKEEL_OIDC_AUDIENCE', { EVENKEEL_OIDC_AUDIENCE: '' }],
  ['EVENKEEL_OIDC_ROLES', { EVENKEEL_OIDC_ROLES: undefined }],
  ['EVENKEEL_OIDC_ROLES', { EVENKEEL_OIDC_ROLES: 'staff=owner' }],
  ['EVENKEEL_OIDC_ROLES', { EVENKEEL_OIDC_ROLES: 'staff=constructor' }],
  ['EVENKEEL_OIDC_ROLES', { EVENKEEL_OIDC_ROLES: 'viewer' }],
  ['EVENKEEL_OIDC_ROLES', { EVENKEEL_OIDC_ROLES: '=viewer' }],
  ['EVENKEEL_OIDC_ROLES', { EVENKEEL_OIDC_ROLES: 'staff=viewer,staff=admin' }],
  ['EVENKEEL_OIDC_ROLES', { EVENKEEL_OIDC_ROLES: ' , ' }],
  ['EVENKEEL_OIDC_TENANT_CLAIM', { EVENKEEL_OIDC_TENANTS: 'acme=north' }],
  ['EVENKEEL_OIDC_ISSUER', { EVENKEEL_OIDC_ISSUER: 'http://id.example' }],
  ['EVENKEEL_OIDC_ALGORITHMS', { EVENKEEL_OIDC_ALGORITHMS: 'RS256,none' }],
  ['EVENKEEL_OIDC_ALGORITHMS', { EVENKEEL_OIDC_ALGORITHMS: 'HS256' }],
  ['EVENKEEL_OIDC_ALGORITHMS', { EVENKEEL_OIDC_ALGORITHMS: ',' }],
  ['EVENKEEL_OIDC_CLOCK_SKEW_S', { EVENKEEL_OIDC_CLOCK_SKEW_S: '3600' }],
  ['EVENKEEL_REQUESTS_PER_MINUTE', { EVENKEEL_REQUESTS_PER_MINUTE: '0' }],
])('says what is wrong: %s of %j', (name, more) => {
  expect(() => tokensOf(more)).toThrow(WrongEnvironment);
  expect(() => tokensOf(more)).toThrow(new RegExp(`\n  ${name}: `));
});
