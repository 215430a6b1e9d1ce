import { InvalidFields, nearestName, SyncError, type JsonObject } from '@evenkeel/domain';
import type { Authentication } from '../auth/way.js';
import { authenticate, problemsOfCredentials } from '../authenticate.js';
import { parsed } from './parsed.js';
import { restSettings, type RestSettings } from './rest-settings.js';
import type { StreamSettings } from './stream-settings.js';

export interface RestConnection {
  readonly settings: RestSettings;
  readonly authentication: Authentication;
}

/** Throws `config.invalid_settings` that names each wrong field. */
export function readSettings(settings: JsonObject): RestSettings {
  return parsed(restSettings, settings, 'settings');
}

/** Throws as {@link readSettings} does, and names wrong credentials with them. */
export function readConnection(settings: JsonObject, credentials: JsonObject): RestConnection {
  let read: RestSettings;
  try {
    read = readSettings(settings);
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    throw new InvalidFields(error.code, [...error.fields, ...problemsOfCredentials(settings, credentials)]);
  }
  return { settings: read, authentication: authenticate(read, credentials) };
}

/** Throws `config.unknown_stream` that lists those there are. */
export function streamOf({ streams }: RestSettings, name: string): StreamSettings {
  const stream = Object.hasOwn(streams, name) ? streams[name] : undefined;
  if (stream !== undefined) return stream;
  const known = Object.keys(streams);
  const near = nearestName(name, known);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  const message = `The connection has no stream "${name}", only: ${known.join(', ')}${guess}`;
  throw new SyncError('config.unknown_stream', message);
}
