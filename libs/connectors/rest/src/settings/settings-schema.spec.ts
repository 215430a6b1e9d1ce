import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';
import { z } from 'zod';
import { settingsSchema } from './settings-schema.js';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const schema = settingsSchema();
const reader = z.fromJSONSchema(schema);

/** Every property of the schema, by its place. */
function propertiesIn(part: JsonValue, place = ''): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(part)) return part.flatMap((member: JsonValue) => propertiesIn(member, place));
  if (!isJsonObject(part)) return [];
  const { properties } = part;
  const own = isJsonObject(properties)
    ? Object.entries(properties).map(([name, value]) => [`${place}.${name}`, value as JsonObject] as const)
    : [];
  const below = Object.entries(part).flatMap(([name, value]) =>
    name === 'properties' ? [] : propertiesIn(value, place),
  );
  return [...own, ...own.flatMap(([name, value]) => propertiesIn(value, name)), ...below];
}

describe('the JSON Schema of the settings', () => {
  it('is of the draft that editors know, and stands by itself', () => {
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.stringify(schema)).not.toContain('$ref');
    expect(schema['required']).toEqual(['baseUrl', 'streams']);
  });

  it('has a description of every property', () => {
    const properties = propertiesIn(schema);
    expect(properties.length).toBeGreaterThan(90);
    const silent = properties.filter(
      ([, { description }]) => typeof description !== 'string' || description === '',
    );
    expect(silent.map(([place]) => place)).toEqual([]);
  });

  it.each(readdirSync(EXAMPLES))('takes the example %s', (file) => {
    expect(reader.safeParse(JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8'))).error).toBeUndefined();
  });

  it.each([
    ['a name that is not known', { color: 1 }],
    ['a kind that is not known', { auth: { kind: 'magic' } }],
    ['a number in the place of a text', { streams: { orders: { path: 5 } } }],
    [
      'a variant without what it needs',
      { streams: { orders: { path: '/o', pagination: { kind: 'nextUrl' } } } },
    ],
    [
      'a list of values to compare with',
      { streams: { orders: { path: '/o', tombstone: { path: 'a', equals: [] } } } },
    ],
  ])('refuses %s', (_, wrong) => {
    const right = { baseUrl: 'https://api.example.com', streams: { orders: { path: '/orders' } } };
    expect(reader.safeParse(right).success).toBe(true);
    expect(reader.safeParse({ ...right, ...wrong }).success).toBe(false);
  });
});
