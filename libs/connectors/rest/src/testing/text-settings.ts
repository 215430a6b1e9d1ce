import type { JsonObject, JsonValue } from '@evenkeel/domain';
import { isJsonObject } from '@evenkeel/domain';
import { z } from 'zod';
import { restSettings } from '../settings/rest-settings.js';

/** A place in the settings that takes free text: the way to it, and what has to be there beside it. */
export interface TextSetting {
  /** For people: variants of a kind are in brackets, `*` is any name. */
  readonly name: string;
  readonly path: readonly string[];
  /** The variants on the way, each with the place where it stands. */
  readonly variants: readonly { readonly path: readonly string[]; readonly kind: string }[];
}

type Schema = JsonObject;

/** Every setting that takes text, found in the schema itself, so that a new one cannot be left out. */
export function textSettings(): readonly TextSetting[] {
  const schema = z.toJSONSchema(restSettings, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return walk(schema as Schema, { name: '', path: [], variants: [] });
}

function walk(schema: Schema, at: TextSetting): readonly TextSetting[] {
  const options = listOf(schema['anyOf'] ?? schema['oneOf']);
  if (options.length > 0) return options.flatMap((option) => walk(option, variantOf(option, at)));
  if (schema['type'] === 'string') return 'enum' in schema || 'const' in schema ? [] : [at];
  if (schema['type'] === 'array') return walk(objectOf(schema['items']), step(at, '0', '[]'));
  const members = Object.entries(objectOf(schema['properties']));
  const named = members.flatMap(([key, member]) => walk(objectOf(member), step(at, key, `.${key}`)));
  const any = objectOf(schema['additionalProperties']);
  return Object.keys(any).length === 0 ? named : [...named, ...walk(any, step(at, 'any', '.*'))];
}

function variantOf(option: Schema, at: TextSetting): TextSetting {
  const kind = objectOf(objectOf(option['properties'])['kind'])['const'];
  if (typeof kind !== 'string') return at;
  return { ...at, name: `${at.name}(${kind})`, variants: [...at.variants, { path: at.path, kind }] };
}

function step(at: TextSetting, key: string, shown: string): TextSetting {
  return { ...at, name: at.name + shown, path: [...at.path, key] };
}

function objectOf(value: JsonValue | undefined): Schema {
  return isJsonObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly Schema[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** The same settings with something else at one place. */
export function withAt(value: JsonValue | undefined, path: readonly string[], put: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value)) return [withAt(value[0] as JsonValue, rest, put)];
  const object = objectOf(value);
  return { ...object, [key]: withAt(object[key], rest, put) };
}
