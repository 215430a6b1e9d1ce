import { compileMapping, compileOutMapping, type MappingRule } from '@evenkeel/domain';
import { readText } from './projects.js';

const manual = readText('docs/mapping.md');

it('begins with a mapping that does what it says', () => {
  const [, json = ''] = /```json\n(.*?)```/s.exec(manual) ?? [];
  const map = compileMapping(JSON.parse(json) as readonly MappingRule[]);
  const record = {
    ...{ id: 7, name: ' Ada ', email: ' Ada@Example.com', created: 1772352000, note: 'x' },
    lines: [{ sku: 'a' }, { sku: 'b' }],
  };
  expect(map(record)).toEqual({
    id: 7,
    full_name: 'Ada',
    contact: { email: 'ada@example.com' },
    created_at: '2026-03-01T08:00:00.000Z',
    skus: ['a', 'b'],
    country: 'unknown',
  });
  expect(() => map({ ...record, name: null })).toThrow('name -> full_name: the field is required');
});

it('sends what its rules for both directions say, and reads it again', () => {
  const [, example] = [...manual.matchAll(/```json\n(.*?)```/gs)];
  const rules = JSON.parse(example?.[1] ?? '') as readonly MappingRule[];
  const theirs = { id: 7, tags: 'a,b', state: 2, name: 'Ada' };
  const ours = compileMapping(rules)(theirs);
  expect(ours).toEqual({ id: 7, tags: ['a', 'b'], state: 'done', name: 'Ada' });
  expect(compileOutMapping(rules)(ours)).toEqual({ tags: 'a,b', state: 2, name: 'Ada', editor: 'evenkeel' });
  const withoutOut = rules.map(({ outTransforms: _, ...rule }) => rule);
  expect(() => compileOutMapping(withoutOut)).toThrow(
    "mapping[3].transforms[0]: trim cannot be undone: several of the provider's values become one; say in outTransforms",
  );
});

it('names a field whose name has a dot as the code does', () => {
  expect(manual).toContain('`odata\\.etag`');
  expect(compileMapping([{ source: 'odata\\.etag', target: 'tag' }])({ 'odata.etag': 'e' })).toEqual({
    tag: 'e',
  });
});

it('tells all rules that are wrong as the page says', () => {
  const wrong = [
    { source: 'a', target: 'a', transforms: ['lowercse'] },
    { source: 'b', target: 'b' },
    { source: 'c', target: 'c', requried: true } as unknown as MappingRule,
  ];
  expect(() => compileMapping(wrong)).toThrow(
    /^mapping\[0\]\.transforms\[0\]\.name: must be one of trim, .*; did you mean lowercase\?; mapping\[2\]\.requried: is not known; there are .*; did you mean required\?$/,
  );
});
