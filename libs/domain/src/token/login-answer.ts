import type { JsonObject, JsonValue } from '../json.js';
import { parseValuesPath, readAt } from '../mapping/path.js';
import { idText } from '../record/id-text.js';
import { cookiesOf, cookieText } from './cookies.js';
import { lifetimeOf } from './token-answer.js';
import type { LoginCall, ValuePlace } from './token-grant.js';

/** The answer of a login. */
export interface LoginAnswer {
  /** Undefined where it is no JSON. */
  readonly body: JsonObject | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
}

/** What it gives, and where it should have had what it does not. */
export interface LoginReading {
  readonly values: Readonly<Record<string, string>>;
  /** In words, for example `the cookie sid`. */
  readonly missing: readonly string[];
  readonly lifetimeMs: number | null;
}

export function readLogin(answer: LoginAnswer, { takes, lifetime }: LoginCall): LoginReading {
  const found = Object.entries(takes).map(([name, place]) => ({
    name,
    place,
    value: valueAt(answer, place),
  }));
  const isThere = ({ value }: { readonly value: string | null }) => value !== null && IN_HEADER.test(value);
  return {
    values: Object.fromEntries(found.filter(isThere).map(({ name, value }) => [name, value ?? ''])),
    missing: found.filter((one) => !isThere(one)).map(({ place }) => placeText(place)),
    lifetimeMs: lifetimeIn(answer, lifetime),
  };
}

/** What may stand in a header; anything else could end its line. */
const IN_HEADER = /^[\x20-\x7e]+$/;

function valueAt({ body, headers, setCookies }: LoginAnswer, place: ValuePlace): string | null {
  if ('path' in place) return idText(at(body, place.path));
  if ('header' in place) return headers[place.header.toLowerCase()] ?? null;
  const cookies = cookiesOf(setCookies);
  return place.cookie === '*' ? cookieText(cookies) : (cookies[place.cookie] ?? null);
}

function at(body: JsonObject | undefined, path: string): JsonValue | undefined {
  return body === undefined ? undefined : readAt(body, parseValuesPath(path));
}

function placeText(place: ValuePlace): string {
  if ('path' in place) return `anything at ${place.path}`;
  if ('header' in place) return `the header ${place.header}`;
  return place.cookie === '*' ? 'a cookie' : `the cookie ${place.cookie}`;
}

function lifetimeIn({ body }: LoginAnswer, lifetime: LoginCall['lifetime']): number | null {
  if (lifetime === undefined) return null;
  return lifetimeOf('seconds' in lifetime ? lifetime.seconds : at(body, lifetime.path));
}
