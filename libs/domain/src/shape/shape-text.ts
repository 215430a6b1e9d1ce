import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { NO_FIELDS, NOTHING_SEEN, type Shape } from './shape.js';

/** As the store keeps it: short names, for there may be thousands of places. */
export function shapeToJson({ classes, present, seenOn, isMap, fields, every }: Shape): JsonObject {
  return {
    c: classes,
    n: present,
    d: seenOn,
    ...(isMap ? { m: true } : {}),
    // A list of pairs: an object would not keep the order of its names.
    ...(fields.size > 0 ? { f: [...fields].map(([name, field]) => [name, shapeToJson(field)]) } : {}),
    ...(every === null ? {} : { e: shapeToJson(every) }),
  };
}

export function shapeFromJson(json: JsonValue | undefined): Shape {
  if (!isJsonObject(json)) return NOTHING_SEEN;
  const { c, n, d, m, f, e } = json;
  return {
    classes: Number(c),
    present: Number(n),
    seenOn: typeof d === 'string' ? d : '',
    isMap: m === true,
    fields: Array.isArray(f)
      ? new Map((f as readonly (readonly [string, JsonValue])[]).map(fieldFromPair))
      : NO_FIELDS,
    every: e === undefined ? null : shapeFromJson(e),
  };
}

function fieldFromPair([name, json]: readonly [string, JsonValue]): readonly [string, Shape] {
  return [name, shapeFromJson(json)];
}
