import type { JsonObject, JsonValue } from '../../json.js';
import { isNumber, isTooLong, numberText } from '../../number/exact-number.js';
import type { KeyedHash } from '../keyed-hash.js';
import type { Settings } from './settings.js';
import type { TransformSpec } from './transform.js';

/** One step from the provider's value to ours. It may look at the rest of the record. Undefined: there is no value. */
export type Transform = (value: JsonValue | undefined, record: JsonObject) => JsonValue | undefined;

/** Held by a test: `value` goes in, and what it gives comes out. */
export interface TransformExample {
  readonly with?: JsonObject;
  readonly value: JsonValue;
  /** The provider's record, where it looks at it. */
  readonly record?: JsonObject;
  readonly gives: JsonValue;
}

/** What is known of a value before a transform takes it; undefined: nothing. `integer` is a number that is whole. */
export type KnownClass = 'string' | 'number' | 'integer' | 'boolean' | undefined;

/** How a transform is undone. */
export interface Inverse {
  /** What leads back, in order. */
  readonly transforms: readonly TransformSpec[];
  /** What is known of each value that it has made. */
  readonly gives: KnownClass;
}

export interface TransformKind {
  readonly name: string;
  /** What it does, for people, in Markdown. */
  readonly does: string;
  /** What each of its settings says, for people, by its name; others are refused. */
  readonly settings: Readonly<Record<string, string>>;
  readonly examples: readonly TransformExample[];
  /** Of settings that compile: paths of the record that it looks at besides its value. Left out: none. */
  readonly reads?: (settings: Settings) => readonly string[];
  /** What it makes is no value of the provider's, and would overwrite one there. */
  readonly onlyIn?: true;
  /** `hash`: for texts that are to be told apart and not read. Throws InvalidMapping. */
  readonly compile: (settings: Settings, hash: KeyedHash) => Transform;
  /**
   * Of settings that compile: how it is undone exactly for every value of the class that it takes, or why it cannot be, for people.
   * Left out: it makes one of several values, whatever its settings.
   */
  readonly invert?: (settings: Settings, given: KnownClass) => Inverse | string;
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
