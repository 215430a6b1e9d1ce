import { runTransform } from './testing/run-transform.js';

const table = { DE: 'Germany', 1: 'one', true: false, none: null };

describe('lookup', () => {
  it.each([
    ['DE', 'Germany'],
    [1, 'one'],
    [true, false],
    ['none', null],
  ])('finds %j', (value, found) => {
    expect(runTransform({ name: 'lookup', table, otherwise: 'other' }, value)).toBe(found);
  });

  it('uses `otherwise` for what the table does not list, even if that is null', () => {
    expect(runTransform({ name: 'lookup', table, otherwise: 'other' }, 'FR')).toBe('other');
    expect(runTransform({ name: 'lookup', table, otherwise: null }, 'FR')).toBeNull();
  });

  it('refuses what the table does not list when nothing is said for it', () => {
    expect(() => runTransform({ name: 'lookup', table }, 'FR')).toThrow(
      'lookup takes a value that the table lists',
    );
    expect(() => runTransform({ name: 'lookup', table }, {})).toThrow('and got an object');
  });

  it.each(['toString', '__proto__', 'constructor'])('does not find %s by accident', (value) => {
    expect(runTransform({ name: 'lookup', table, otherwise: 'other' }, value)).toBe('other');
  });

  it('needs a table', () => {
    expect(() => runTransform({ name: 'lookup', table: ['a'] }, 'a')).toThrow('table: must be an object');
  });
});
