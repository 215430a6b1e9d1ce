import type { SourceRecord } from './source-record.js';

/**
 * The text whose digest tells one page from another: ids and versions of its records, in order. Records without an id
 * are told apart by what they hold, or pages full of them would all look the same.
 */
export function fingerprintText(records: readonly SourceRecord[]): string {
  return records.map(linesOf).join('\n');
}

function linesOf({ externalId, version, data, gone }: SourceRecord): string {
  return externalId === null || externalId === ''
    ? JSON.stringify([data])
    : `${externalId}\n${version}${gone ?? ''}`;
}
