import { compileRecordCheck, describeSchemaFailures, MOST_FAILURES } from './compile-record-check.js';
import type { JsonObject } from '../json.js';

const broken = (schema: JsonObject, data: unknown) => compileRecordCheck(schema)(JSON.stringify(data));

describe('a record that is held against a schema', () => {
  it('is told field, rule and class of the value, and never the value', () => {
    const schema = {
      type: 'object',
      required: ['email'],
      properties: {
        status: { enum: ['active', 'closed'] },
        address: { type: 'object', properties: { 'zip.code': { type: 'string' } } },
        tags: { type: 'array', items: { type: 'string', maxLength: 3 } },
      },
      additionalProperties: false,
    };
    const failures = broken(schema, {
      status: 'secret-status',
      address: { 'zip.code': 12345 },
      tags: ['ok', 'secret-tag'],
      extra: null,
    });
    expect(failures).toHaveLength(5);
    expect(failures).toEqual(
      expect.arrayContaining([
        { field: 'email', rule: 'required', found: 'no value' },
        { field: 'status', rule: 'enum', found: 'a text' },
        { field: 'address.zip\\.code', rule: 'type', found: 'a number' },
        { field: 'tags.1', rule: 'maxLength', found: 'a text' },
        { field: 'extra', rule: 'additionalProperties', found: 'null' },
      ]),
    );
    const said = describeSchemaFailures(failures);
    expect(said).toContain('email breaks required (no value)');
    expect(said).not.toMatch(/secret|12345|closed/);
  });

  it('is told ten failures at most, and that there may be more', () => {
    const schema = { additionalProperties: { type: 'string' } };
    const data = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, at]));
    const failures = broken(schema, data);
    expect(failures).toHaveLength(MOST_FAILURES);
    expect(describeSchemaFailures(failures)).toContain('what follows is not looked for');
  });

  it('is told one failure where it is so large that all of them would take the memory', () => {
    const data = { list: Array.from({ length: 200_000 }, (_, at) => at) };
    const schema = { properties: { list: { items: { type: 'string' } } } };
    expect(broken(schema, data)).toEqual([{ field: 'list.0', rule: 'type', found: 'a number' }]);
  });

  it('has the fields that it names, not those that every object inherits', () => {
    const schema = { required: ['toString', '__proto__'] };
    expect(broken(schema, {})).toHaveLength(2);
    expect(compileRecordCheck(schema)('{"toString": 1, "__proto__": 1}')).toEqual([]);
  });

  it('may hold numbers of any size and of decimal steps', () => {
    const check = compileRecordCheck({ properties: { n: { type: 'number' }, step: { multipleOf: 0.01 } } });
    expect(check('{"n": 1e400, "step": 0.07}')).toEqual([]);
    expect(check('{"step": 0.075}')).toMatchObject([{ rule: 'multipleOf' }]);
  });

  it('is held against formats, of which a hostile length is none', () => {
    const schema = { properties: { mail: { format: 'email' }, at: { format: 'date-time' } } };
    expect(broken(schema, { mail: 'ada@example.org', at: '2026-11-29T10:00:00Z' })).toEqual([]);
    expect(broken(schema, { mail: `${'a'.repeat(100_000)}@`, at: 'tomorrow' })).toMatchObject([
      { field: 'mail', rule: 'format' },
      { field: 'at', rule: 'format' },
    ]);
  });

  it('is matched in a time that grows with its length alone', () => {
    const check = compileRecordCheck({
      properties: { a: { pattern: '^(a+)+$' }, b: { pattern: '^[\\p{L}\\d-]{2,}$' } },
    });
    const begun = performance.now();
    expect(check(JSON.stringify({ a: `${'a'.repeat(20_000)}!`, b: 'Änne-7' }))).toMatchObject([
      { field: 'a' },
    ]);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('is matched by each pattern for itself, also by those of property names', () => {
    const schema = {
      properties: { a: { pattern: '^a' }, b: { pattern: '^b' } },
      patternProperties: { '^n_': { type: 'number' }, '^t_': { type: 'string' } },
    };
    expect(broken(schema, { a: 'a', b: 'b', n_x: 1, t_x: '' })).toEqual([]);
    expect(broken(schema, { a: 'b', b: 'a', n_x: '', t_x: 1 })).toHaveLength(4);
  });

  it('may be what a $ref leads to', () => {
    const schema = { $defs: { name: { type: 'string' } }, properties: { a: { $ref: '#/$defs/name' } } };
    expect(broken(schema, { a: 1 })).toEqual([{ field: 'a', rule: 'type', found: 'a number' }]);
  });
});

describe('a schema', () => {
  const multiplying = Object.fromEntries(
    Array.from({ length: 8 }, (_, at) => [
      `d${at}`,
      { allOf: Array.from({ length: 4 }, () => ({ $ref: `#/$defs/d${at + 1}` })) },
    ]),
  );
  it.each<readonly [string, JsonObject, string]>([
    [
      'of another draft',
      { $schema: 'http://json-schema.org/draft-07/schema#' },
      '$schema: must be draft 2020-12',
    ],
    ['with a misspelt keyword', { propertys: {} }, 'did you mean properties?'],
    ['that answers later', { $async: true }, 'schema/$async: is no keyword'],
    ['from elsewhere', { $ref: 'https://example.org/schema' }, 'no schema is fetched from elsewhere'],
    [
      'that comes back to itself',
      { properties: { child: { $ref: '#' } } },
      'schema/properties/child/$ref: leads back',
    ],
    [
      'that comes back over two',
      { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
      'leads back',
    ],
    ['that leads nowhere', { $ref: '#/$defs/none' }, 'there is nothing at'],
    ['that multiplies at every step', { $defs: { ...multiplying, d8: {} }, $ref: '#/$defs/d0' }, 'too large'],
    ['with a look-ahead', { pattern: '(?=a)' }, 'RE2'],
    ['with a hostile property pattern', { patternProperties: { '(a)\\1': {} } }, 'RE2'],
    ['with an endless pattern', { pattern: 'a'.repeat(2_000) }, 'at most 1000 characters'],
    ['with an unknown format', { format: 'e-mail' }, 'there are date, time'],
    ['that compares each object with each', { uniqueItems: true, items: {} }, 'needs items of a simple type'],
    ['with an id inside', { properties: { a: { $id: 'x' } } }, 'only the whole schema may have an $id'],
    ['whose keyword has a wrong value', { type: 'text' }, 'type'],
    ['whose part is no schema', { properties: { a: 'string' } }, 'must be a schema'],
    ['that is too long', { description: 'x'.repeat(300_000) }, 'at most 262144'],
  ])('%s is refused at its place', (_, schema, says) => {
    expect(() => compileRecordCheck(schema)).toThrow(
      expect.objectContaining({ code: 'config.invalid_schema', message: expect.stringContaining(says) }),
    );
  });

  it('that nests too deep is refused', () => {
    let schema: JsonObject = {};
    for (let depth = 0; depth < 40; depth += 1) schema = { properties: { a: schema } };
    expect(() => compileRecordCheck(schema)).toThrow('nest deeper');
  });

  it('may use all that JSON Schema has for what is here', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://example.org/customer',
      type: ['object'],
      properties: {
        tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
        n: { type: ['null', 'integer'] },
      },
      if: { required: ['n'] },
      then: { properties: { n: { minimum: 0 } } },
      unevaluatedProperties: false,
      dependentRequired: { n: ['tags'] },
    };
    expect(broken(schema, { tags: ['a', 'a'], n: 1 })).toMatchObject([
      { field: 'tags', rule: 'uniqueItems' },
    ]);
    expect(broken(schema, { tags: ['a'], n: null })).toEqual([]);
    expect(broken(schema, { b: 1 })).toMatchObject([{ field: 'b', rule: 'unevaluatedProperties' }]);
  });
});
