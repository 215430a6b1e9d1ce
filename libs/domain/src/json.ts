import { ExactNumber, type JsonNumber } from './number/exact-number.js';

/** What JSON can say. Records are {@link JsonObject}s all the way from the provider to the store. */
export type JsonValue = JsonScalar | readonly JsonValue[] | JsonObject;
export type JsonScalar = string | JsonNumber | boolean | null;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

/** Whether two of them say the same. */
export function isSameScalar(one: JsonValue | undefined, other: JsonScalar | undefined): boolean {
  if (one === other) return true;
  return one instanceof ExactNumber && other instanceof ExactNumber && one.text === other.text;
}
