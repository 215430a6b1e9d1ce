import { isUtf8 } from 'node:buffer';
import {
  idText,
  isStorable,
  MAX_EXTERNAL_ID_LENGTH,
  parseJson,
  parseValuesPath,
  readAt,
  SyncError,
  type JsonValue,
} from '@evenkeel/domain';

/** The text of a delivery, without a byte order mark. Throws `request.invalid` for bytes that are not UTF-8. */
export function textOfDelivery(body: Uint8Array): string {
  if (!isUtf8(body)) throw new SyncError('request.invalid', 'The body of the delivery is not UTF-8');
  return new TextDecoder().decode(body);
}

/**
 * The ids of the records that a verified delivery is about, found at a path in its JSON body: with `*` in the path they are as many
 * as entries have one. Throws `request.invalid` where there is none, or one that no record can have.
 */
export function namedRecords(body: string, idPath: string): readonly string[] {
  const path = parseValuesPath(idPath);
  const found = readAt(read(body), path);
  const isOfMany = path.some((step) => typeof step === 'symbol');
  const named = isOfMany ? ((found ?? []) as readonly JsonValue[]) : [found];
  if (named.length === 0) throw without(idPath);
  return [...new Set(named.map((value) => storable(value, idPath)))];
}

function read(body: string): JsonValue {
  try {
    return parseJson(body);
  } catch {
    throw new SyncError('request.invalid', 'The body of the delivery is not JSON');
  }
}

/** No record has an id that cannot be stored, so no run could find it. */
function storable(value: JsonValue | undefined, idPath: string): string {
  const id = idText(value);
  if (id === null) throw without(idPath);
  if (id.length <= MAX_EXTERNAL_ID_LENGTH && isStorable(id)) return id;
  throw new SyncError(
    'request.invalid',
    `The record id at "${idPath}" is too long or holds NUL or half a surrogate pair`,
  );
}

function without(idPath: string): SyncError {
  return new SyncError('request.invalid', `The body of the delivery has no record id at "${idPath}"`);
}
