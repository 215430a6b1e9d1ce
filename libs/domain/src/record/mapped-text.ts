import { SyncError } from '../errors/sync-error.js';
import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { findUnfit, MAX_JSON_DEPTH } from '../json-text/find-unfit.js';
import {
  findUnstorablePlace,
  UNSTORABLE_SAYS,
  type UnstorablePlace,
} from '../json-text/find-unstorable-place.js';
import { findUnstorableText } from '../json-text/unstorable-text.js';
import { utf8BytesExceed } from '../json-text/utf8-bytes.js';
import { formatPath } from '../mapping/path.js';

export const MAX_RECORD_BYTES = 32 * 1024 * 1024;

/** JSON text of a mapped record, as it is stored. Throws SyncError where the store could not hold it. */
export function mappedText(data: JsonObject, maxBytes: number = MAX_RECORD_BYTES): string {
  const unfit = findUnfit(data);
  if (unfit === 'too_deep') {
    throw new SyncError('record.too_deep', `The record nests deeper than ${MAX_JSON_DEPTH} levels`);
  }
  if (unfit === 'number_too_long') throw unstorable(data);
  const dataText = canonicalText(data);
  if (findUnstorableText(dataText) !== undefined) throw unstorable(data);
  if (utf8BytesExceed(dataText, maxBytes)) {
    throw new SyncError('record.too_large', `The mapped record is larger than ${maxBytes / 1024 / 1024} MiB`);
  }
  return dataText;
}

/** What its text holds is in one of its fields. */
function unstorable(data: JsonObject): SyncError {
  const { path, kind } = findUnstorablePlace(data) as UnstorablePlace;
  return new SyncError(`record.${kind}`, `${formatPath(path.map(String))} ${UNSTORABLE_SAYS[kind]}`);
}
