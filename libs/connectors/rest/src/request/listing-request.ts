import {
  isNumber,
  numberText,
  SyncError,
  type JsonNumber,
  type JsonObject,
  type ProviderFilter,
  type Watermark,
} from '@evenkeel/domain';
import { listsOf } from '../entries/lists-of.js';
import type { Listing, ListingPlace } from '../paging/paging.js';
import { tellsAtEnd, type IncrementalByTime } from '../settings/incremental-settings.js';
import type { RestConnection } from '../settings/read-rest-settings.js';
import { placesOf } from '../settings/request-rules.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { writeMoment } from '../time/write-moment.js';
import { addressOf } from './address-of.js';
import { bodyOf } from './body-of.js';
import { fillText, type PlaceValues } from './places.js';
import { resizedAddress } from './resized-address.js';

export interface ListingQuery {
  readonly pageSize: number;
  readonly isSmaller?: boolean;
  readonly since: Watermark | null;
  /** Parameters that ask for one slice of it. */
  readonly range?: JsonObject;
  readonly until?: string | null;
  readonly filter?: ProviderFilter;
  /** Of the parent whose records it has, where there is one. */
  readonly parent?: PlaceValues;
}

/** How the pages of a listing are asked for in one reading: everything but the place of the page is filled in. */
export function listingOf(connection: RestConnection, stream: StreamSettings, query: ListingQuery): Listing {
  const values: PlaceValues = {
    pageSize: sizeOf(stream, query),
    ...boundsOf(stream, query),
    ...query.parent,
  };
  return {
    home: addressOf(connection, '/'),
    page: (place) => {
      const all = { ...values, ...place.values };
      const body = bodyOf(stream, all);
      return {
        method: stream.method ?? (body === undefined ? 'GET' : 'POST'),
        url:
          place.address === undefined
            ? urlOf(connection, stream, { query, values: all, place })
            : addressOfNext(place.address, stream, query),
        headers: filledHeaders(stream.headers, all),
        lists: listsOf(stream),
        ...(body && { body }),
      };
    },
  };
}

/** The provider's own address of a page, which says how large it is. */
function addressOfNext(address: URL, stream: StreamSettings, query: ListingQuery): URL {
  if (query.isSmaller !== true) return address;
  return resizedAddress(address, stream.pageSizeParam, sizeOf(stream, query));
}

/** How many records a page is asked for: the manifest knows the most that the provider gives. */
export function sizeOf(stream: StreamSettings, { pageSize }: Pick<ListingQuery, 'pageSize'>): number {
  return Math.min(pageSize, stream.pageSize ?? pageSize);
}

/** Whether the provider is told how many records a page is to have. */
export function tellsSize(stream: StreamSettings): boolean {
  return stream.pageSizeParam !== undefined || placesOf(stream).has('pageSize');
}

/** Since when, and until when, as the provider writes it. */
function boundsOf({ incremental }: StreamSettings, { since, until }: ListingQuery): PlaceValues {
  if (incremental?.kind !== 'time') return {};
  const from = since?.value ?? incremental.first;
  return {
    ...(from !== undefined && { since: written(from, incremental, 'down') }),
    ...(until && { until: written(until, incremental, 'up') }),
  };
}

function written(moment: string, incremental: IncrementalByTime, round: 'down' | 'up'): string | number {
  return writeMoment(Date.parse(moment), incremental, { round, isExclusive: !incremental.inclusive });
}

interface AddressNeeds {
  readonly query: ListingQuery;
  readonly values: PlaceValues;
  readonly place: ListingPlace;
}

function urlOf(
  connection: RestConnection,
  stream: StreamSettings,
  { query, values, place }: AddressNeeds,
): URL {
  const { path, incremental, pageSizeParam } = stream;
  const url = addressOf(connection, fillText(path, values, encodeURIComponent) ?? path);
  const set = (name: string | undefined, value: string | JsonNumber | undefined) => {
    if (name !== undefined && value !== undefined) url.searchParams.set(name, String(value));
  };
  for (const [name, value] of Object.entries(stream.params))
    set(name, typeof value === 'string' ? fillText(value, values) : String(value));
  for (const [field, value] of Object.entries(query.filter ?? {}))
    set(stream.filterParams[field], isNumber(value) ? numberText(value) : String(value));
  for (const [name, value] of Object.entries(query.range ?? {})) {
    if (typeof value === 'string') set(name, value);
  }
  set(pageSizeParam, values.pageSize);
  if (incremental?.kind === 'time') {
    set(incremental.param, values.since);
    set(incremental.untilParam, values.until);
  }
  // Else the positions are the places of the pages.
  if (incremental?.kind === 'position' && tellsAtEnd(incremental))
    set(incremental.param, query.since?.value ?? incremental.start);
  set(place.param?.name, place.param?.value);
  return url;
}

function filledHeaders(headers: StreamSettings['headers'], values: PlaceValues): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(headers)) {
    const value = fillText(template, values);
    if (value !== undefined) filled[name.toLowerCase()] = checkedHeader(name, value);
  }
  return filled;
}

/** What the settings hold is checked; a cursor, or a field of a parent, is whatever the provider gave. */
function checkedHeader(name: string, value: string): string {
  if (/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) return value;
  const message = `What the provider gave cannot be sent in the header ${name}: it holds what no header may`;
  throw new SyncError('provider.unexpected_shape', message);
}
