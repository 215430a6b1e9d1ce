import { runTransform } from './testing/run-transform.js';

describe('replace', () => {
  it('replaces every occurrence', () => {
    expect(runTransform({ name: 'replace', find: '-', with: '/' }, '1-2-3')).toBe('1/2/3');
  });

  it('takes long texts, and settings of up to 1,000 characters', () => {
    const long = (length: number) => 'x'.repeat(length);
    expect(runTransform({ name: 'replace', find: long(1000), with: '' }, long(100_000))).toBe('');
    for (const [find, to] of [
      [long(1001), ''],
      ['x', long(1001)],
    ]) {
      expect(() => runTransform({ name: 'replace', find, with: to } as never, 'x')).toThrow(
        '1000 characters',
      );
    }
  });

  it('may take a text out', () => {
    expect(runTransform({ name: 'replace', find: ' ', with: '' }, '1 2 3')).toBe('123');
  });

  it('knows no patterns', () => {
    expect(runTransform({ name: 'replace', find: '.*', with: '$&' }, 'a.*b')).toBe('a$&b');
  });

  it('grows a text up to 32 Mi characters, each place for the substitute counted', () => {
    const to511 = { name: 'replace', find: 'a', with: 'b'.repeat(511) };
    const most = `${'a'.repeat(2 ** 16 - 1)}x`;
    expect(runTransform(to511, most)).toHaveLength((2 ** 16 - 1) * 511 + 1);
    expect(() => runTransform(to511, `${most}x`)).toThrow('replace takes a text that stays below');
  });

  it('refuses to grow a text without bound', () => {
    expect(() =>
      runTransform({ name: 'replace', find: 'a', with: 'b'.repeat(1000) }, 'a'.repeat(50_000)),
    ).toThrow('replace takes a text that stays below');
  });

  it('needs something to find', () => {
    expect(() => runTransform({ name: 'replace', find: '', with: 'a' }, 'b')).toThrow(
      'find: must be a text of 1 to 1000',
    );
  });
});
