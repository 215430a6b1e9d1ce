import { isUtf8 } from 'node:buffer';
import { parseJson, recordIdsAt, SyncError, type JsonValue } from '@evenkeel/domain';

/** The text of a delivery, without a byte order mark. Throws `request.invalid` for bytes that are not UTF-8. */
export function textOfDelivery(body: Uint8Array): string {
  if (!isUtf8(body)) throw new SyncError('request.invalid', 'The body of the delivery is not UTF-8');
  return new TextDecoder().decode(body);
}

/** The ids of the records that a verified delivery is about, found at paths in its JSON body. Throws `request.invalid` where there is none. */
export function namedRecords(body: string, idPaths: readonly string[]): readonly string[] {
  return recordIdsAt(read(body), idPaths);
}

function read(body: string): JsonValue {
  try {
    return parseJson(body);
  } catch {
    throw new SyncError('request.invalid', 'The body of the delivery is not JSON');
  }
}
