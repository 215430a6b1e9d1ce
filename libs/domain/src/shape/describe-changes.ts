import { VALUE_CLASSES, type ValueClass } from '../mapping/value-class.js';
import { errorCatalog } from '../errors/error-catalog.js';
import type { Problem } from '../errors/sync-error.js';
import { printable } from '../printable.js';
import { storableText } from '../json-text/unstorable-text.js';
import type { ShapeChange, ShapeChangeKind } from './diff-shapes.js';

/** Changes that one sentence names. */
const TOLD = 5;
const LONGEST_PATH = 200;

const SAYS: Readonly<Record<ShapeChangeKind, (change: ShapeChange) => string>> = {
  appeared: ({ after }) => `is new (${nameClasses(after)})`,
  flipped: ({ before, after }) =>
    `was ${nameClasses(before)}, now also ${nameClasses(after.filter((each) => !before.includes(each)))}`,
  folded: () => 'has too many names to tell them apart',
  widened: () => 'was a whole number, now others too',
  nullable: ({ before }) => `was ${nameClasses(before)}, now also null`,
};

export function describeChange(change: ShapeChange): string {
  const { path, kind } = change;
  const shown = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)} ...` : path;
  return `${storableText(printable(shown))} ${SAYS[kind](change)}`;
}

/** In one line. */
export function describeChanges(changes: readonly ShapeChange[]): string {
  const more = changes.length - TOLD;
  return [...changes.slice(0, TOLD).map(describeChange), ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

export function nameClasses(classes: readonly ValueClass[]): string {
  return [...new Set(classes.map((each) => VALUE_CLASSES[each]))].join(' or ');
}

/** Why a run ends before anything of a new shape is written. */
export function schemaChanged(stream: string, changes: readonly ShapeChange[]): Problem {
  const code = 'run.schema_changed';
  const { errorClass, remedy } = errorCatalog[code];
  const message = `Records of ${printable(stream)} come in another shape: ${describeChanges(changes)}`;
  return { code, errorClass, message, remedy };
}
