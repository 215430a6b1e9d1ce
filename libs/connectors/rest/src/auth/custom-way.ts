import { fillNames, isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { CallSigning } from '@evenkeel/ports';
import type { AuthOf } from '../settings/auth-settings.js';
import { credentialsIn, secret } from '../settings/auth/credential-text.js';
import { SIGNING_NAMES, type SignatureSettings } from '../settings/auth/signature-settings.js';
import type { CredentialBody, Credentials, CredentialShape, Way } from './way.js';

type CustomSettings = AuthOf<'custom'>;

/** The parts of its settings whose texts name credentials. */
const PARTS = ['headers', 'query', 'json', 'form'] as const;

export const customWay: Way<CustomSettings> = {
  wants: (auth) => {
    const named = secretsNamed(PARTS.map((part) => auth[part] ?? null));
    return auth['signature'] === undefined
      ? named
      : { ...withoutSigning(named), ...wantsKey(auth['signature']) };
  },
  uses: ({ headers, query, json, form }) => ({
    headers: Object.keys(headers),
    query: Object.keys(query),
    body: Object.keys(json ?? form ?? {}),
  }),
  adds: ({ headers, query, signature, ...auth }, given) => {
    const body = bodyOf(auth, given);
    if (signature !== undefined) {
      const sign = signingOf(signature, given, { headers: inLowerCase(headers), query });
      return { headers: {}, query: {}, sign, ...(body !== undefined && { body }) };
    }
    return {
      headers: inLowerCase(filled(headers, given)),
      query: filled(query, given),
      ...(body !== undefined && { body }),
    };
  },
};

function withoutSigning(wanted: CredentialShape): CredentialShape {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !SIGNING_NAMES.includes(name)));
}

/** What bytes a credential has to be the text of. */
const KEY_TEXTS: Readonly<Record<string, CredentialShape[string]>> = {
  text: secret,
  base64: secret.regex(/^[\w+/-]+={0,2}$/, 'must be Base64'),
  hex: secret.regex(/^([0-9a-f]{2})+$/i, 'must be hexadecimal'),
};

function wantsKey(signature: JsonValue): CredentialShape {
  if (!isJsonObject(signature)) return {};
  const { key = null, text = null, keyEncoding = 'text' } = signature;
  const [only] = typeof key === 'string' ? (/^\{(\w+)\}$/.exec(key)?.slice(1) ?? []) : [];
  const known = (typeof keyEncoding === 'string' ? KEY_TEXTS[keyEncoding] : undefined) ?? secret;
  return { ...withoutSigning(secretsNamed([key, text])), ...(only !== undefined && { [only]: known }) };
}

function signingOf(
  { key, ...signature }: SignatureSettings,
  values: Credentials,
  sent: Pick<CallSigning, 'headers' | 'query'>,
): CallSigning {
  return { ...signature, key: fillNames(key, values), values, ...sent };
}

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
