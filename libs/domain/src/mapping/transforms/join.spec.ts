import { ExactNumber } from '../../number/exact-number.js';
import { runTransform } from './testing/run-transform.js';

describe('join', () => {
  it('makes one text of a list and leaves nulls out', () => {
    const big = new ExactNumber('9007199254740993');
    expect(runTransform({ name: 'join', separator: '; ' }, ['a', null, 5, true, big])).toBe(
      'a; 5; true; 9007199254740993',
    );
  });

  it('may join with nothing in between', () => {
    expect(runTransform({ name: 'join', separator: '' }, ['a', 'b'])).toBe('ab');
  });

  it('refuses what is no list, and lists of lists or objects', () => {
    expect(() => runTransform({ name: 'join', separator: ',' }, 'a')).toThrow(
      'join takes a list, and got a text',
    );
    expect(() => runTransform({ name: 'join', separator: ',' }, [['a']])).toThrow(
      'join takes a list of texts',
    );
  });

  it('undoes split', () => {
    const parts = runTransform({ name: 'split', separator: '--' }, 'a--b----c');
    expect(runTransform({ name: 'join', separator: '--' }, parts)).toBe('a--b----c');
  });
});
