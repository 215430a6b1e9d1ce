import {
  isNumber,
  isSameScalar,
  numberText,
  SyncError,
  type ErrorCode,
  type JsonObject,
  type JsonValue,
  type ProviderFilter,
  type Watermark,
} from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import type { RestConnection } from './settings/read-rest-settings.js';
import type { GoneRule } from './settings/gone-rule.js';
import type { ErrorRule } from './settings/error-rule.js';
import type { StreamSettings } from './settings/stream-settings.js';
import { partsOfId } from './record-id.js';
import { isNothing, valueAt } from './value-at.js';

/** The address of a path below the base URL. */
export function addressOf({ settings }: RestConnection, path: string): URL {
  return new URL(settings.baseUrl.replace(/\/+$/, '') + path);
}

/** A part that leads up or nowhere (WHATWG URL, 4.3): it changes which address is asked. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

/** The address of one record. Throws `provider.record_not_readable` where its id, as a part of the path, leads elsewhere. */
export function addressOfRecord(
  connection: RestConnection,
  { template, ...settings }: { readonly template: string } & Pick<StreamSettings, 'idPath' | 'idCase'>,
  externalId: string,
): URL {
  const places = new Map([
    ['id', externalId],
    ...(template.includes('{id}') ? [] : partsOfId(externalId, settings)),
  ]);
  const path = template.replaceAll(/\{([^{}]+)\}/g, (place, name: string) => {
    const value = places.get(name);
    return value === undefined ? place : encodeURIComponent(value);
  });
  const parts = (path.split(/[?#]/)[0] ?? '').split('/');
  if (!parts.some((part) => DOTS.test(part))) return addressOf(connection, path);
  const message = `The id "${externalId}" cannot be a part of ${template}: it leads to another address`;
  throw new SyncError('provider.record_not_readable', message);
}

export interface ListingQuery {
  readonly pageSize: number;
  readonly since: Watermark | null;
  /** Parameters that ask for one slice of it. */
  readonly range?: JsonObject;
  readonly until?: string | null;
  readonly filter?: ProviderFilter;
}

/** The address of a listing with everything but the place of the page. */
export function listingOf(connection: RestConnection, stream: StreamSettings, query: ListingQuery): URL {
  const url = addressOf(connection, stream.path);
  for (const [name, value] of Object.entries(stream.params)) url.searchParams.set(name, String(value));
  for (const [field, value] of Object.entries(query.filter ?? {})) {
    const name = stream.filterParams[field];
    if (name !== undefined) url.searchParams.set(name, isNumber(value) ? numberText(value) : String(value));
  }
  for (const [name, value] of Object.entries(query.range ?? {})) {
    if (typeof value === 'string') url.searchParams.set(name, value);
  }
  if (stream.pageSizeParam !== undefined) {
    url.searchParams.set(stream.pageSizeParam, String(sizeOf(stream, query)));
  }
  const { incremental } = stream;
  if (incremental?.kind === 'time' && query.since !== null) {
    url.searchParams.set(incremental.param, momentText(query.since.value, incremental.format));
  }
  if (incremental?.kind === 'time' && incremental.untilParam !== undefined && query.until) {
    // Whole seconds, and none of them cut off: what changed in the last one belongs to it.
    const end = new Date(Math.ceil(Date.parse(query.until) / 1000) * 1000).toISOString();
    url.searchParams.set(incremental.untilParam, momentText(end, incremental.format));
  }
  return url;
}

/** How many records a page is asked for: the manifest knows the most that the provider gives. */
export function sizeOf(stream: StreamSettings, { pageSize }: Pick<ListingQuery, 'pageSize'>): number {
  return Math.min(pageSize, stream.pageSize ?? pageSize);
}

/** `gone`: what the answer of a call about one record looks like where there is none. */
export function callOf(
  { settings, authentication }: RestConnection,
  stream: StreamSettings,
  url: URL,
  gone: readonly GoneRule[] = [],
): HttpCall {
  const address = new URL(url);
  const charset = stream.charset ?? settings.charset;
  for (const [name, value] of Object.entries(authentication.query)) address.searchParams.set(name, value);
  return {
    method: 'GET',
    url: address.href,
    told: url.href,
    headers: { ...settings.headers, ...authentication.headers },
    ...(charset === undefined ? {} : { charset }),
    ...(authentication.token === undefined ? {} : { token: authentication.token }),
    classify: (status, body, byStatus) =>
      codeOf(settings.errors, status, body) ??
      (byStatus !== 'provider.rate_limited' && saysGone(gone, status, body)
        ? 'provider.record_gone'
        : undefined),
  };
}

/** A next address may quote the key it was asked with; cursors are stored, so it is taken out. */
export function withoutSecrets({ authentication }: RestConnection, cursor: string | null): string | null {
  const names = Object.keys(authentication.query);
  const url = cursor === null || names.length === 0 ? null : URL.parse(cursor);
  if (url === null) return cursor;
  for (const name of names) url.searchParams.delete(name);
  return url.href;
}

/** Whole seconds, cut off: a little earlier is right, a little later would lose changes. */
function momentText(moment: string, format: 'iso' | 'unix'): string {
  const seconds = Math.floor(Date.parse(moment) / 1000);
  return format === 'unix' ? String(seconds) : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function codeOf(
  rules: readonly ErrorRule[],
  status: number,
  body: JsonValue | undefined,
): ErrorCode | undefined {
  return rules.find((rule) => fits(rule, status, body))?.code;
}

function saysGone(rules: readonly GoneRule[], status: number, body: JsonValue | undefined): boolean {
  return rules.some((rule) => {
    const isMeant = rule.status === undefined ? status >= 200 && status < 300 : rule.status === status;
    if (!isMeant || rule.bodyPath === undefined || rule.empty !== true)
      return isMeant && fits(rule, status, body);
    return body !== undefined && isNothing(valueAt(body, rule.bodyPath));
  });
}

function fits(
  rule: Pick<ErrorRule, 'status' | 'bodyPath' | 'equals'>,
  status: number,
  body: JsonValue | undefined,
): boolean {
  if (rule.status !== undefined && rule.status !== status) return false;
  if (rule.bodyPath === undefined) return true;
  const found = body === undefined ? undefined : valueAt(body, rule.bodyPath);
  return rule.equals === undefined ? found !== undefined && found !== null : isSameScalar(found, rule.equals);
}
