import { parsePath, SyncError, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { StreamSettings } from '../settings/stream-settings.js';

/** The columns of a table. */
export interface TableColumns {
  readonly names: readonly string[];
  /** What is made of a row that has fewer cells. */
  readonly shortRows: 'refuse' | 'null';
}

/**
 * The names of columns, as a header of the provider has them. Throws `provider.unexpected_shape` where they are no header: without
 * a name, with one twice, or without the column of the id, as the text of an error would be.
 */
export function checkHeader(
  cells: readonly JsonValue[],
  { idPath, recordPath }: Pick<StreamSettings, 'idPath' | 'recordPath'>,
  place: string,
): readonly string[] {
  const names = cells.map((cell, at) => {
    if (typeof cell === 'string' && cell.trim() !== '') return cell;
    throw noHeader(place, `column ${at + 1} has no name: say in \`columns\` what the columns are called`);
  });
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw noHeader(place, `there are two columns "${twice}"`);
  const wanted = recordPath === undefined ? [idPath].flat() : [];
  const missing = wanted.map((path) => parsePath(path)[0] ?? '').find((name) => !names.includes(name));
  if (missing === undefined) return names;
  throw noHeader(place, `there is no column "${missing}" for the id, only ${namesText(names)}`);
}

/**
 * The entry of a row. A row with more cells than there are columns, or with fewer unless that is allowed, throws
 * `provider.unexpected_shape`: its values might belong to other columns.
 */
export function entryOfRow(
  cells: readonly JsonValue[],
  { names, shortRows }: TableColumns,
  place: string,
): JsonObject {
  const isFit = cells.length === names.length || (cells.length < names.length && shortRows === 'null');
  if (isFit) return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? null]));
  throw new SyncError(
    'provider.unexpected_shape',
    `${place} has ${cells.length} cells, but there are ${names.length} columns (${namesText(names)})`,
  );
}

function noHeader(place: string, problem: string): SyncError {
  return new SyncError('provider.unexpected_shape', `${place} is no header of the columns: ${problem}`);
}

const MOST_NAMES = 10;

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ').slice(0, 200);
  return names.length > MOST_NAMES ? `${shown} ...` : shown;
}
