import { compileMapping } from '../compile-mapping.js';
import { compileOutMapping } from '../compile-out-mapping.js';
import type { MappingRule } from '../mapping-rule.js';

const rule: MappingRule = { source: 'given', target: 'made', transforms: ['trim', 'hash'] };
const map = compileMapping([rule], { hash: (text) => `of ${text}` });

it('hashes what the transforms before it made, numbers by all of their digits', () => {
  expect(map({ given: ' ada ' })).toEqual({ made: 'of ada' });
  const numbers = compileMapping([{ ...rule, transforms: ['hash'] }], { hash: (text) => `of ${text}` });
  expect(numbers({ given: 7.5 })).toEqual({ made: 'of 7.5' });
  expect(numbers({ given: false })).toEqual({ made: 'of false' });
});

it('leaves no value where there is none, and refuses lists and objects without telling what is in them', () => {
  expect(map({ given: null })).toEqual({ made: null });
  expect(() =>
    compileMapping([{ ...rule, transforms: ['hash'] }], { hash: String })({ given: ['secret'] }),
  ).toThrow(
    /^given -> made: hash takes a text, a boolean or a number of at most 1,000 digits, and got a list$/,
  );
});

it('cannot be undone, and is never sent', () => {
  expect(() => compileOutMapping([{ ...rule, direction: 'both' }])).toThrow('cannot be undone');
  expect(() =>
    compileOutMapping([{ source: 'given', target: 'made', direction: 'out', outTransforms: ['hash'] }]),
  ).toThrow('mapping[0].outTransforms[0].name: hash is for the way in only: what it makes is never sent');
});

it('makes no record without a key', () => {
  expect(() => compileMapping([rule])({ given: 'ada' })).toThrow('hash takes a value it can work on');
});
