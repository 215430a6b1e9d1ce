import { isJsonObject, type FieldError, type JsonObject, type TokenGrant } from '@evenkeel/domain';
import { z } from 'zod';
import type { Authentication, Credentials, CredentialShape } from './auth/way.js';
import { wayOf } from './auth/ways.js';
import { pem } from './settings/auth/credential-text.js';
import { parsed, problemsOf } from './settings/parsed.js';
import type { RestSettings } from './settings/rest-settings.js';

type TlsSettings = NonNullable<RestSettings['tls']>;

/** Throws `config.invalid_settings` that names each wrong credential. */
export function authenticate(settings: RestSettings, credentials: JsonObject): Authentication {
  const { auth, baseUrl, tls } = settings;
  const given = parsed(credentialsFor(settings as unknown as JsonObject), credentials, 'credentials');
  const way = wayOf(auth.kind);
  const added = way?.adds(auth, given, baseUrl) ?? { headers: {}, query: {} };
  return {
    ...added,
    ...(tls && clientTlsOf(tls, given, added.token)),
    ended: way?.ended?.(auth) ?? [],
    secrets: Object.values(given).filter((value) => value !== ''),
  };
}

/** Of calls for tokens as of all others: endpoints that bind tokens to a certificate want it from both (RFC 8705). */
function clientTlsOf(
  { clientCertificate, ca }: TlsSettings,
  { clientCertificate: certificate, clientKey: key }: Credentials,
  token: TokenGrant | undefined,
): Pick<Authentication, 'tls' | 'token'> {
  const tls = { ...(clientCertificate && { certificate, key }), ...(ca && { ca }) };
  return { tls, ...(token && { token: { ...token, tls } }) };
}

/** What is wrong with credentials, as far as settings that may be wrong elsewhere say which they want. */
export function problemsOfCredentials(settings: JsonObject, credentials: JsonObject): readonly FieldError[] {
  const wanted = saysCredentials(settings) ? credentialsFor(settings) : undefined;
  return wanted === undefined ? [] : problemsOf(wanted, credentials, 'credentials');
}

const NO_WAY = { kind: 'none' };

function saysCredentials({ auth = NO_WAY }: JsonObject): boolean {
  return isJsonObject(auth) && typeof auth['kind'] === 'string' && wayOf(auth['kind']) !== undefined;
}

function credentialsFor({ auth = NO_WAY, tls }: JsonObject): z.ZodType<Credentials> {
  const said = isJsonObject(auth) ? auth : NO_WAY;
  const { kind } = said;
  const ofAuth = (typeof kind === 'string' ? wayOf(kind) : undefined)?.wants(said) ?? {};
  const ofTls = isJsonObject(tls) && tls['clientCertificate'] !== false ? CLIENT_CERTIFICATE : {};
  return z.strictObject({ ...ofAuth, ...ofTls });
}

const CLIENT_CERTIFICATE: CredentialShape = {
  clientCertificate: pem(/CERTIFICATE/),
  clientKey: pem(/PRIVATE KEY/),
};
