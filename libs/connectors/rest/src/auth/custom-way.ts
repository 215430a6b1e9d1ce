import { fillNames, isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { AuthOf } from '../settings/auth-settings.js';
import { credentialsIn, secret } from '../settings/auth/credential-text.js';
import type { CredentialBody, Credentials, CredentialShape, Way } from './way.js';

type CustomSettings = AuthOf<'custom'>;

/** The parts of its settings whose texts name credentials. */
const PARTS = ['headers', 'query', 'json', 'form'] as const;

export const customWay: Way<CustomSettings> = {
  wants: (auth) => secretsNamed(PARTS.map((part) => auth[part] ?? null)),
  uses: ({ headers, query, json, form }) => ({
    headers: Object.keys(headers),
    query: Object.keys(query),
    body: Object.keys(json ?? form ?? {}),
  }),
  adds: ({ headers, query, ...auth }, given) => {
    const body = bodyOf(auth, given);
    return {
      headers: inLowerCase(filled(headers, given)),
      query: filled(query, given),
      ...(body !== undefined && { body }),
    };
  },
};

/** One credential for each name in the texts of a value. */
export function secretsNamed(value: JsonValue): CredentialShape {
  return Object.fromEntries(credentialsIn(value).map((name) => [name, secret]));
}

export function filled(texts: Readonly<Record<string, string>>, given: Credentials): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillNames(text, given)]));
}

/** Names of headers are compared without regard to case: one in two spellings would be sent twice. */
export function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function bodyOf(
  { json, form }: Pick<CustomSettings, 'json' | 'form'>,
  given: Credentials,
): CredentialBody | undefined {
  if (json !== undefined) return { kind: 'json', members: filledJson(json, given) as JsonObject };
  return form === undefined ? undefined : { kind: 'form', fields: filled(form, given) };
}

/** The same JSON with the names in its texts filled. */
export function filledJson(value: JsonValue, given: Credentials): JsonValue {
  if (typeof value === 'string') return fillNames(value, given);
  if (Array.isArray(value)) return value.map((part: JsonValue) => filledJson(part, given));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filledJson(part, given)]));
}
