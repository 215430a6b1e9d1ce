import { SyncError, type JsonObject } from '@evenkeel/domain';

export interface SimulatorSettings {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string | null;
}

export function readSettings(settings: JsonObject, credentials: JsonObject): SimulatorSettings {
  refuseUnknown(settings, 'baseUrl', 'settings');
  refuseUnknown(credentials, 'token', 'credentials');
  const { baseUrl } = settings;
  const url = typeof baseUrl === 'string' ? URL.parse(baseUrl) : null;
  if (typeof baseUrl !== 'string' || url === null || !/^https?:$/.test(url.protocol) || url.search !== '') {
    throw invalid('settings.baseUrl: must be an http or https address without a query');
  }
  const token = credentials['token'] ?? null;
  if (token !== null && (typeof token !== 'string' || token === '')) {
    throw invalid('credentials.token: must be a text that is not empty');
  }
  return { baseUrl: baseUrl.replace(/\/+$/, ''), token };
}

function refuseUnknown(object: JsonObject, known: string, where: string): void {
  const unknown = Object.keys(object).find((name) => name !== known);
  if (unknown !== undefined) throw invalid(`${where}.${unknown}: unknown; there is only ${known}`);
}

function invalid(message: string): SyncError {
  return new SyncError('config.invalid_settings', message);
}
