import { SyncError, type JsonObject } from '@evenkeel/domain';
import type { z } from 'zod';
import { credentialsOf, restSettings, type RestSettings, type StreamSettings } from './rest-settings.js';

/** What authentication adds to each call. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export interface RestConnection {
  readonly settings: RestSettings;
  readonly authentication: Authentication;
}

/** Throws `config.invalid_settings` that names the first wrong field. */
export function readConnection(settings: JsonObject, credentials: JsonObject): RestConnection {
  const read = parsed(restSettings, settings, 'settings');
  return { settings: read, authentication: authenticate(read.auth, credentials) };
}

/** Throws `config.unknown_stream` that lists those there are. */
export function streamOf({ streams }: RestSettings, name: string): StreamSettings {
  const stream = Object.hasOwn(streams, name) ? streams[name] : undefined;
  if (stream !== undefined) return stream;
  const known = Object.keys(streams).join(', ');
  throw new SyncError('config.unknown_stream', `The connection has no stream "${name}"; it has ${known}`);
}

function authenticate(auth: RestSettings['auth'], credentials: JsonObject): Authentication {
  switch (auth.kind) {
    case 'none':
      parsed(credentialsOf.none, credentials, 'credentials');
      return { headers: {}, query: {} };
    case 'apiKey': {
      const { apiKey } = parsed(credentialsOf.apiKey, credentials, 'credentials');
      const own = { [auth.in === 'header' ? auth.name.toLowerCase() : auth.name]: apiKey };
      return auth.in === 'header' ? { headers: own, query: {} } : { headers: {}, query: own };
    }
    case 'bearer':
      return {
        headers: {
          authorization: `Bearer ${parsed(credentialsOf.bearer, credentials, 'credentials').token}`,
        },
        query: {},
      };
    case 'basic': {
      const { username, password } = parsed(credentialsOf.basic, credentials, 'credentials');
      const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
      return { headers: { authorization: `Basic ${pair}` }, query: {} };
    }
  }
}

function parsed<T>(schema: z.ZodType<T>, value: JsonObject, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [where, ...(issue?.path ?? []).map(String)].join('.');
  throw new SyncError('config.invalid_settings', `${field}: ${issue?.message ?? 'is not valid'}`);
}
