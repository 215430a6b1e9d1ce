import { idText, isJsonObject, SyncError, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { Layout, LayoutOf } from '../settings/layout-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { valueAt } from '../value-at.js';
import { checkHeader, entryOfRow } from './rows.js';

/** What is found where the entries should be. */
export interface Found {
  readonly value: JsonValue;
  /** The whole body that it was found in. */
  readonly body: JsonValue;
  /** For messages: the path of the list and the answer that it is in. */
  readonly place: string;
  readonly stream: StreamSettings;
}

interface LayoutReading<K extends Layout['kind']> {
  /** For messages: what has to be there. */
  readonly wants: string;
  /** Undefined where something else is there. Throws `provider.unexpected_shape` where it is broken within. */
  readonly entriesOf: (found: Found, layout: LayoutOf<K>) => readonly JsonValue[] | undefined;
}

const listOf = ({ value }: Found) => (Array.isArray(value) ? (value as readonly JsonValue[]) : undefined);
const oneOf = ({ value }: Found) => (isJsonObject(value) ? [value] : undefined);

/** How the entries lie, each kind of it. */
const LAYOUTS: { readonly [K in Layout['kind']]: LayoutReading<K> } = {
  list: { wants: 'a list', entriesOf: listOf },
  one: { wants: 'an object', entriesOf: oneOf },
  listOrOne: { wants: 'a list or an object', entriesOf: (found) => listOf(found) ?? oneOf(found) },
  map: { wants: 'an object', entriesOf: membersOf },
  rows: { wants: 'a list of rows', entriesOf: rowsOf },
};

export function layoutReading(layout: Layout): Omit<LayoutReading<Layout['kind']>, 'entriesOf'> & {
  readonly entriesOf: (found: Found) => readonly JsonValue[] | undefined;
} {
  const { wants, entriesOf } = LAYOUTS[layout.kind] as LayoutReading<Layout['kind']>;
  return { wants, entriesOf: (found) => entriesOf(found, layout) };
}

function membersOf({ value, place }: Found, layout: LayoutOf<'map'>): readonly JsonValue[] | undefined {
  // Languages with one type for both write an empty map as an empty list.
  if (Array.isArray(value) && value.length === 0) return [];
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).map(([name, member]) => entryOfMember({ name, member, place }, layout));
}

interface Member {
  readonly name: string;
  readonly member: JsonValue;
  readonly place: string;
}

function entryOfMember({ name, member, place }: Member, { key, value }: LayoutOf<'map'>): JsonObject {
  if (value !== undefined)
    return Object.fromEntries([
      [key, name],
      [value, member],
    ]);
  if (!isJsonObject(member)) {
    const message = `${place} has a member "${name}" that is no object: say in \`value\` of the layout which field takes it, or correct the records path`;
    throw new SyncError('provider.unexpected_shape', message);
  }
  const own = Object.hasOwn(member, key) ? (member[key] ?? null) : null;
  if (own === null) return Object.fromEntries([...Object.entries(member), [key, name]]);
  // As the provider wrote it: a number stays one.
  if (idText(own) === name) return member;
  const message = `The member "${name}" of ${place} has something else in its field "${key}": let \`key\` of the layout be another field`;
  throw new SyncError('provider.unexpected_shape', message);
}

function rowsOf(found: Found, layout: LayoutOf<'rows'>): readonly JsonValue[] | undefined {
  const rows = listOf(found);
  if (rows === undefined) return undefined;
  const isHeadless = layout.columns !== undefined || layout.columnsPath !== undefined;
  const [header] = rows;
  if (!isHeadless && header === undefined) return [];
  const place = (at: number) => `Row ${at + 1} of ${found.place}`;
  const cellsOf = (row: JsonValue, at: number): readonly JsonValue[] => {
    if (Array.isArray(row)) return row as readonly JsonValue[];
    throw new SyncError('provider.unexpected_shape', `${place(at)} is no list of cells`);
  };
  const names =
    layout.columns ??
    (layout.columnsPath === undefined
      ? checkHeader(cellsOf(header ?? null, 0), found.stream, place(0))
      : namedColumns(found, { ...layout, columnsPath: layout.columnsPath }));
  const entries = rows.map((row, at) =>
    at === 0 && !isHeadless ? null : entryOfRow(cellsOf(row, at), { names, ...layout }, place(at)),
  );
  return isHeadless ? entries : entries.slice(1);
}

function namedColumns(
  { body, stream }: Found,
  { columnsPath, namePath }: { readonly columnsPath: string; readonly namePath?: string | undefined },
): readonly string[] {
  const place = `"${columnsPath}" in the answer of ${stream.path}`;
  const columns = valueAt(body, columnsPath);
  if (!Array.isArray(columns))
    throw new SyncError('provider.unexpected_shape', `${place} is no list of columns`);
  const cells = (columns as readonly JsonValue[]).map((column) =>
    namePath === undefined ? column : (valueAt(column, namePath) ?? null),
  );
  return checkHeader(cells, stream, place);
}
