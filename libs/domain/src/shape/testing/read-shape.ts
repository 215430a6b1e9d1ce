import type { JsonValue } from '../../json.js';
import { listPlaces } from '../list-places.js';
import { observeShape } from '../observe-shape.js';
import type { Shape } from '../shape.js';

export const shapeOf = (...records: readonly JsonValue[]): Shape =>
  observeShape(records, { day: '2026-11-30', isWhole: true });

/** Each path with its classes. */
export const told = (shape: Shape): Readonly<Record<string, string>> =>
  Object.fromEntries(listPlaces(shape).map(({ path, classes }) => [path, classes.join(' ')]));
