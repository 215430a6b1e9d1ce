import {
  isJsonObject,
  isNumber,
  numberText,
  readNumber,
  type JsonNumber,
  type JsonObject,
  type JsonValue,
} from '@evenkeel/domain';

/** What a request may name in braces, for example `{since}`. */
export const PLACES = ['since', 'until', 'cursor', 'pageSize', 'page', 'offset'] as const;
/** A path of the parent's record, for example `{parent.owner.login}`. */
export type ParentPlace = `parent.${string}`;
export type Place = (typeof PLACES)[number] | ParentPlace;

/** What stands for the places in one request. What is not there has no value in this reading. */
export type PlaceValues = Readonly<Partial<Record<Place, string | JsonNumber>>>;

/** How a place is written. Braces with anything else in them are text. */
export const ANY_PLACE = new RegExp(
  `\\{(${PLACES.join('|')}|parent\\.[^{}:]+)(?::(raw|number|text))?\\}`,
  'g',
);
const ONLY_PLACE = new RegExp(`^${ANY_PLACE.source}$`);

/** The places that are named in a text, or in the texts of a JSON value. */
export function placesIn(value: JsonValue | undefined): ReadonlySet<Place> {
  const texts = typeof value === 'string' ? [value] : textsIn(value);
  return new Set(texts.flatMap((text) => [...text.matchAll(ANY_PLACE)].map(([, name]) => name as Place)));
}

/** The paths of the parent's record that are named. */
export function parentPathsIn(value: JsonValue | undefined): readonly string[] {
  return [...placesIn(value)].flatMap((place) => (isParentPlace(place) ? [place.slice(PARENT.length)] : []));
}

const PARENT = 'parent.';

export function isParentPlace(place: Place): place is ParentPlace {
  return place.startsWith(PARENT);
}

/** Each text in a JSON value. */
export function textsIn(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  const inner = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return inner.flatMap((part: JsonValue) => textsIn(part));
}

/** Each object and list within a JSON value, by its path. */
export function membersIn(value: JsonValue | undefined, at = ''): ReadonlyMap<string, JsonValue> {
  if (!Array.isArray(value) && !isJsonObject(value)) return new Map();
  const members = new Map<string, JsonValue>(at === '' ? [] : [[at, value]]);
  for (const [name, part] of Object.entries(value) as [string, JsonValue][])
    for (const [path, member] of membersIn(part, stepTo(at, name))) members.set(path, member);
  return members;
}

/** The text with its places filled; undefined where one of them has no value. */
export function fillText(
  template: string,
  values: PlaceValues,
  spell: (value: string) => string = String,
): string | undefined {
  let isWhole = true;
  const text = template.replaceAll(ANY_PLACE, (_, name: Place, how?: string) => {
    const value = values[name];
    if (value === undefined) isWhole = false;
    const written = isNumber(value) ? numberText(value) : String(value);
    return spell(how === 'raw' ? decoded(written) : written);
  });
  return isWhole ? text : undefined;
}

/**
 * The same of each text in a JSON value. A member or entry whose text has a place without a value is left out, and so is what becomes empty
 * by that; members at `wholes` are left out as a whole. A text that is nothing but a place keeps the type of its value.
 */
export function fillJson(
  template: JsonValue,
  values: PlaceValues,
  wholes: readonly string[] = [],
): JsonValue | undefined {
  return fillPart(template, { values, wholes: new Set(wholes), at: '' });
}

interface Filling {
  readonly values: PlaceValues;
  readonly wholes: ReadonlySet<string>;
  /** The path of the part, as the one path language writes it. */
  readonly at: string;
}

function fillPart(part: JsonValue, filling: Filling): JsonValue | undefined {
  if (typeof part === 'string') return fillLeaf(part, filling.values);
  if (!Array.isArray(part) && !isJsonObject(part)) return part;
  if (
    filling.wholes.has(filling.at) &&
    [...placesIn(part)].some((place) => filling.values[place] === undefined)
  )
    return undefined;
  return Array.isArray(part) ? fillList(part, filling) : fillMembers(part, filling);
}

function fillList(list: readonly JsonValue[], filling: Filling): JsonValue | undefined {
  const filled = list.map((entry, index) => fillPart(entry, below(filling, String(index))));
  const left = filled.filter((entry) => entry !== undefined);
  return left.length === 0 && list.length > 0 ? undefined : left;
}

function fillMembers(object: JsonObject, filling: Filling): JsonValue | undefined {
  const members = Object.entries(object).map(
    ([name, value]) => [name, fillPart(value, below(filling, name))] as const,
  );
  const left = members.filter(([, value]) => value !== undefined);
  return left.length === 0 && members.length > 0 ? undefined : (Object.fromEntries(left) as JsonObject);
}

function below(filling: Filling, step: string): Filling {
  return { ...filling, at: stepTo(filling.at, step) };
}

/** A path in the one path language. */
function stepTo(at: string, name: string): string {
  const step = name.replaceAll(/[\\.]/g, '\\$&');
  return at === '' ? step : `${at}.${step}`;
}

function fillLeaf(template: string, values: PlaceValues): JsonValue | undefined {
  const [, name, how] = ONLY_PLACE.exec(template) ?? [];
  if (name === undefined) return fillText(template, values);
  const value = values[name as Place];
  if (value === undefined || how === undefined) return value;
  if (how === 'raw') return decoded(String(value));
  return how === 'number' ? (readNumber(String(value)) ?? value) : String(value);
}

/** A text that is percent-encoded already, so that encoding it gives what came. */
function decoded(text: string): string {
  const query = text.replaceAll('&', '%26').replaceAll('#', '%23');
  return new URLSearchParams(`value=${query}`).get('value') ?? text;
}
