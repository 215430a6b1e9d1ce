import fc from 'fast-check';
import { makeUpId } from './make-up-id.js';

describe('an id that is made up', () => {
  it.each([
    ['1', '987654321'],
    ['987654321', '887654321'],
    ['110988663231921363', '987654321987654'],
    ['cus_00042', 'cus_987654321'],
    ['a7c1', 'f2d8'],
    ['7/2026-01-01', '7/7973-98-98'],
    ['', 'zq9'],
    ['---', '---zq9'],
  ])('%s becomes %s', (like, made) => {
    expect(makeUpId(like)).toBe(made);
  });

  it('stays a UUID where it was one', () => {
    const uuid = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/;
    expect(makeUpId('3f2504e0-4f89-41d3-9a0c-0305e82c3301')).toMatch(uuid);
  });

  it('is never the one it is like, and has as many parts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (like) => {
        const made = makeUpId(like);
        expect(made).not.toBe(like);
        expect(made.split('/')).toHaveLength(like.split('/').length);
      }),
    );
  });
});
