import fc from 'fast-check';
import { InvalidFields } from '../errors/invalid-fields.js';
import type { JsonObject, JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { parseJson } from '../json-text/parse-json.js';
import { diffFields } from '../preview/diff-fields.js';
import { maskValues } from './replace-values.js';
import { maskSealed, openValues, sealEdited, sealValues, type ValueBox } from './sealed-values.js';
import { parseSensitive, sensitiveSources } from './sensitive-fields.js';

const CANARY = 'ada@example.com';
const box: ValueBox = {
  seal: (text) => Buffer.from(text).toString('base64url'),
  open: (sealed) => {
    const text = Buffer.from(sealed, 'base64url').toString();
    if (Buffer.from(text).toString('base64url') !== sealed) throw new Error('Not sealed here');
    return text;
  },
};

it('tells all paths that are wrong at once', () => {
  const given = ['email', '', 'a..b', 'contacts.*.phone'];
  expect(() => parseSensitive(given)).toThrow(InvalidFields);
  expect(() => parseSensitive(given)).toThrow(/^sensitive\[1\]: .*; sensitive\[2\]: .*without empty names$/);
  expect(() => parseSensitive(Array.from({ length: 101 }, () => 'a'))).toThrow('at most 100 fields');
});

it.each([
  ['the same field where nothing is mapped', [], ['email'], ['email']],
  ['what a rule reads', [{ source: 'contact.mail', target: 'email' }], ['email'], ['contact.mail']],
  ['what makes a part of it', [{ source: 'a.city', target: 'address.city' }], ['address'], ['a.city']],
  ['that part of what a rule moves', [{ source: 'a', target: 'to.b' }], ['to.b.*.c'], ['a.*.c']],
  [
    'all of what a rule changes a part of',
    [{ source: 'a', target: 'address', transforms: [{ name: 'pick', keys: ['city'] }] }],
    ['address.city'],
    ['a'],
  ],
  [
    'what its transforms read besides',
    [
      {
        ...{ source: 'given', target: 'name' },
        transforms: [
          { name: 'template', template: '{} {family}' },
          { name: 'coalesce', sources: ['nick'] },
        ],
      },
    ],
    ['name'],
    ['given', 'family', 'nick'],
  ],
  ['nothing of other fields', [{ source: 'id', target: 'id' }], ['email'], []],
  [
    'nothing of rules that go out',
    [{ source: 'm', target: 'email', direction: 'out' as const }],
    ['email'],
    [],
  ],
])('finds in the record of the provider %s', (_, rules, fields, sources) => {
  expect(sensitiveSources(rules, parseSensitive(fields))).toEqual(parseSensitive(sources));
});

it('masks what is there, in each entry of a list, and leaves null, other fields and the record itself', () => {
  const record = { email: CANARY, none: null, list: [{ x: 1, y: 2 }, { y: 3 }, 4], id: 7 };
  const fields = parseSensitive(['email', 'none', 'list.*.x', 'nowhere.x', 'id.x']);
  expect(maskValues(record, fields)).toEqual({
    ...record,
    email: '***',
    list: [{ x: '***', y: 2 }, { y: 3 }, 4],
  });
  expect(maskValues(record, parseSensitive(['list.1']))).toMatchObject({ list: [{ x: 1 }, '***', 4] });
  expect(maskValues(record, parseSensitive(['$']))).toBe('***');
});

it('opens what it sealed, exactly, whatever lies within it and whatever looks sealed, without being told what is sensitive', () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('evenkeel:sealed:', 'evenkeel:sealed:v1.x.Y', '***'));
  const values = fc.oneof(
    texts,
    fc.integer(),
    fc.constant(parseJson('12345678901234567890.10')),
    fc.jsonValue(),
  );
  const paths = fc.uniqueArray(fc.constantFrom('$', 'a', 'a.b', 'a.*', 'a.*.b', 'a.0', 'c', 'c.b'), {
    maxLength: 5,
  });
  const inner = fc.oneof(
    values,
    fc.record({ b: values }),
    fc.array(fc.record({ b: values }), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.record({ a: inner, c: inner, d: values }), paths, (record, given) => {
      const value = parseJson(canonicalText(record as JsonObject));
      const sealed = parseJson(canonicalText(sealValues(value, parseSensitive(given), box)));
      expect(canonicalText(openValues(sealed, box))).toBe(canonicalText(value));
    }),
  );
});

it('shows nothing of what is sealed, and rejects what was sealed under another key', () => {
  const text = canonicalText(
    sealValues({ email: CANARY, id: 'a "quoted" text' }, parseSensitive(['email']), box),
  );
  expect(text).not.toContain(CANARY);
  expect(maskSealed(text)).toBe('{"email":"***","id":"a \\"quoted\\" text"}');
  expect(() => openValues({ email: 'evenkeel:sealed:!' }, box)).toThrow('Not sealed here');
});

it('keeps what a person left masked, and seals what they wrote instead', () => {
  const fields = parseSensitive(['email', 'list.*.x']);
  const record = { email: CANARY, list: [{ x: 1 }], n: 1 };
  const kept = sealValues(record, fields, box);
  const seen = parseJson(maskSealed(canonicalText(kept)));
  expect(sealEdited(seen, { kept, fields, box })).toEqual(kept);
  const edited = { email: 'new@example.com', n: 2, more: '***', list: [{ x: '***' }, { x: 3 }] };
  const sealed = sealEdited(edited, { kept, fields, box });
  expect(JSON.stringify(sealed)).not.toContain('new@example.com');
  expect(openValues(sealed, box)).toEqual({ ...edited, list: [{ x: 1 }, { x: 3 }] });
});

it('tells that a sensitive value changed, and not what it was or is', () => {
  const fields = parseSensitive(['email', 'address', 'list.*.x']);
  const before: JsonObject = { email: CANARY, address: { city: 'Rome' }, list: [{ x: 1 }], n: 1 };
  const after: JsonObject = { email: 'e@x', address: { city: 'Bari' }, list: [{ x: 2 }], n: 2 };
  const [was, is] = ['"***"', '"***"'];
  expect(diffFields(before, after, fields)).toEqual([
    { field: 'address.city', before: was, after: is },
    { field: 'email', before: was, after: is },
    { field: 'list', before: '[{"x":"***"}]', after: '[{"x":"***"}]' },
    { field: 'n', before: '1', after: '2' },
  ]);
  expect(diffFields({}, after, fields)).toContainEqual({ field: 'address', before: null, after: '"***"' });
  const state = fc.dictionary(
    fc.constantFrom('email', 'address', 'n'),
    fc.constantFrom<JsonValue>(CANARY, { a: CANARY }, 1),
  );
  fc.assert(
    fc.property(state, state, (one, other) => {
      const plain = diffFields(one, other);
      const masked = diffFields(one, other, parseSensitive(['email', 'address']));
      expect(masked.map(({ field }) => field)).toEqual(plain.map(({ field }) => field));
      expect(JSON.stringify(masked.filter(({ field }) => field !== 'n' && field !== 'n.a'))).not.toContain(
        CANARY,
      );
    }),
  );
});
