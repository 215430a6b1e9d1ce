import { z } from 'zod';
import { isIssuerAddress, TOKEN_ALGORITHMS } from '@evenkeel/adapter-oidc';
import { ROLES, type Role } from '@evenkeel/domain';
import type { TokenSettings } from '../platform/platform-settings.js';
import { readVariables, variable, WrongEnvironment, type Environment } from './variables.js';

const LONGEST_SKEW_S = 300;
const DEFAULT_ALGORITHMS = 'RS256,PS256,ES256,EdDSA';

const claim = z.string().min(1);
/** `value=name,value=name`: the last `=` of each divides, for a value may have some. */
const pairs = z.string().transform((text, context) => {
  const found = new Map<string, string>();
  for (const pair of text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)) {
    const at = pair.lastIndexOf('=');
    const [value, name] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at < 1 || value === '' || name === '' || found.has(value)) {
      context.addIssue({ code: 'custom', message: 'not of pairs' });
      return z.NEVER;
    }
    found.set(value, name);
  }
  return found;
});

/** For what serves the admin API: whose tokens it takes beside its own keys. */
export const tokenVariables = {
  EVENKEEL_OIDC_ISSUER: variable({
    meaning:
      'The OpenID Connect issuer whose access tokens are taken beside keys, as it names itself in them. Its keys are found by its description (`/.well-known/openid-configuration`).',
    remedy: 'Give its https address, as its tokens have it in `iss`; http only for this machine.',
    schema: z.string().refine(isIssuerAddress).optional(),
    defaultText: 'none: only keys are taken',
  }),
  EVENKEEL_OIDC_AUDIENCE: variable({
    meaning: 'What tokens have to name in `aud`: this Evenkeel, as its issuer knows it.',
    remedy: 'Give the audience (API, resource) that was set up for Evenkeel at the issuer.',
    schema: z.string().min(1).optional(),
  }),
  EVENKEEL_OIDC_ROLES: variable({
    meaning: `Which values of the claim with roles are which role: \`staff=viewer,sync-admins=admin\`. A value that is not named here is none. Roles: ${ROLES.join(', ')}.`,
    remedy: `Give VALUE=ROLE, separated by commas; the role is one of ${ROLES.join(', ')}.`,
    schema: pairs
      .refine(
        (found) =>
          found.size > 0 && [...found.values()].every((role) => ROLES.some((known) => known === role)),
      )
      .transform((found) => found as ReadonlyMap<string, Role>)
      .optional(),
  }),
  EVENKEEL_OIDC_ROLE_CLAIM: variable({
    meaning:
      'The claim with roles or groups: its name, or from a slash on a JSON Pointer, `/realm_access/roles`.',
    remedy: 'Give the name of a claim.',
    schema: claim.default('roles'),
    defaultText: '`roles`',
  }),
  EVENKEEL_OIDC_TENANT_CLAIM: variable({
    meaning:
      'The claim with the tenant. Without one each token is of the first tenant, and its admins administer the installation. It has to be one that holders of tokens cannot set.',
    remedy: 'Give the name of a claim, or a JSON Pointer.',
    schema: claim.optional(),
    defaultText: 'none',
  }),
  EVENKEEL_OIDC_TENANTS: variable({
    meaning: 'Which values of that claim are which tenant, by its name: `acme=north`. Others are refused.',
    remedy: 'Give VALUE=TENANT, separated by commas, and EVENKEEL_OIDC_TENANT_CLAIM.',
    schema: pairs.refine((found) => found.size > 0).optional(),
    defaultText: 'the value is the name of the tenant',
  }),
  EVENKEEL_OIDC_NAME_CLAIM: variable({
    meaning:
      'The claim by which trails name a holder. It has to be one that holders of tokens cannot set, and that is of one holder.',
    remedy: 'Give the name of a claim.',
    schema: claim.default('sub'),
    defaultText: '`sub`',
  }),
  EVENKEEL_OIDC_ALGORITHMS: variable({
    meaning: `With which algorithms tokens may be signed, of ${TOKEN_ALGORITHMS.join(', ')}.`,
    remedy: `Give some of ${TOKEN_ALGORITHMS.join(', ')}, separated by commas.`,
    schema: z
      .string()
      .default(DEFAULT_ALGORITHMS)
      .transform((text) => text.split(',').map((each) => each.trim()))
      .pipe(z.array(z.enum(TOKEN_ALGORITHMS)).min(1)),
    defaultText: `\`${DEFAULT_ALGORITHMS}\``,
  }),
  EVENKEEL_OIDC_CLOCK_SKEW_S: variable({
    meaning: 'By how many seconds the clocks of the issuer and of this machine may differ.',
    remedy: `Give a whole number from 0 to ${LONGEST_SKEW_S}.`,
    schema: z.coerce.number().int().min(0).max(LONGEST_SKEW_S).default(30),
    defaultText: '`30`',
  }),
};

/** Undefined: no tokens are taken. Throws `WrongEnvironment`. */
export function readTokenSettings(environment: Environment): TokenSettings | undefined {
  const values = readVariables(tokenVariables, environment);
  const { EVENKEEL_OIDC_ISSUER: issuer, EVENKEEL_OIDC_TENANTS: tenants = null } = values;
  const { EVENKEEL_OIDC_TENANT_CLAIM: tenantClaim = null } = values;
  if (issuer === undefined) return undefined;
  if (tenants !== null && tenantClaim === null) isMissing('EVENKEEL_OIDC_TENANT_CLAIM');
  return {
    issuer: {
      issuer,
      audience: values.EVENKEEL_OIDC_AUDIENCE ?? isMissing('EVENKEEL_OIDC_AUDIENCE'),
      algorithms: values.EVENKEEL_OIDC_ALGORITHMS,
      clockSkewS: values.EVENKEEL_OIDC_CLOCK_SKEW_S,
    },
    rules: {
      roleClaim: values.EVENKEEL_OIDC_ROLE_CLAIM,
      roles: values.EVENKEEL_OIDC_ROLES ?? isMissing('EVENKEEL_OIDC_ROLES'),
      tenantClaim,
      tenants,
      nameClaim: values.EVENKEEL_OIDC_NAME_CLAIM,
    },
  };
}

function isMissing(name: keyof typeof tokenVariables): never {
  const { remedy } = tokenVariables[name];
  throw new WrongEnvironment([{ name, message: 'is missing, and an issuer of tokens is set', remedy }]);
}
