import { EVERY, formatPath, type ValuesPath } from '../mapping/path.js';
import type { ValueClass } from '../mapping/value-class.js';
import { CLASS_BIT, NOTHING_SEEN, classesIn, type ClassSet, type Shape } from './shape.js';
import { foldFields } from './unite-shapes.js';

/** Every way in which a shape differs from the one before, and whether a run whose job says `stop` ends for it. */
export const SHAPE_CHANGES = {
  /** A place that was not there. */
  appeared: { stops: true },
  /** A class that was not there, at a place that was. */
  flipped: { stops: true },
  /** Names that were told apart are no longer, for there are too many. */
  folded: { stops: true },
  /** Whole numbers before, now others too. */
  widened: { stops: false },
  /** Null, at a place that never was. */
  nullable: { stops: false },
} as const satisfies Readonly<Record<string, { readonly stops: boolean }>>;
export type ShapeChangeKind = keyof typeof SHAPE_CHANGES;

export interface ShapeChange {
  readonly kind: ShapeChangeKind;
  /** As a mapping writes it; `*` for the entries of a list and for names that are data. */
  readonly path: string;
  readonly before: readonly ValueClass[];
  readonly after: readonly ValueClass[];
}

/** What the later one has and the earlier one does not. What is no longer there is no change: a few records do not show that. */
export function diffShapes(earlier: Shape, later: Shape): readonly ShapeChange[] {
  const changes: ShapeChange[] = [];
  compare(earlier, later, [], changes);
  return changes;
}

export function stopsRun({ kind }: ShapeChange): boolean {
  return SHAPE_CHANGES[kind].stops;
}

function compare(earlier: Shape, later: Shape, path: ValuesPath, changes: ShapeChange[]): void {
  const note = (kind: ShapeChangeKind) => {
    const [before, after] = [classesIn(earlier.classes), classesIn(later.classes)];
    changes.push({ kind, path: formatPath(path), before, after });
  };
  // The top is always an object, and there is none before the first record.
  if (path.length > 0) for (const kind of kindsOf(earlier.classes, later.classes)) note(kind);
  const known = later.isMap && !earlier.isMap ? foldFields(earlier) : earlier;
  const found = earlier.isMap && !later.isMap ? foldFields(later) : later;
  if (found.isMap && earlier.fields.size > 0) note('folded');
  for (const [name, field] of found.fields) {
    compare(known.fields.get(name) ?? NOTHING_SEEN, field, [...path, name], changes);
  }
  if (found.every !== null) compare(known.every ?? NOTHING_SEEN, found.every, [...path, EVERY], changes);
}

function kindsOf(earlier: ClassSet, later: ClassSet): readonly ShapeChangeKind[] {
  if (earlier === 0) return later === 0 ? [] : ['appeared'];
  const wider = earlier & CLASS_BIT.number ? earlier | CLASS_BIT.integer : earlier;
  const added = later & ~wider;
  const isWidened = (added & CLASS_BIT.number) !== 0 && (earlier & CLASS_BIT.integer) !== 0;
  const others = added & ~CLASS_BIT.null & ~(isWidened ? CLASS_BIT.number : 0);
  return [
    ...(others !== 0 ? ['flipped' as const] : []),
    ...(isWidened ? ['widened' as const] : []),
    ...(added & CLASS_BIT.null ? ['nullable' as const] : []),
  ];
}
