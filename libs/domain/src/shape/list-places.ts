import { EVERY, formatPath, type ValuesPath } from '../mapping/path.js';
import type { ValueClass } from '../mapping/value-class.js';
import { classesIn, type Shape } from './shape.js';

/** One place of a shape, as people read it. */
export interface ShapePlace {
  /** As a mapping writes it; `*` for the entries of a list and for names that are data. */
  readonly path: string;
  readonly classes: readonly ValueClass[];
  /** How often it was there, and how often it could have been. */
  readonly present: number;
  readonly of: number;
  /** The day on which it was last seen. */
  readonly seenOn: string;
  /** Whether the names below it are folded. */
  readonly isMap: boolean;
}

/** Every place below the top, in the order in which it was first seen. */
export function listPlaces(shape: Shape): readonly ShapePlace[] {
  const places: ShapePlace[] = [];
  collect(shape, [], places);
  return places;
}

function collect(shape: Shape, path: ValuesPath, places: ShapePlace[]): void {
  const below: readonly (readonly [ValuesPath[number], Shape])[] =
    shape.every === null ? [...shape.fields] : [...shape.fields, [EVERY, shape.every]];
  for (const [step, place] of below) {
    const { classes, present, seenOn, isMap } = place;
    const at: ValuesPath = [...path, step];
    const of = step === EVERY ? present : Math.max(shape.present, present);
    places.push({ path: formatPath(at), classes: classesIn(classes), present, of, seenOn, isMap });
    collect(place, at, places);
  }
}
