import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { mergeFitting } from './merge-fitting.js';
import { mergeProjections } from './merge-projections.js';
import { NEW, OLD, saidBy } from './testing/said-by.js';

/** A state says nothing without its country. */
const fits = ({ country, state }: JsonObject) => state === null || state === undefined || country === 'US';
const american = saidBy('1', { country: 'US', state: 'Ohio', name: 'Ann' }, OLD);
const german = saidBy('2', { country: 'DE', state: null, name: 'Anna' }, NEW);

it('is the mixture where that fits', () => {
  expect(mergeFitting([american, german], {}, () => true)).toEqual(mergeProjections([american, german], {}));
});

it('is the whole of one source where the mixture does not fit: of the one that changed last', () => {
  expect(mergeFitting([american, german], {}, fits)).toEqual(mergeProjections([german], {}));
  const broken = saidBy('3', { country: 'FR', state: 'x' }, '2027-01-01T00:00:00.000Z');
  expect(mergeFitting([american, broken, german], {}, fits).data).toEqual(german.data);
});

it('takes no source that is gone while another one is there, and the mixture where none fits', () => {
  const gone = { ...german, active: false };
  const state = saidBy('4', { country: 'FR', state: 'x' }, OLD);
  expect(mergeFitting([gone, state], {}, fits).data).toEqual(state.data);
  expect(mergeFitting([gone], {}, () => false).data).toEqual(german.data);
});

it('fits wherever one source does, whatever their order, and says nothing that none has said', () => {
  const text = fc.constantFrom('US', 'DE', 'x', null);
  const data = fc.record({ country: text, state: text }, { requiredKeys: [] });
  const sources = fc.array(fc.record({ data, at: fc.constantFrom(OLD, NEW) }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(sources, (given) => {
      const projections = given.map((source, index) => saidBy(String(index + 1), source.data, source.at));
      const merged = mergeFitting(projections, {}, fits);
      if (given.some((source) => fits(source.data))) expect(fits(merged.data)).toBe(true);
      expect(mergeFitting([...projections].reverse(), {}, fits)).toEqual(merged);
      for (const [field, value] of Object.entries(merged.data))
        expect(given.map((source) => (source.data as JsonObject)[field])).toContain(value);
    }),
  );
});
