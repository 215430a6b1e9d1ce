import { isJsonObject, SyncError, type JsonValue } from '@evenkeel/domain';

/** The id of the record that a verified delivery is about, found at a dotted path in its JSON body. */
export function namedRecord(body: string, idPath: string): string {
  let value: JsonValue | undefined;
  try {
    value = JSON.parse(body) as JsonValue;
  } catch {
    throw new SyncError('request.invalid', 'The body of the delivery is not JSON');
  }
  for (const name of idPath.split('.')) value = isJsonObject(value) ? value[name] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new SyncError('request.invalid', `The body of the delivery has no record id at "${idPath}"`);
}
