import { SyncError } from '../errors/sync-error.js';
import { isJsonObject, type JsonValue } from '../json.js';

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

/**
 * The answer of a token endpoint (RFC 6749, section 5.1). Throws `provider.unexpected_shape` without a word of what it holds.
 */
export function readTokenAnswer(body: JsonValue, place: string): GivenToken {
  const answer = isJsonObject(body) ? body : {};
  const { access_token: accessToken, token_type: type = 'bearer', refresh_token: refreshToken } = answer;
  if (typeof accessToken !== 'string' || !IS_TOKEN.test(accessToken)) {
    throw new SyncError('provider.unexpected_shape', `The answer of ${place} has no access_token`);
  }
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    throw new SyncError('provider.unexpected_shape', `${place} gives tokens that are not of the type bearer`);
  }
  const rotated = typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : null;
  return { accessToken, refreshToken: rotated, lifetimeMs: lifetimeOf(answer['expires_in']) };
}

/** What may stand in a header; anything else could end its line. */
const IS_TOKEN = /^[\x21-\x7e]+$/;

/** Some providers send the number as text. */
function lifetimeOf(expiresIn: JsonValue | undefined): number | null {
  const seconds = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return null;
  if (seconds <= 0 || seconds > LONGEST_LIFETIME_SECONDS) return null;
  return Math.floor(seconds * 1000);
}
