import type { SourceRecord } from './source-record.js';

/** Records that a page adds to its listing. */
export function countListed(records: readonly SourceRecord[]): number {
  return records.reduce((sum, { overlap }) => (overlap === true ? sum : sum + 1), 0);
}
