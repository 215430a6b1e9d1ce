import { SyncError } from '../errors/sync-error.js';
import { ROLES, type Role } from './role.js';

/** How an installation reads what a token of its issuer says. */
export interface TokenRules {
  /** The claim with roles or groups: its name, or where it begins with a slash a JSON Pointer (RFC 6901). */
  readonly roleClaim: string;
  /** What of that claim is which role. What is not named here is none. */
  readonly roles: ReadonlyMap<string, Role>;
  /** The claim with the tenant; null: each token is of the first one. */
  readonly tenantClaim: string | null;
  /** What of that claim is which tenant, by name; null: it is the name. */
  readonly tenants: ReadonlyMap<string, string> | null;
  /** The claim by which its holder is named. */
  readonly nameClaim: string;
}

/** Who presented a token, as its claims say. */
export interface TokenHolder {
  /** As trails name it. */
  readonly actor: string;
  /** Of a tenant by its name; null: of the first one. */
  readonly tenant: string | null;
  /** From least to most; empty: it may do nothing. */
  readonly roles: readonly Role[];
}

type Claims = Readonly<Record<string, unknown>>;

/** Claims that are one text of several values (RFC 8693, 4.2). */
const SPACED = new Set(['scope', 'scp']);
/** Of a name, so that a trail can show it in one line. */
const NAME = /^[^\p{Cc}\p{Zl}\p{Zp}]{1,200}$/u;

/** Throws `request.unauthenticated` where it names no holder, and `request.forbidden` where it names no tenant that is meant. */
export function readTokenHolder(claims: Claims, rules: TokenRules): TokenHolder {
  const name = claimOf(claims, rules.nameClaim);
  if (typeof name !== 'string' || !NAME.test(name))
    throw new SyncError('request.unauthenticated', `The token has no name in its claim "${rules.nameClaim}"`);
  const given = valuesOf(claims, rules.roleClaim).map((value) => rules.roles.get(value));
  return {
    actor: `oidc:${name}`,
    tenant: rules.tenantClaim === null ? null : tenantOf(claims, rules.tenantClaim, rules.tenants),
    roles: ROLES.filter((role) => given.includes(role)),
  };
}

function tenantOf(claims: Claims, claim: string, tenants: TokenRules['tenants']): string {
  const values = valuesOf(claims, claim);
  const [value] = values;
  // Of two it would be a guess which is meant.
  if (value === undefined || values.length > 1)
    throw new SyncError(
      'request.forbidden',
      `The token names ${values.length === 0 ? 'no tenant' : 'several tenants'} in its claim "${claim}"`,
    );
  const tenant = tenants === null ? value : tenants.get(value);
  if (tenant === undefined)
    throw new SyncError(
      'request.forbidden',
      `The claim "${claim}" of the token is of no tenant that is known`,
    );
  return tenant;
}

function valuesOf(claims: Claims, claim: string): readonly string[] {
  const found = claimOf(claims, claim);
  if (typeof found === 'string') return SPACED.has(claim) ? found.split(' ').filter(Boolean) : [found];
  return Array.isArray(found) ? found.filter((value): value is string => typeof value === 'string') : [];
}

function claimOf(claims: Claims, claim: string): unknown {
  if (!claim.startsWith('/')) return own(claims, claim);
  const steps = claim.slice(1).split('/');
  return steps.reduce<unknown>(
    (at, step) => own(at, step.replaceAll('~1', '/').replaceAll('~0', '~')),
    claims,
  );
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Claims)[name];
}
