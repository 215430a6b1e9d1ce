import { SyncError } from '@evenkeel/domain';
import { partsOfId } from '../record-id.js';
import type { RestConnection } from '../settings/read-rest-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { NAMES_WHOLE } from './id-place.js';

/** The address of a path below the base URL. */
export function addressOf({ settings }: RestConnection, path: string): URL {
  return new URL(settings.baseUrl.replace(/\/+$/, '') + path);
}

/** A part that leads up or nowhere (WHATWG URL, 4.3): it changes which address is asked. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

/** Whether a part of the path leads up or nowhere. */
export function leadsElsewhere(path: string): boolean {
  return (path.split(/[?#]/)[0] ?? '').split('/').some((part) => DOTS.test(part));
}

/** The address of one record. Throws `provider.record_not_readable` where its id, as a part of the path, leads elsewhere. */
export function addressOfRecord(
  connection: RestConnection,
  { template, ...settings }: { readonly template: string } & Pick<StreamSettings, 'idPath' | 'idCase'>,
  externalId: string,
): URL {
  const places = new Map([
    ['id', externalId],
    ['id:path', externalId],
    ...(NAMES_WHOLE.test(template) ? [] : partsOfId(externalId, settings)),
  ]);
  const path = template.replaceAll(/\{([^{}]+)\}/g, (place, name: string) => {
    const value = places.get(name);
    if (value === undefined) return place;
    return name === 'id:path'
      ? value.split('/').map(encodeURIComponent).join('/')
      : encodeURIComponent(value);
  });
  if (!leadsElsewhere(path)) return addressOf(connection, path);
  const message = `The id "${externalId}" cannot be a part of ${template}: it leads to another address`;
  throw new SyncError('provider.record_not_readable', message);
}
