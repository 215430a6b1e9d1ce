import { VALUE_CLASSES, type ValueClass } from '../mapping/value-class.js';

/** Value classes, one bit each. */
export type ClassSet = number;

const CLASSES = Object.keys(VALUE_CLASSES) as readonly ValueClass[];
export const CLASS_BIT = Object.fromEntries(CLASSES.map((name, bit) => [name, 1 << bit])) as Readonly<
  Record<ValueClass, ClassSet>
>;

/** What was seen at one place of the records of a stream, and at the places below it. */
export interface Shape {
  readonly classes: ClassSet;
  /** How many values were seen here: of the top, records. */
  readonly present: number;
  /** The day (`2026-11-30`) on which the newest of them was read; empty where there were none. */
  readonly seenOn: string;
  /** Whether the names here are folded: too many to be kept, they are all read as `every`. */
  readonly isMap: boolean;
  readonly fields: ReadonlyMap<string, Shape>;
  /** What the entries of a list are like, and the fields whose names are data: ids, dates, addresses. */
  readonly every: Shape | null;
}

export const NO_FIELDS: ReadonlyMap<string, Shape> = new Map();
export const NOTHING_SEEN: Shape = {
  classes: 0,
  present: 0,
  seenOn: '',
  isMap: false,
  fields: NO_FIELDS,
  every: null,
};

/** Places of which the shape of a stream keeps at most so many, its top included. */
export const MOST_PLACES = 2_000;
/** Fields of one object whose names are kept. */
export const MOST_FIELDS = 1_000;
/** Below these levels nothing is looked at. */
export const MOST_LEVELS = 16;
/** Longer names are read as data. */
export const LONGEST_NAME = 200;

/** Of a class that was seen with a wider one only the wider one is told. */
export function classesIn(set: ClassSet): readonly ValueClass[] {
  return CLASSES.filter((name) => set & CLASS_BIT[name] && !(name === 'integer' && set & CLASS_BIT.number));
}

export function countPlaces({ fields, every }: Shape): number {
  let count = 1 + (every === null ? 0 : countPlaces(every));
  for (const field of fields.values()) count += countPlaces(field);
  return count;
}
