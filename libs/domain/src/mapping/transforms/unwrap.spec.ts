import { runTransform } from './testing/run-transform.js';

describe('unwrap', () => {
  it.each([
    [{ before: 'cus_' }, 'cus_1', '1'],
    [{ before: '<', after: '>' }, '<>', ''],
    [{ after: '!' }, 'a!!', 'a!'],
    [{}, 'a', 'a'],
  ])('with %j makes of %j %j', (settings, text, made) => {
    expect(runTransform({ ...settings, name: 'unwrap' }, text)).toBe(made);
  });

  it.each(['a', '<a', 'a>', '', '!'])('refuses %j, which is not wrapped', (text) => {
    expect(() => runTransform({ name: 'unwrap', before: '<', after: '>' }, text)).toThrow(
      'unwrap takes a text with its beginning and its end',
    );
  });

  it('takes no letter for the beginning and the end at once', () => {
    expect(() => runTransform({ name: 'unwrap', before: '!', after: '!' }, '!')).toThrow('unwrap takes');
  });
});
