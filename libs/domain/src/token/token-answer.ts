import { SyncError } from '../errors/sync-error.js';
import { isJsonObject, type JsonValue } from '../json.js';
import { parseValuesPath, readAt } from '../mapping/path.js';
import type { TokenPaths } from './token-grant.js';

/** What a token endpoint gave. */
export interface GivenToken {
  readonly accessToken: string;
  /** To be used from now on in place of the one before; null: the one before goes on. */
  readonly refreshToken: string | null;
  /** For how long the token is good; null: until it is refused. */
  readonly lifetimeMs: number | null;
}

/** A token of a hundred years is as good as one that does not say when it ends. */
const LONGEST_LIFETIME_SECONDS = 3_000_000_000;

/** How an answer is read where it is not as RFC 6749 says. */
export interface TokenReading {
  readonly paths?: TokenPaths | undefined;
  /** Where it is said how the token is sent, it may be of any type. */
  readonly anyType?: boolean;
}

/**
 * The answer of a token endpoint (RFC 6749, section 5.1). Throws `provider.unexpected_shape` without a word of what it holds.
 */
export function readTokenAnswer(
  body: JsonValue,
  place: string,
  { paths = {}, anyType = false }: TokenReading = {},
): GivenToken {
  const { accessToken: path = 'access_token' } = paths;
  const accessToken = at(body, path);
  if (typeof accessToken !== 'string' || !IS_TOKEN.test(accessToken)) {
    throw new SyncError('provider.unexpected_shape', `The answer of ${place} has no ${path}`);
  }
  const type = at(body, 'token_type') ?? 'bearer';
  if (!anyType && (typeof type !== 'string' || type.toLowerCase() !== 'bearer')) {
    const message = `${place} gives tokens that are not of the type bearer: say with \`send\` of auth how they are sent`;
    throw new SyncError('provider.unexpected_shape', message);
  }
  const lifetimeMs = lifetimeOf(at(body, paths.expiresIn ?? 'expires_in'));
  return { accessToken, refreshToken: refreshTokenIn(body, paths), lifetimeMs };
}

/** The refresh token in an answer, however odd the rest of it is; null where there is none. */
export function refreshTokenIn(body: JsonValue | undefined, paths: TokenPaths = {}): string | null {
  const found = body === undefined ? undefined : at(body, paths.refreshToken ?? 'refresh_token');
  return typeof found === 'string' && found !== '' ? found : null;
}

/** What may stand in a header; anything else could end its line. */
const IS_TOKEN = /^[\x21-\x7e]+$/;

function at(body: JsonValue, path: string): JsonValue | undefined {
  return isJsonObject(body) ? readAt(body, parseValuesPath(path)) : undefined;
}

/** Some providers send the number as text. */
export function lifetimeOf(expiresIn: JsonValue | undefined): number | null {
  const seconds = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return null;
  if (seconds <= 0 || seconds > LONGEST_LIFETIME_SECONDS) return null;
  return Math.floor(seconds * 1000);
}
