import type { JsonObject } from '@evenkeel/domain';
import { invalid, refuseUnknown } from './wrong-settings.js';
import { readWriteAbilities, type SimulatedWrites } from './simulated-abilities.js';

export interface SimulatorSettings {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string | null;
  /** What its streams say of their listings. */
  readonly listing: 'stable' | 'shifting';
  /** `inventory`: its streams list ids and versions only. */
  readonly shape: 'records' | 'inventory';
  /** How its streams are written; undefined: they are only read. */
  readonly writes: SimulatedWrites | undefined;
}

export function readSettings(settings: JsonObject, credentials: JsonObject): SimulatorSettings {
  refuseUnknown(settings, ['baseUrl', 'listing', 'shape', 'writes'], 'settings');
  refuseUnknown(credentials, ['token'], 'credentials');
  const { baseUrl } = settings;
  const url = typeof baseUrl === 'string' ? URL.parse(baseUrl) : null;
  if (typeof baseUrl !== 'string' || url === null || !/^https?:$/.test(url.protocol) || url.search !== '') {
    throw invalid('settings.baseUrl: must be an http or https address without a query');
  }
  const { listing = 'shifting' } = settings;
  if (listing !== 'stable' && listing !== 'shifting') {
    throw invalid('settings.listing: must be stable or shifting');
  }
  const { shape = 'records' } = settings;
  if (shape !== 'records' && shape !== 'inventory') {
    throw invalid('settings.shape: must be records or inventory');
  }
  const token = credentials['token'] ?? null;
  if (token !== null && (typeof token !== 'string' || token === '')) {
    throw invalid('credentials.token: must be a text that is not empty');
  }
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    token,
    listing,
    shape,
    writes: readWriteAbilities(settings['writes']),
  };
}
