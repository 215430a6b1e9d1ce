import type { SourceRecord } from '../page/source-record.js';
import type { JsonValue } from '../json.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import { compileMappingTest, type MappingTestOf } from './compile-mapping-test.js';

const rules: MappingRule[] = [
  { source: 'name', target: 'who.name', transforms: ['trim'], direction: 'both', outTransforms: [] },
  { source: 'n', target: 'n', transforms: [{ name: 'cast', to: 'number' }] },
  { source: 'x', target: 'x', required: true },
  { source: 'y', target: 'y', direction: 'out' },
];
const source = (data: JsonValue, rest: Partial<SourceRecord> = {}): SourceRecord => ({
  ...{ externalId: '1', version: null, modifiedAt: null, data },
  ...rest,
});
const test = (data: JsonValue, of: Partial<MappingTestOf> = {}, rest: Partial<SourceRecord> = {}) =>
  compileMappingTest({ mapping: rules, fields: [], filter: null, hash: String, ...of })(source(data, rest));

it('tells what a record becomes, rule by rule', () => {
  expect(test({ name: ' Ada ', n: '5', x: null, y: 1 }, { mapping: rules.slice(0, 2) })).toEqual({
    outcome: 'mapped',
    before: { name: ' Ada ', n: '5', x: null, y: 1 },
    afterText: '{"n":5,"who":{"name":"Ada"}}',
    fields: [
      { source: 'name', target: 'who.name', before: ' Ada ', after: 'Ada', problem: null },
      { source: 'n', target: 'n', before: '5', after: 5, problem: null },
    ],
    problem: null,
  });
});

it('tells every rule that refuses a record, and the first as the reason of the record', () => {
  const { outcome, afterText, fields, problem } = test({ name: 'Ada', n: 'many' });
  expect({ outcome, afterText }).toEqual({ outcome: 'rejected', afterText: null });
  expect(problem?.code).toBe('record.transform_failed');
  expect(fields.map(({ target, problem: of }) => [target, of?.code])).toEqual([
    ['who.name', undefined],
    ['n', 'record.transform_failed'],
    ['x', 'record.required_field_missing'],
  ]);
});

it.each<[string, JsonValue, Partial<MappingTestOf>, Partial<SourceRecord>, string]>([
  ['excluded', { s: 'b' }, { filter: { field: 's', equals: 'a' } }, {}, 'excluded'],
  ['rejected for what is no object', 5, { mapping: [] }, {}, 'rejected'],
  ['rejected for text that cannot be stored', { a: '\0' }, { mapping: [] }, {}, 'rejected'],
  ['kept as it is', { a: 1 }, { mapping: [] }, {}, 'mapped'],
  ['gone', null, {}, { gone: 'announced' }, 'unmapped'],
  ['only listed', {}, {}, { listedOnly: true }, 'unmapped'],
])('says of a record that it is %s', (_, data, of, rest, outcome) => {
  expect(test(data, of, rest)).toMatchObject({ outcome, before: data });
});

it('shows the mapping only the fields that the job has, and counts what is wrong before any record', () => {
  const mapping: MappingRule[] = [{ source: '$', target: 'all' }];
  expect(test({ a: 1, b: 2 }, { mapping, fields: ['a'] }).afterText).toBe('{"all":{"a":1}}');
  const of = { fields: [], filter: null };
  const wrong: MappingRule[] = [{ source: 'a', target: 'a', direction: 'both', transforms: ['trim'] }];
  expect(() => compileMappingTest({ ...of, hash: String, mapping: wrong })).toThrow('trim cannot be undone');
  expect(() => compileMappingTest({ ...of, hash: String, mapping: rules, fields: ['name'] })).toThrow(
    'mapping[1] reads n',
  );
});

it('rejects what breaks the schema of the record type, as a run does, and shows what was made', () => {
  const type = { id: 't', tenantId: 'x', name: 'person', revision: 3, match: null, sensitive: [] };
  const schema = { type: 'object', properties: { n: { type: 'number', maximum: 5 } } } as const;
  const of = { mapping: rules.slice(0, 2), recordType: { ...type, schema } as MappingTestOf['recordType'] };
  const { outcome, afterText, fields, problem } = test({ name: 'Ada', n: '7' }, of);
  expect({ outcome, afterText }).toEqual({ outcome: 'rejected', afterText: null });
  expect(problem).toMatchObject({
    code: 'record.schema_violation',
    message: expect.stringMatching(
      /^The record breaks revision 3 of the schema of person: n breaks maximum/,
    ) as string,
  });
  expect(fields.map(({ after }) => after)).toEqual(['Ada', 7]);
  expect(test({ name: 'Ada', n: '5' }, of).outcome).toBe('mapped');
});
