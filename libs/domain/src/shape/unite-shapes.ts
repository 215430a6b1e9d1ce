import { MOST_PLACES, NO_FIELDS, countPlaces, type Shape } from './shape.js';

/** Fewer names are kept however seldom each of them comes. */
const FEW_FIELDS = 50;
/** Of many names each of which is in so few of the objects, none says what its value is. */
const SELDOM = 0.05;

/** Both in one. The order does not matter, and what both have seen is there once; only how often adds up. */
export function uniteShapes(one: Shape, other: Shape): Shape {
  const isMap = one.isMap || other.isMap;
  const whole = {
    classes: one.classes | other.classes,
    present: one.present + other.present,
    seenOn: one.seenOn > other.seenOn ? one.seenOn : other.seenOn,
    isMap,
    fields: uniteFields(one.fields, other.fields),
    every: uniteEvery(one.every, other.every),
  };
  return isMap ? foldFields(whole) : whole;
}

function uniteFields(
  one: ReadonlyMap<string, Shape>,
  other: ReadonlyMap<string, Shape>,
): ReadonlyMap<string, Shape> {
  if (one.size === 0 || other.size === 0) return one.size === 0 ? other : one;
  const united = new Map(one);
  for (const [name, field] of other) {
    const known = united.get(name);
    united.set(name, known === undefined ? field : uniteShapes(known, field));
  }
  return united;
}

function uniteEvery(one: Shape | null, other: Shape | null): Shape | null {
  return one === null || other === null ? (one ?? other) : uniteShapes(one, other);
}

/** The same with all of its fields read as one: their names are data. */
export function foldFields(shape: Shape): Shape {
  let { every } = shape;
  for (const field of shape.fields.values()) every = uniteEvery(every, field);
  return { ...shape, isMap: true, fields: NO_FIELDS, every };
}

/** The same within {@link MOST_PLACES}: objects whose names are data are folded, then those with the most names, the top as the last. */
export function boundShape(shape: Shape): Shape {
  let bounded = foldMaps(shape);
  while (countPlaces(bounded) > MOST_PLACES) {
    const most = mostFieldsBelow(bounded);
    bounded = most < 2 ? foldFields(bounded) : overPlaces(bounded, (place) => foldWidest(place, most));
  }
  return bounded;
}

function foldMaps(shape: Shape): Shape {
  const below = overPlaces(shape, foldMaps);
  const { fields, present } = below;
  if (fields.size <= FEW_FIELDS) return below;
  let times = 0;
  for (const field of fields.values()) times += field.present;
  return times < SELDOM * fields.size * present ? foldFields(below) : below;
}

function mostFieldsBelow({ fields, every }: Shape): number {
  let most = 0;
  for (const place of every === null ? fields.values() : [every, ...fields.values()]) {
    most = Math.max(most, place.fields.size, mostFieldsBelow(place));
  }
  return most;
}

/** The deepest of those that have so many fields. */
function foldWidest(shape: Shape, most: number): Shape {
  const below = overPlaces(shape, (place) => foldWidest(place, most));
  return below === shape && shape.fields.size >= most ? foldFields(shape) : below;
}

/** The same with each place below it changed; itself where none is. */
function overPlaces(shape: Shape, change: (place: Shape) => Shape): Shape {
  const every = shape.every && change(shape.every);
  let isChanged = every !== shape.every;
  const fields = new Map<string, Shape>();
  for (const [name, field] of shape.fields) {
    const changed = change(field);
    isChanged ||= changed !== field;
    fields.set(name, changed);
  }
  return isChanged ? { ...shape, fields, every } : shape;
}
