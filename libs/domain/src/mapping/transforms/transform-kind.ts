import type { JsonObject, JsonValue } from '../../json.js';
import { isNumber, isTooLong, numberText } from '../../number/exact-number.js';
import type { Settings } from './settings.js';

/** One step from the provider's value to ours. It may look at the rest of the record. Undefined: there is no value. */
export type Transform = (value: JsonValue | undefined, record: JsonObject) => JsonValue | undefined;

export interface TransformKind {
  readonly name: string;
  /** Names of its settings; others are refused. */
  readonly settings: readonly string[];
  /** Throws InvalidMapping. */
  readonly compile: (settings: Settings) => Transform;
}

/** Thrown by a transform for a value it cannot take; the mapping adds which field it was. */
export class ValueRefused extends Error {
  /** @param wanted what it takes instead, for example "a date in ISO 8601" */
  constructor(readonly wanted: string) {
    super(wanted);
  }
}

/** A transform of values; where there is none (absent or null) it stays so. */
export function ofValue(change: (value: Present, record: JsonObject) => JsonValue): Transform {
  return (value, record) => (value === undefined || value === null ? value : change(value, record));
}

export type Present = Exclude<JsonValue, null>;

/** A transform of texts; other values are refused. */
export function ofText(change: (text: string) => JsonValue): Transform {
  return ofValue((value) => {
    if (typeof value !== 'string') throw new ValueRefused('a text');
    return change(value);
  });
}

/** A text, number or boolean as text, numbers with all of their digits; undefined for lists, objects and numbers that are too long. */
export function scalarText(value: Present): string | undefined {
  if (isNumber(value)) return isTooLong(value) ? undefined : numberText(value);
  return typeof value === 'object' ? undefined : String(value);
}
