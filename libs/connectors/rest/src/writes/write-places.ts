import { idText, isJsonObject, SyncError, type JsonObject, type JsonValue } from '@evenkeel/domain';
import { textsIn } from '../request/places.js';
import { valueAt } from '../value-at.js';

/** What a write may name in braces; with `:` behind a path of the record nothing else. */
const PLACE = /\{(id|version|key|intent|records|token|record(?:\.[^{}]+)?)\}/g;
const ONLY_PLACE = new RegExp(`^${PLACE.source}$`);
const RECORD = 'record.';

/** What stands for the places of one write. */
export interface WriteValues {
  readonly id?: string | undefined;
  /** As the provider writes it. */
  readonly version?: string | undefined;
  readonly key?: string;
  readonly intent?: string;
  readonly token?: string;
  readonly record?: JsonObject;
  readonly records?: readonly JsonValue[];
}

/** The names in the texts of a JSON value; a path of the record is `record`. */
export function namesIn(value: JsonValue): ReadonlySet<string> {
  const names = textsIn(value).flatMap((text) => [...text.matchAll(PLACE)].map(([, name = '']) => name));
  return new Set(names.map((name) => (name.startsWith(RECORD) ? 'record' : name)));
}

function valueOf(name: string, values: WriteValues): JsonValue | undefined {
  if (name.startsWith(RECORD)) return valueAt(values.record ?? {}, name.slice(RECORD.length));
  return values[name as keyof WriteValues];
}

/** The text with its places filled; undefined where one of them has nothing that can be a part of a text. */
export function fillWriteText(
  template: string,
  values: WriteValues,
  spell: (value: string) => string = String,
): string | undefined {
  let isWhole = true;
  const text = template.replaceAll(PLACE, (_, name: string) => {
    const value = valueOf(name, values);
    const part = typeof value === 'boolean' ? String(value) : idText(value);
    if (part === null) isWhole = false;
    return spell(part ?? '');
  });
  return isWhole ? text : undefined;
}

/** The same of each text in a JSON value. What has no value is left out; a text that is nothing but a place is its value, of any type. */
export function fillWriteJson(template: JsonValue, values: WriteValues): JsonValue | undefined {
  if (typeof template === 'string') {
    const [, name] = ONLY_PLACE.exec(template) ?? [];
    return name === undefined ? fillWriteText(template, values) : valueOf(name, values);
  }
  if (Array.isArray(template)) {
    const entries: readonly JsonValue[] = template;
    return entries.flatMap((entry) => fillWriteJson(entry, values) ?? []);
  }
  if (!isJsonObject(template)) return template;
  const members = Object.entries(template).map(
    ([name, part]) => [name, fillWriteJson(part, values)] as const,
  );
  return Object.fromEntries(members.filter(([, part]) => part !== undefined)) as JsonObject;
}

/** Throws `provider.write_cannot_be_sent` where it has something that no header may hold. */
export function headerText(name: string, value: string): string {
  if (/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) return value;
  const message = `The header ${name} of a write cannot hold what the record has`;
  throw new SyncError('provider.write_cannot_be_sent', message);
}
