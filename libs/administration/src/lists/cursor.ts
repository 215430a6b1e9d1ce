import type { ListQuery, ListView } from '@evenkeel/contracts-admin';
import type { Listed, ListRequest } from '@evenkeel/ports';
import { InvalidRequest } from '../invalid-request.js';

/** The store's key, wrapped so that it is opaque to callers. `kind` keeps a cursor to the list it came from. */
export function encodeCursor(kind: string, key: string): string {
  return Buffer.from(JSON.stringify([kind, key])).toString('base64url');
}

/** Throws `request.invalid` for anything that {@link encodeCursor} did not make for this kind of list. */
export function decodeCursor(kind: string, cursor: string): string {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(parts) && parts[0] === kind && typeof parts[1] === 'string') return parts[1];
  } catch {
    // Falls through to the one answer for all wrong cursors.
  }
  throw new InvalidRequest([{ path: 'cursor', message: 'is not one that this list gave' }]);
}

export function toListRequest(kind: string, { cursor, limit }: ListQuery): ListRequest {
  return { after: cursor === undefined ? null : decodeCursor(kind, cursor), limit };
}

export function toListView<Item, View>(
  kind: string,
  { items, next }: Listed<Item>,
  view: (item: Item) => View,
): ListView<View> {
  return { items: items.map(view), next: next === null ? null : encodeCursor(kind, next) };
}
