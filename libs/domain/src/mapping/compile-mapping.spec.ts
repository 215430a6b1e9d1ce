import fc from 'fast-check';
import { SyncError } from '../errors/sync-error.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { compileMapping } from './compile-mapping.js';
import type { MappingRule } from './mapping-rule.js';
import { formatPath } from './path.js';
import { ValueRefused } from './transforms/transform-kind.js';
import { TRANSFORMS } from './transforms/transform-list.js';

function thrownBy(run: () => unknown): SyncError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SyncError);
    return error as SyncError;
  }
  throw new Error('nothing was thrown');
}

describe('a mapping', () => {
  it('without rules leaves a record as it is', () => {
    const record = { b: 1, a: [{}] };
    expect(compileMapping([])(record)).toBe(record);
  });

  it('reads a list with an asterisk, and writes to none', () => {
    const map = compileMapping([
      { source: 'lines.*.sku', target: 'skus', transforms: [{ name: 'join', separator: ' ' }] },
    ]);
    expect(map({ lines: [{ sku: 'a' }, { other: 1 }, { sku: 'b' }] })).toEqual({ skus: 'a b' });
    expect(map({ lines: 'none' })).toEqual({});
    expect(() => compileMapping([{ source: 'a', target: 'b.*.c' }])).toThrow(
      'mapping[0].target: names every entry',
    );
  });

  it('makes the local record, nested where targets are', () => {
    const map = compileMapping([
      { source: 'name', target: 'fullName', transforms: ['trim'] },
      { source: 'mail', target: 'contact.email', transforms: ['trim', 'lowercase'] },
      { source: 'phones.0', target: 'contact.phone' },
      { source: '$', target: 'raw' },
    ]);
    const record = { name: ' Ada ', mail: ' Ada@Example.org', phones: ['1', '2'] };
    expect(map(record)).toEqual({
      fullName: 'Ada',
      contact: { email: 'ada@example.org', phone: '1' },
      raw: record,
    });
  });

  it('leaves out what is absent and keeps null', () => {
    const map = compileMapping([
      { source: 'a', target: 'a' },
      { source: 'b', target: 'inner.b' },
      { source: 'c', target: 'c' },
    ]);
    expect(map({ c: null })).toEqual({ c: null });
    expect(map({})).toEqual({});
  });

  it('uses the default for null and for what is absent', () => {
    const map = compileMapping([{ source: 'a', target: 'a', default: [] }]);
    expect(map({})).toEqual({ a: [] });
    expect(map({ a: null })).toEqual({ a: [] });
    expect(map({ a: 0 })).toEqual({ a: 0 });
  });

  it('may have null for a default, which fills what is absent', () => {
    expect(compileMapping([{ source: 'a', target: 'a', default: null }])({})).toEqual({ a: null });
  });

  it('may have digits in the names of fields', () => {
    const rules = ['line2', '2nd'].map((target) => ({ source: 'a', target }));
    expect(compileMapping(rules)({ a: 1 })).toEqual({ line2: 1, '2nd': 1 });
  });

  it('has no value for a required field in a default of null', () => {
    const map = compileMapping([{ source: 'a', target: 'a', default: null, required: true }]);
    expect(thrownBy(() => map({})).code).toBe('record.required_field_missing');
    expect(map({ a: 0 })).toEqual({ a: 0 });
  });

  it('takes a default for a value a required field has', () => {
    expect(compileMapping([{ source: 'a', target: 'a', default: 1, required: true }])({})).toEqual({ a: 1 });
  });

  it('rejects a record without a required field and says which', () => {
    const map = compileMapping([{ source: 'contact.mail', target: 'email', required: true }]);
    const error = thrownBy(() => map({ contact: { mail: null } }));
    expect(error.code).toBe('record.required_field_missing');
    expect(error.message).toBe('contact.mail -> email: the field is required, and there is null');
  });

  it('names field and kind of a value it cannot transform, never the value', () => {
    const map = compileMapping([
      { source: 'ssn', target: 'n', transforms: [{ name: 'cast', to: 'number' }] },
    ]);
    const error = thrownBy(() => map({ ssn: 'secret-123' }));
    expect(error.code).toBe('record.transform_failed');
    expect(error.message).toBe('ssn -> n: cast takes a number of at most 1,000 digits, and got a text');
    expect(error.cause).toBeInstanceOf(ValueRefused);
  });

  it('writes fields in the order of their names, so that their canonical text needs no sorting', () => {
    const map = compileMapping(['b', 'a.z', 'a.y', 'B'].map((name) => ({ source: 'x', target: name })));
    expect(JSON.stringify(map({ x: 1 }))).toBe('{"B":1,"a":{"y":1,"z":1},"b":1}');
  });

  it('makes the same of a record whatever the order of its rules', () => {
    const names = ['a', 'b.c', 'b.d', 'e'];
    const rules = names.map((name) => ({ source: name, target: name }));
    const record = { a: 1, b: { c: 2, d: 3 }, e: 4 };
    fc.assert(
      fc.property(fc.shuffledSubarray(rules, { minLength: rules.length }), (shuffled) => {
        expect(JSON.stringify(compileMapping(shuffled)(record))).toBe(canonicalText(record));
      }),
    );
  });

  it('copies every field of any record when it names them all', () => {
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => !/^\d+$|^(__proto__|prototype|constructor)$/.test(text));
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue(), { minKeys: 1, noNullPrototype: true }), (given) => {
        const record = given as never;
        const rules = Object.keys(given).map((key) => ({
          source: formatPath([key]),
          target: formatPath([key]),
        }));
        expect(compileMapping(rules)(record)).toEqual(record);
      }),
    );
  });
});

describe('a mapping that cannot be compiled', () => {
  const field: MappingRule = { source: 'a', target: 'a' };
  it.each<[string, unknown[], string]>([
    [
      'an unknown transform',
      [{ ...field, transforms: ['shout'] }],
      'mapping[0].transforms[0].name: must be one of trim, ',
    ],
    [
      'a transform of an inherited name',
      [{ ...field, transforms: ['toString'] }],
      'mapping[0].transforms[0].name',
    ],
    [
      'an unknown setting',
      [{ ...field, transforms: ['trim', { name: 'cast', type: 'number' }] }],
      'mapping[0].transforms[1].type: is not known; there are name, to',
    ],
    [
      'transforms that are no list',
      [{ ...field, transforms: 'trim' }],
      'mapping[0].transforms: must be a list',
    ],
    [
      'an unknown field',
      [{ ...field, requird: true }],
      'mapping[0].requird: is not known; there are source, target',
    ],
    [
      'a required that is no switch',
      [{ ...field, required: 'yes' }],
      'mapping[0].required: must be true or false',
    ],
    ['no source', [{ target: 'a' }], 'mapping[0].source: must be a path'],
    ['an empty target', [field, { source: 'a', target: '' }], 'mapping[1].target: must be a path'],
    ['the whole record as target', [{ source: 'a', target: '$' }], 'mapping[0].target: must name a field'],
    [
      'a place in a list as target',
      [{ source: 'a', target: 'b.0' }],
      'mapping[0].target: cannot be a place in a list',
    ],
    [
      'a place far down a list as target',
      [{ source: 'a', target: 'b.10' }],
      'mapping[0].target: cannot be a place in a list',
    ],
    [
      'a target twice',
      [field, { source: 'b', target: 'a' }],
      'mapping[1].target: is the same as, or part of, the target of mapping[0]',
    ],
    [
      'a target inside another',
      [field, { source: 'b', target: 'a.b' }],
      'mapping[1].target: is the same as, or part of,',
    ],
    [
      'a target around another',
      [{ source: 'x', target: 'x' }, { source: 'b', target: 'a.b' }, field],
      'mapping[2].target: is the same as, or part of, the target of mapping[1]',
    ],
    ['a rule that is no object', ['a'], 'mapping[0]: must be an object'],
    [
      '__proto__ as target',
      [{ source: 'a', target: '__proto__.polluted' }],
      'mapping[0].target: __proto__ cannot',
    ],
    ['prototype as target', [{ source: 'a', target: 'prototype' }], 'mapping[0].target: prototype cannot'],
    [
      'constructor as target',
      [{ source: 'a', target: 'a.constructor' }],
      'mapping[0].target: constructor cannot',
    ],
  ])('names the place and what is allowed: %s', (_what, rules, message) => {
    const error = thrownBy(() => compileMapping(rules as MappingRule[]));
    expect(error.code).toBe('config.invalid_mapping');
    expect(error.message).toContain(message);
  });

  it('names the first of several rules that a target lies around', () => {
    const rules = ['b.y.z', 'b.x', 'b.y.a', 'b'].map((target) => ({ source: 's', target }));
    expect(thrownBy(() => compileMapping(rules)).message).toContain('mapping[3].target');
    expect(thrownBy(() => compileMapping(rules)).message).toContain('the target of mapping[0]');
  });

  it('is not to blame for what goes wrong beside it', () => {
    const rule = {
      target: 'a',
      get source(): string {
        throw new RangeError('a defect');
      },
    };
    expect(() => compileMapping([rule])).toThrow(RangeError);
  });

  it('never fails with anything but its own error, whatever it is given', () => {
    const rule = fc.record(
      {
        source: fc.oneof(fc.string(), fc.jsonValue()),
        target: fc.oneof(fc.string(), fc.jsonValue()),
        transforms: fc.oneof(
          fc.array(
            fc.oneof(
              fc.constantFrom(...TRANSFORMS.map(({ name }) => name)),
              fc
                .dictionary(fc.constantFrom('to', 'separator', 'template', 'table', 'value'), fc.jsonValue())
                .chain((settings) =>
                  fc.constantFrom(...TRANSFORMS.map(({ name }) => ({ ...settings, name }))),
                ),
            ),
          ),
          fc.jsonValue(),
        ),
        required: fc.boolean(),
        default: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(rule), fc.dictionary(fc.string(), fc.jsonValue()), (rules, record) => {
        try {
          compileMapping(rules as MappingRule[])(record as never);
        } catch (error) {
          expect(error).toBeInstanceOf(SyncError);
        }
      }),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

it('each transform has a name of its own', () => {
  expect(new Set(TRANSFORMS.map(({ name }) => name)).size).toBe(TRANSFORMS.length);
});
