import { EVERY, formatPath, type FieldPath, type ValuesPath } from '../mapping/path.js';

/** An entry of a list, by its key as canonical JSON text. */
export interface EntryStep {
  readonly entry: string;
}

/** Where a value is in a record: names of fields, and entries of lists that have a declared key. Empty: the whole record. */
export type RecordPlace = readonly (string | EntryStep)[];

/** The text of the whole record. */
export const WHOLE = '$';

/** As a path of a mapping (`address.city`), an entry of a list as its key in brackets: `lines.["A-1"].quantity`. Distinct places have distinct texts. */
export function placeText(place: RecordPlace): string {
  if (place.length === 0) return WHOLE;
  return place.map((step, at) => stepText(step, at === 0)).join('.');
}

function stepText(step: RecordPlace[number], isFirst: boolean): string {
  if (typeof step !== 'string') return `[${formatPath(['', step.entry]).slice(1)}]`;
  const text = isFirst ? formatPath([step]) : formatPath(['', step]).slice(1);
  return text.startsWith('[') ? `\\${text}` : text;
}

/** Whether one text names a place at or below that of another. */
export function isWithin(text: string, outer: string): boolean {
  return outer === WHOLE || text === outer || text.startsWith(`${outer}.`);
}

/** Whether a path leads to the place or to something that it is in; `*` stands for each entry of a list, and for each field. */
export function covers(path: ValuesPath, place: RecordPlace): boolean {
  return path.length <= place.length && path.every((step, at) => fits(step, place[at]));
}

/** Whether a path leads to something within the place. */
export function isBelow(path: FieldPath, place: RecordPlace): boolean {
  return place.length < path.length && place.every((step, at) => step === path[at]);
}

function fits(step: ValuesPath[number], found: RecordPlace[number] | undefined): boolean {
  return step === EVERY || step === found;
}
