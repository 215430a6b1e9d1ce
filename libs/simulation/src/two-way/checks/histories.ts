import type { JsonObject, JsonValue } from '@evenkeel/domain';
import type { WrittenRecord } from '../provider/written-record.js';
import type { SeenRecord, TwoWayRows } from '../two-way-rows.js';

/** What one side of a pair of records has held at some time. */
export interface Version {
  readonly data: JsonObject;
  readonly by: 'people' | 'engine';
  /** Whether people had deleted it: they gave up what they had given it until then. */
  readonly isDeleted: boolean;
}

/** All that a record has held here, from the first to the last. */
export function versionsHere({ id, data }: SeenRecord, { changes }: TwoWayRows): readonly Version[] {
  const own = changes.filter(({ record }) => record === id);
  let isDeleted = false;
  const made = own.map(({ actor, action }, at): Version => {
    isDeleted = actor !== null && (action === 'deleted' || (isDeleted && action !== 'restored'));
    return { data: own[at + 1]?.before ?? data, by: actor === null ? 'engine' : 'people', isDeleted };
  });
  return [{ data: own[0]?.before ?? data, by: 'engine', isDeleted: false }, ...made];
}

/** The same at the provider. */
export function versionsThere({ states }: WrittenRecord): readonly Version[] {
  return states.map(({ fields, by, isGone }) => ({
    data: fields,
    by: by === 'people' ? 'people' : 'engine',
    isDeleted: isGone,
  }));
}

/** What people did to one field on one side. */
export interface FieldEdit {
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** Edits of a field by people, as a provider that trims keeps its values; in their order. */
export function editsOf(field: string, versions: readonly Version[]): readonly FieldEdit[] {
  return versions.flatMap(({ data, by }, at) => {
    const edit = { before: trimmed(versions[at - 1]?.data[field]), after: trimmed(data[field]) };
    return by === 'people' && edit.before !== edit.after ? [edit] : [];
  });
}

/** As a provider keeps it that trims. */
export function trimmed(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'string' ? value.trim() : value;
}
