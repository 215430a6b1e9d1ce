import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { LocalSide } from './local-side.js';

/** A reference whose record is to be shared by others from here on. */
export interface OpenedReference {
  /** It is the oldest of its record, and no other one shares that already. Any other one came to be because the record was sent to its provider. */
  readonly isFirst: boolean;
  /** What its provider was known to hold, where that is not known to be what the record holds. */
  readonly held: JsonObject | undefined;
}

/** What a source has said by itself: what was sent to its provider is said by the source that said it first. `said`: what the record held before it was edited here. */
export function openedWords({ isFirst, held }: OpenedReference, said: JsonObject): JsonObject {
  return isFirst ? (held ?? said) : {};
}

/** The edits by which a record differs from what its sources say together; undefined: it does not. */
export function editsBetween(
  recordId: string,
  { made, data }: { readonly made: JsonObject; readonly data: JsonObject },
  at: string,
): LocalSide | undefined {
  const fields = [...new Set([...Object.keys(made), ...Object.keys(data)])];
  const edited = fields.filter((field) => textAt(made, field) !== textAt(data, field));
  if (edited.length === 0) return undefined;
  const values = edited.flatMap((field) =>
    Object.hasOwn(data, field) ? [[field, data[field] as JsonValue] as const] : [],
  );
  return {
    recordId,
    data: Object.fromEntries(values),
    changedAt: Object.fromEntries(edited.map((field) => [field, at])),
  };
}

function textAt(data: JsonObject, field: string): string | undefined {
  return Object.hasOwn(data, field) ? canonicalText(data[field] as JsonValue) : undefined;
}
