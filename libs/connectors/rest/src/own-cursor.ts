import { isJsonObject, parseJson, SyncError, type JsonObject } from '@evenkeel/domain';

/**
 * What a cursor of the connector's own holds. Throws `provider.cursor_expired` where it was made by other settings, so that the
 * listing starts over.
 */
export function readOwnCursor(cursor: string, fits: (held: JsonObject) => boolean): JsonObject {
  const held = parsedObject(cursor);
  if (held !== undefined && fits(held)) return held;
  throw new SyncError('provider.cursor_expired', 'The cursor was made by other settings of the stream');
}

function parsedObject(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
