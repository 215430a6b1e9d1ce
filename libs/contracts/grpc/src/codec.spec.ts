import { z } from 'zod';
import { readNumber } from '@evenkeel/domain';
import { fromMessage, toMessage } from './codec.js';
import { readShape } from './read-shape.js';
import type { ObjectShape, Side } from './shape.js';

const schema = z.object({
  name: z.string(),
  size: z.int().nullable(),
  note: z.string().nullable().optional(),
  tags: z.array(z.string()),
  fields: z.array(z.string()).nullable(),
  since: z.enum(['true', 'false']).optional(),
  data: z.record(z.string(), z.unknown()),
  value: z.unknown(),
  headers: z.record(z.string(), z.string()),
  next: z.union([
    z.strictObject({ kind: z.literal('a'), at: z.string() }),
    z.strictObject({ kind: z.literal('b'), every: z.int() }),
  ]),
});
const shapeOf = (side: Side) => readShape(schema, side, 'Thing') as ObjectShape;
const thing = {
  ...{ name: '', size: null, tags: [], fields: [], data: { a: null }, value: null, headers: { x: 'y' } },
  next: { kind: 'b', every: 0 },
};

it.each(['input', 'output'] as const)('says in a message what JSON says, and back: %s', (side) => {
  const shape = shapeOf(side);
  for (const value of [thing, { ...thing, note: null, fields: null, size: 0, since: 'false' }])
    expect(fromMessage(shape, toMessage(shape, value))).toEqual(value);
});

it('tells what is null from what is left out, in what is sent', () => {
  const shape = shapeOf('input');
  const lists = { tags: [], headers: {} };
  expect(fromMessage(shape, { ...lists, size_null: true })).toEqual({ ...lists, size: null });
  expect(fromMessage(shape, { ...lists, size_null: false })).toEqual(lists);
  expect(() => fromMessage(shape, { ...lists, size_null: true, size: 1 })).toThrow(
    'size: says null and something else',
  );
});

it('keeps every digit of a number in free JSON', () => {
  const shape = shapeOf('output');
  const digits = '12345678901234567890.5';
  const data = { id: readNumber(digits) };
  const message = toMessage(shape, { ...thing, data });
  expect(message['data_json']).toBe(`{"id":${digits}}`);
  expect(JSON.stringify(fromMessage(shape, message)['data'])).toBe(`{"id":${digits}}`);
});

it('refuses text that is no JSON, and says where', () => {
  expect(() => fromMessage(shapeOf('input'), { data_json: '{' })).toThrow('data: must be the text of JSON');
});
