import type { JsonValue } from '../json.js';
import { isJsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { isList } from '../json-text/is-list.js';
import { parseJson } from '../json-text/parse-json.js';
import { MASKED, replaceValues } from './replace-values.js';
import type { SensitiveFields } from './sensitive-fields.js';

/** Seals texts so that only the processes that have its key can open them. */
export interface ValueBox {
  readonly seal: (text: string) => string;
  /** Throws where the text was sealed under another key, or is none that was sealed. */
  readonly open: (sealed: string) => string;
}

/** A sealed value is a text that begins so. What follows is base64url with dots, so that it needs no escapes in JSON. */
const SEALED = 'evenkeel:sealed:';
const SEALED_TEXT = new RegExp(`"${SEALED}[\\w.-]*"`, 'g');

/**
 * The record as it is kept for a replay. What only looks sealed is sealed too, wherever it stands, so that what is found sealed
 * later was sealed here, whatever is sensitive by then.
 */
export function sealValues(value: JsonValue, fields: SensitiveFields, box: ValueBox): JsonValue {
  const seal = (each: JsonValue) => `${SEALED}${box.seal(canonicalText(each))}`;
  return replaceValues(value, fields, {
    sensitive: seal,
    text: (text) => (isSealed(text) ? seal(text) : text),
  });
}

/** Whether anything in this JSON text looks sealed. */
export function looksSealed(text: string): boolean {
  return text.includes(SEALED);
}

/** What {@link sealValues} was given. */
export function openValues(value: JsonValue, box: ValueBox): JsonValue {
  return replaceValues(value, [], {
    sensitive: (each) => each,
    text: (text) => (isSealed(text) ? parseJson(box.open(text.slice(SEALED.length))) : text),
  });
}

/** JSON text of a kept record as people see it: what is sealed in it is masked. */
export function maskSealed(text: string): string {
  return text.replace(SEALED_TEXT, JSON.stringify(MASKED));
}

/** What a person made of a kept record: what they left masked is as it was kept, and the rest is sealed as it has to be. */
export function sealEdited(
  edited: JsonValue,
  {
    kept,
    fields,
    box,
  }: { readonly kept: JsonValue; readonly fields: SensitiveFields; readonly box: ValueBox },
): JsonValue {
  return restoreMasked(edited, kept, sealValues(edited, fields, box));
}

/** `sealed` has the shape of `edited` down to what was sealed in it. */
function restoreMasked(edited: JsonValue, kept: JsonValue | undefined, sealed: JsonValue): JsonValue {
  if (edited === MASKED && isSealed(kept)) return kept;
  if (isList(edited) && isList(sealed))
    return edited.map((each, index) =>
      restoreMasked(each, isList(kept) ? kept[index] : undefined, sealed[index] ?? null),
    );
  if (!isJsonObject(edited) || !isJsonObject(sealed)) return sealed;
  return Object.fromEntries(
    Object.entries(edited).map(([name, each]) => [
      name,
      restoreMasked(each, fieldOf(kept, name), sealed[name] ?? null),
    ]),
  );
}

function fieldOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isSealed(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.startsWith(SEALED);
}
