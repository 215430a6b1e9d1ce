import { SyncError } from '../errors/sync-error.js';
import { isJsonObject, type JsonObject } from '../json.js';

/** Where the settings of a connection lead: an origin (scheme, host, port) by the path of the setting that names it. */
export type Destinations = Readonly<Record<string, string>>;

/** Credentials with the destinations that the settings had when they were given. Sealed as one, so that neither moves alone. */
export interface BoundCredentials {
  readonly credentials: JsonObject;
  readonly destinations: Destinations;
}

/** What is sealed of bound credentials. */
export function boundCredentialsToJson({ credentials, destinations }: BoundCredentials): JsonObject {
  return { credentials, destinations: { ...destinations } };
}

/** Throws `config.credentials_bound_elsewhere` for what was sealed without destinations. */
export function boundCredentialsFromJson({ credentials, destinations }: JsonObject): BoundCredentials {
  if (isJsonObject(credentials) && isJsonObject(destinations)) {
    const origins = Object.entries(destinations).flatMap(([setting, origin]) =>
      typeof origin === 'string' ? [[setting, origin] as const] : [],
    );
    return { credentials, destinations: Object.fromEntries(origins) };
  }
  throw boundElsewhere('The credentials were stored without the addresses that they were given for');
}

/**
 * Why credentials are not sent: a setting leads elsewhere than it did when they were given. Null where none does. Each setting by
 * itself: the secret of a token endpoint is none of the API, although both are known.
 */
export function findMove(bound: Destinations, named: Destinations): string | null {
  for (const [setting, origin] of Object.entries(named)) {
    const before = Object.hasOwn(bound, setting) ? bound[setting] : undefined;
    if (before === origin) continue;
    const given = before === undefined ? 'without it' : `for ${before}`;
    return `The setting ${setting} leads to ${origin}, but the credentials were given ${given}: they are not sent there`;
  }
  return null;
}

/** Throws `config.credentials_bound_elsewhere` where {@link findMove} finds one. */
export function assertBoundTo(bound: Destinations, named: Destinations): void {
  const move = findMove(bound, named);
  if (move !== null) throw boundElsewhere(move);
}

/** Throws `config.credentials_bound_elsewhere` where a call would leave the origins it is bound to. */
export function assertCallWithin(origins: readonly string[], address: string): void {
  const url = URL.parse(address);
  if (url !== null && origins.some((origin) => url.origin === origin || isTlsOf(url, origin))) return;
  const place = url === null ? 'an invalid address' : url.origin;
  const known = origins.length === 0 ? 'nowhere' : origins.join(', ');
  throw boundElsewhere(`A call to ${place} was not made: the connection leads to ${known}`);
}

/** The same host by TLS, each at its usual port: providers redirect so. */
function isTlsOf(url: URL, origin: string): boolean {
  const bound = new URL(origin);
  return bound.protocol === 'http:' && url.protocol === 'https:' && bound.host === url.host;
}

function boundElsewhere(message: string): SyncError {
  return new SyncError('config.credentials_bound_elsewhere', message);
}
