import { SyncError } from '../errors/sync-error.js';
import { isStorable } from '../json-text/unstorable-text.js';
import type { SourceRecord } from '../page/source-record.js';
import { printable } from '../printable.js';

/** An index entry holds a third of a page: 2,700 bytes, and a character may take three. */
export const MAX_EXTERNAL_ID_LENGTH = 500;

/** Null for an id that cannot be stored. */
export function storableId(id: string | null): string | null {
  return id !== null && id !== '' && id.length <= MAX_EXTERNAL_ID_LENGTH && isStorable(id) ? id : null;
}

/** What is wrong with the id of a record that has none. */
export function withoutId({ externalId: id, noId }: SourceRecord): SyncError {
  if (id === null && noId !== undefined) return new SyncError('record.missing_id', `The id is ${noId}`);
  if (id === null) return new SyncError('record.missing_id', 'The record has no id');
  if (id === '') return new SyncError('record.missing_id', 'The id is an empty text');
  if (id.length > MAX_EXTERNAL_ID_LENGTH) {
    const begin = printable(id.slice(0, 40));
    const message = `The id is longer than ${MAX_EXTERNAL_ID_LENGTH} characters: ${begin} ...`;
    return new SyncError('record.id_too_long', message);
  }
  return new SyncError('record.missing_id', 'The id holds NUL or half of a surrogate pair');
}
