import { valueClassOf, type JsonValue, type SourceRecord, type VersionOrder } from '@evenkeel/domain';
import { dataOfEntry } from '../read-records.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { isNothing, valueAt } from '../value-at.js';

const CALLED = { number: 'number', time: 'time', text: 'text', none: 'text' } as const satisfies Readonly<
  Record<VersionOrder, string>
>;

/** The entries of a page, and the record of each. */
interface ReadEntries {
  readonly entries: readonly JsonValue[];
  readonly records: readonly SourceRecord[];
}

/**
 * What speaks against entries whose versions or times of change are none: which of their states is newer cannot be told. Undefined where each
 * has one, or nothing in its place. The values themselves are not named.
 */
export function findUnordered(read: ReadEntries, stream: StreamSettings): string | undefined {
  const { versionPath, versionOrder, modifiedAtPath } = stream;
  const version = versionOrder === undefined ? 'version' : CALLED[versionOrder];
  return (
    describeNone(valuesAt(read, stream, versionPath, 'version'), versionPath, version) ??
    describeNone(valuesAt(read, stream, modifiedAtPath, 'modifiedAt'), modifiedAtPath, 'time')
  );
}

/** What is there in place of a version or time, where there is something. */
function valuesAt(
  { entries, records }: ReadEntries,
  stream: StreamSettings,
  path: string | undefined,
  kept: 'version' | 'modifiedAt',
): readonly JsonValue[] {
  if (path === undefined) return [];
  return entries.flatMap((entry, at) => {
    const record = records[at];
    if (record?.[kept] !== null || record.overlap === true) return [];
    const value = valueAt(dataOfEntry(entry, stream), path) ?? null;
    return isNothing(value) ? [] : [value];
  });
}

function describeNone(values: readonly JsonValue[], path = '', called: string): string | undefined {
  const [example] = values;
  if (example === undefined) return undefined;
  const many = values.length === 1 ? '1 value' : `${values.length} values`;
  const one = valueClassOf(example);
  return `${many} at "${path}" of one page can be read as no ${called} (one is ${one}): nothing tells which states are newer`;
}
