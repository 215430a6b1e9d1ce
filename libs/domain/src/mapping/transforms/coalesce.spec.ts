import { runTransform } from './testing/run-transform.js';

const coalesce = { name: 'coalesce', sources: ['mobile', 'contact.phone'] };

describe('coalesce', () => {
  it('keeps the value it has', () => {
    expect(runTransform(coalesce, 'own', { mobile: 'other' })).toBe('own');
    expect(runTransform(coalesce, '', { mobile: 'other' })).toBe('');
  });

  it('takes the first there is among the others', () => {
    expect(runTransform(coalesce, null, { mobile: null, contact: { phone: '123' } })).toBe('123');
    expect(runTransform(coalesce, undefined, { mobile: '456' })).toBe('456');
  });

  it('leaves null null when there is none', () => {
    expect(runTransform(coalesce, null, {})).toBeNull();
    expect(runTransform(coalesce)).toBeUndefined();
  });

  it('needs paths', () => {
    expect(() => runTransform({ name: 'coalesce', sources: [] }, 1)).toThrow(
      'sources: must be a list of texts',
    );
    expect(() => runTransform({ name: 'coalesce', sources: ['a', 'b.'] }, 1)).toThrow(
      'mapping[0].transforms[0].sources[1]: is a dotted path',
    );
  });
});
