import { runTransform } from './testing/run-transform.js';

describe('split', () => {
  it('makes a list of a text', () => {
    expect(runTransform({ name: 'split', separator: ',' }, 'a, b,,c')).toEqual(['a', ' b', '', 'c']);
  });

  it('trims the parts when asked to', () => {
    expect(runTransform({ name: 'split', separator: ',', trim: true }, 'a, b')).toEqual(['a', 'b']);
  });

  it('makes an empty list of an empty text', () => {
    expect(runTransform({ name: 'split', separator: ',' }, '')).toEqual([]);
  });

  it('needs a separator that is a text, and a trim that is a switch', () => {
    expect(() => runTransform({ name: 'split', separator: '' }, 'a')).toThrow(
      'separator: must be a text of 1 to 1000',
    );
    expect(() => runTransform({ name: 'split', separator: 5 }, 'a')).toThrow(
      'separator: must be a text of 1 to 1000',
    );
    expect(() => runTransform('split', 'a')).toThrow('separator: is required');
    expect(() => runTransform({ name: 'split', separator: ',', trim: 'yes' }, 'a')).toThrow(
      'trim: must be true or false',
    );
  });
});
