import fc from 'fast-check';
import { runTransform } from './testing/run-transform.js';

const bare = { name: 'fold', without: ['accents', 'spaces'] };

describe('fold', () => {
  it.each([
    ['Ada', 'ada'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδος', 'οδοσ'],
    ['ＡＢＣ', 'abc'],
    ['ﬁn', 'fin'],
    ['e\u0301', 'é'],
    ['', ''],
    ['a b', 'a b'],
  ])('makes %j %j', (text, folded) => {
    expect(runTransform('fold', text)).toBe(folded);
  });

  it('takes out accents, or white space, or both, when it is told to', () => {
    expect(runTransform({ name: 'fold', without: ['accents'] }, 'É a\u0308 ø')).toBe('e a ø');
    expect(runTransform({ name: 'fold', without: ['spaces'] }, ' É\u00a0\tb\u3000')).toBe('éb');
    expect(runTransform(bare, 'Zoë  Ångström')).toBe('zoeangstrom');
  });

  it('keeps marks that are no accents', () => {
    expect(runTransform(bare, 'हिन्दी が')).toBe('हिन्दीが');
  });

  it('changes nothing when it folds what it has folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('fold', bare), (text, spec) => {
        const once = runTransform(spec, text);
        expect(runTransform(spec, once)).toBe(once);
      }),
    );
  });

  it('makes one of a text and the same in capitals or small letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(runTransform('fold', text.toUpperCase())).toBe(runTransform('fold', text));
        expect(runTransform('fold', text.toLowerCase())).toBe(runTransform('fold', text));
      }),
    );
  });

  it('takes texts only, and knows what it can leave out', () => {
    expect(() => runTransform('fold', 5)).toThrow('fold takes a text, and got a number');
    expect(() => runTransform({ name: 'fold', without: ['accent'] }, 'a')).toThrow(
      'transforms[0].without: must be of accents, spaces',
    );
    expect(() => runTransform({ name: 'fold', without: 'accents' }, 'a')).toThrow('without: must be a list');
  });
});
