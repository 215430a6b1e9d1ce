import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { mergeProjections } from './merge-projections.js';
import { saidBy } from './said-by.js';

const projection = (referenceId: string, data: JsonObject) => ({
  ...{ referenceId, source: `crm/${referenceId}`, active: true, data },
  changedAt: Object.fromEntries(Object.keys(data).map((field) => [field, '2026-11-01T12:00:00.000Z'])),
});

it('names the sources of each field that changed, and none of what no source says', () => {
  const sources = [projection('10', { name: 'Ada', city: 'Ulm' }), projection('9', { name: 'Ada' })];
  const before = { name: 'Ad', city: 'Ulm', size: 'S' };
  expect(saidBy(sources, before, { name: 'Ada', city: 'Ulm', note: 'x' })).toEqual({
    ...{ name: ['9', '10'], size: [], note: [] },
  });
});

const data = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.constantFrom('1', '2', null));

it('finds a source for every value that merging gives', () => {
  fc.assert(
    fc.property(data, fc.array(data, { minLength: 1, maxLength: 4 }), (before, said) => {
      const sources = said.map((each, index) => projection(String(index + 1), each));
      const merged = mergeProjections(sources, {}).data;
      for (const [field, by] of Object.entries(saidBy(sources, before, merged)))
        expect(by.length > 0).toBe(Object.hasOwn(merged, field));
    }),
  );
});
