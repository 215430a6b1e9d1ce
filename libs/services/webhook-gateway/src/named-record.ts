import {
  isJsonObject,
  isStorable,
  MAX_EXTERNAL_ID_LENGTH,
  SyncError,
  type JsonValue,
} from '@evenkeel/domain';

/** The id of the record that a verified delivery is about, found at a dotted path in its JSON body. */
export function namedRecord(body: string, idPath: string): string {
  let value: JsonValue | undefined;
  try {
    value = JSON.parse(body) as JsonValue;
  } catch {
    throw new SyncError('request.invalid', 'The body of the delivery is not JSON');
  }
  for (const name of idPath.split('.')) value = isJsonObject(value) ? value[name] : undefined;
  if (typeof value === 'string' && value !== '') return storable(value, idPath);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new SyncError('request.invalid', `The body of the delivery has no record id at "${idPath}"`);
}

/** No record has an id that cannot be stored, so no run could find it. */
function storable(id: string, idPath: string): string {
  if (id.length <= MAX_EXTERNAL_ID_LENGTH && isStorable(id)) return id;
  throw new SyncError(
    'request.invalid',
    `The record id at "${idPath}" is too long or holds NUL or half a surrogate pair`,
  );
}
