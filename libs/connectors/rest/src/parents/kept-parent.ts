import { idText, isNumber, type JsonNumber, type JsonValue, type SourceRecord } from '@evenkeel/domain';
import { listingsOf } from '../listings-of.js';
import { leadsElsewhere } from '../request/address-of.js';
import { fillText, parentPathsIn, type ParentPlace, type PlaceValues } from '../request/places.js';
import { requestOf } from '../settings/request-rules.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { valueAt } from '../value-at.js';

/** What is kept of a parent until its records are read: its id, and what is at the paths that are needed. Null: nothing is. */
export type KeptParent = readonly [id: string | null, ...values: readonly JsonValue[]];

/** The paths of a parent that the requests for its records name. */
export function requestPaths(stream: StreamSettings): readonly string[] {
  return [...new Set(listingsOf(stream).flatMap((listing) => parentPathsIn(requestOf(listing))))];
}

/** All paths of a parent that its records need: in their requests, and in themselves. */
export function neededPaths(stream: StreamSettings): readonly string[] {
  return [...new Set([...requestPaths(stream), ...Object.values(stream.parent?.into ?? {})])];
}

export function keepParent({ externalId, data }: SourceRecord, paths: readonly string[]): KeptParent {
  return [externalId, ...paths.map((path) => valueAt(data, path) ?? null)];
}

/** What is at a path of a parent that was kept for `paths`. */
export function keptAt(parent: KeptParent, paths: readonly string[], path: string): JsonValue {
  return parent[paths.indexOf(path) + 1] ?? null;
}

/** What fills the request for the records of a parent, or why it cannot be asked for. */
export type Askable =
  | { readonly values: PlaceValues }
  | { readonly lacks: string }
  | { readonly leads: string };

export function askableOf(parent: KeptParent, stream: StreamSettings): Askable {
  const paths = neededPaths(stream);
  const values: Record<ParentPlace, string | JsonNumber> = {};
  for (const path of requestPaths(stream)) {
    const value = keptAt(parent, paths, path);
    const written = idText(value);
    if (written === null) return { lacks: path };
    // A number stays one where a body has it, and where it is more than a double holds its digits are.
    values[`parent.${path}`] = isNumber(value) ? value : written;
  }
  const leads = listingsOf(stream)
    .map(({ path }) => fillText(path, values, encodeURIComponent) ?? '')
    .find(leadsElsewhere);
  return leads === undefined ? { values } : { leads };
}
