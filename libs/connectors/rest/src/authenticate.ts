import { isJsonObject, type FieldError, type JsonObject } from '@evenkeel/domain';
import { z } from 'zod';
import type { Authentication } from './auth/way.js';
import { wayOf } from './auth/ways.js';
import { parsed, problemsOf } from './settings/parsed.js';
import type { RestSettings } from './settings/rest-settings.js';

/** Throws `config.invalid_settings` that names each wrong credential. */
export function authenticate({ auth, baseUrl }: RestSettings, credentials: JsonObject): Authentication {
  const given = parsed(
    credentialsFor({ auth: auth as unknown as JsonObject }) ?? NO_CREDENTIALS,
    credentials,
    'credentials',
  );
  const way = wayOf(auth.kind);
  const added = way?.adds(auth, given, baseUrl) ?? { headers: {}, query: {} };
  return {
    ...added,
    ended: way?.ended?.(auth) ?? [],
    secrets: Object.values(given).filter((value) => value !== ''),
  };
}

/** What is wrong with credentials, as far as settings that may be wrong elsewhere say which they want. */
export function problemsOfCredentials(settings: JsonObject, credentials: JsonObject): readonly FieldError[] {
  const wanted = credentialsFor(settings);
  return wanted === undefined ? [] : problemsOf(wanted, credentials, 'credentials');
}

const NO_CREDENTIALS = z.strictObject({});

/** Undefined where the settings do not say it. */
function credentialsFor({ auth = { kind: 'none' } }: JsonObject): z.ZodObject<CredentialSchema> | undefined {
  const kind = isJsonObject(auth) ? auth['kind'] : undefined;
  const way = typeof kind === 'string' ? wayOf(kind) : undefined;
  return way === undefined || !isJsonObject(auth) ? undefined : z.strictObject(way.wants(auth));
}

type CredentialSchema = Readonly<Record<string, z.ZodType<string>>>;
