import { schemaAt } from './schema-at.js';
import { SCHEMA } from './testing/asked-record.js';

const LISTS = {
  properties: {
    lines: { items: { properties: { n: { anyOf: [{ $ref: '#/$defs/count' }, { type: 'null' }] } } } },
    any: true,
  },
  additionalProperties: { type: 'boolean' },
  $defs: { count: { $ref: '#/$defs/number' }, number: { type: 'integer' } },
} as const;

describe('what a schema says of a place', () => {
  it.each([
    [SCHEMA, ['name'], { type: 'string', maxLength: 20 }],
    [SCHEMA, ['tier'], { enum: ['gold', 'silver'] }],
    [SCHEMA, ['address', 'city'], { type: 'string' }],
    [SCHEMA, ['phone'], undefined],
    [SCHEMA, ['name', 'first'], undefined],
    [SCHEMA, ['toString'], undefined],
    [LISTS, ['lines', { entry: '"A"' }, 'n'], { anyOf: [{ type: 'integer' }, { type: 'null' }] }],
    [LISTS, ['any'], undefined],
    [LISTS, ['other'], { type: 'boolean' }],
  ])('%#: %j', (schema, place, said) => {
    expect(schemaAt(schema, place)).toEqual(said);
  });
});
