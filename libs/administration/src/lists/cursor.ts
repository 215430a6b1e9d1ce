import type { ListQuery, ListView } from '@evenkeel/contracts-admin';
import { isStorable } from '@evenkeel/domain';
import type { Listed, ListRequest } from '@evenkeel/ports';
import { InvalidRequest } from '../invalid-request.js';

const NUMBER = /^\d{1,18}$/;
const VERSION = /^\d{1,9}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PAIR = /^\d{1,18} \d{1,18}$/;
const NAME = /^/;

/** Every list that comes in slices, and what the keys are by which it is in order. */
const KEYS = {
  approvals: UUID,
  'audit-log': NUMBER,
  conflicts: UUID,
  connections: NAME,
  'dedupe-pairs': PAIR,
  'dedupe-runs': UUID,
  deliveries: NUMBER,
  errors: NUMBER,
  executions: UUID,
  failures: NUMBER,
  'field-values': NUMBER,
  jobs: NAME,
  matches: NUMBER,
  notifications: UUID,
  merges: NUMBER,
  outcomes: NUMBER,
  pairs: NAME,
  parked: NUMBER,
  'plan-changes': NUMBER,
  plans: UUID,
  pushes: UUID,
  quarantine: NUMBER,
  'record-types': NAME,
  records: NUMBER,
  'shape-versions': VERSION,
  'trigger-messages': NUMBER,
  watermarks: NUMBER,
} as const satisfies Readonly<Record<string, RegExp>>;
export type ListKind = keyof typeof KEYS;

/** The store's key, wrapped so that it is opaque to callers. `kind` keeps a cursor to the list it came from. */
export function encodeCursor(kind: ListKind, key: string): string {
  return Buffer.from(JSON.stringify([kind, key])).toString('base64url');
}

/** Throws `request.invalid` for anything that {@link encodeCursor} did not make for this kind of list. */
export function decodeCursor(kind: ListKind, cursor: string): string {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(parts) && parts[0] === kind && isKeyOf(kind, parts[1])) return parts[1];
  } catch {
    // Falls through to the one answer for all wrong cursors.
  }
  throw new InvalidRequest([{ path: 'cursor', message: 'is not one that this list gave' }]);
}

/** A cursor may be made by anyone, and a key of another type is an error of the store. */
function isKeyOf(kind: ListKind, part: unknown): part is string {
  return typeof part === 'string' && KEYS[kind].test(part) && isStorable(part);
}

export function toListRequest(kind: ListKind, { cursor, limit }: ListQuery): ListRequest {
  return { after: cursor === undefined ? null : decodeCursor(kind, cursor), limit };
}

export function toListView<Item, View>(
  kind: ListKind,
  { items, next }: Listed<Item>,
  view: (item: Item) => View,
): ListView<View> {
  return { items: items.map(view), next: next === null ? null : encodeCursor(kind, next) };
}
