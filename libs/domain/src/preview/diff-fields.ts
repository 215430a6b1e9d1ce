import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { formatPath, type FieldPath } from '../mapping/path.js';
import { MASKED, maskValues } from '../sensitive/replace-values.js';
import type { SensitiveFields } from '../sensitive/sensitive-fields.js';

export interface FieldChange {
  /** Dotted path. */
  readonly field: string;
  /** JSON text, cut where it is long and masked where it is sensitive; null: the field is not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A value, and what is shown of it. */
interface Side {
  readonly value: JsonValue | undefined;
  readonly shown: JsonValue | undefined;
}

const LONGEST_VALUE = 500;
const MOST_FIELDS = 200;

/** What differs between two records, field by field; lists are values. That a sensitive value differs is told, the values are not. */
export function diffFields(
  before: JsonObject,
  after: JsonObject,
  sensitive: SensitiveFields = [],
): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  const sideOf = (value: JsonObject) => ({ value, shown: maskValues(value, sensitive) });
  compare(sideOf(before), sideOf(after), [], changes);
  return changes.slice(0, MOST_FIELDS);
}

function compare(before: Side, after: Side, path: FieldPath, changes: FieldChange[]): void {
  const names = [...new Set([...namesOf(before), ...namesOf(after)])].sort();
  for (const name of names) {
    const [was, is] = [own(before, name), own(after, name)];
    const at = [...path, name];
    if (isJsonObject(was.value) && isJsonObject(is.value)) compare(was, is, at, changes);
    else if (textOf(was.value) !== textOf(is.value)) {
      changes.push({ field: formatPath(at), before: cut(textOf(was.shown)), after: cut(textOf(is.shown)) });
    }
  }
}

function namesOf({ value }: Side): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

function own({ value, shown }: Side, name: string): Side {
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return { value: undefined, shown: undefined };
  // Where the whole is masked, so is each part of it.
  return { value: value[name], shown: isJsonObject(shown) ? shown[name] : MASKED };
}

function textOf(value: JsonValue | undefined): string | null {
  return value === undefined ? null : canonicalText(value);
}

/** A value as it is shown; null: there is none. */
export function shownText(value: JsonValue | undefined): string | null {
  return cut(textOf(value));
}

function cut(text: string | null): string | null {
  return text === null || text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
