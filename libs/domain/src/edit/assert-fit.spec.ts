import { assertFit } from './assert-fit.js';

const schema = { required: ['name'], properties: { name: { type: 'string' }, n: { type: 'integer' } } };

describe('assertFit', () => {
  it('refuses what breaks the schema, and names the field and the rule, not the value', () => {
    expect(() => assertFit(schema, undefined, { name: 'Ada', n: 'secret' })).toThrow(
      'n: breaks type (a text)',
    );
    expect(() => assertFit(schema, { name: 'Ada' }, {})).toThrow('name: breaks required (no value)');
  });

  it('lets pass what was broken before, and what fits', () => {
    assertFit(schema, { n: 'x' }, { n: 'y', more: 1 });
    assertFit(schema, undefined, { name: 'Ada', n: 1 });
    assertFit(null, undefined, {});
    expect(() => assertFit(schema, { n: 'x' }, { n: 'x', name: 1 })).toThrow('name: breaks type');
  });
});
