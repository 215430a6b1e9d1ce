import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { formatPath, type FieldPath } from '../mapping/path.js';

export interface FieldChange {
  /** Dotted path. */
  readonly field: string;
  /** JSON text, cut where it is long; null: the field is not there. */
  readonly before: string | null;
  readonly after: string | null;
}

const LONGEST_VALUE = 500;
const MOST_FIELDS = 200;

/** What differs between two records, field by field; lists are values. */
export function diffFields(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  compare(before, after, [], changes);
  return changes.slice(0, MOST_FIELDS);
}

function compare(before: JsonObject, after: JsonObject, path: FieldPath, changes: FieldChange[]): void {
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const [was, is] = [own(before, name), own(after, name)];
    const at = [...path, name];
    if (isJsonObject(was) && isJsonObject(is)) compare(was, is, at, changes);
    else if (textOf(was) !== textOf(is)) {
      changes.push({ field: formatPath(at), before: cut(textOf(was)), after: cut(textOf(is)) });
    }
  }
}

function own(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function textOf(value: JsonValue | undefined): string | null {
  return value === undefined ? null : canonicalText(value);
}

function cut(text: string | null): string | null {
  return text === null || text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
