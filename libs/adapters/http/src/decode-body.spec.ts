import { SyncError } from '@evenkeel/domain';
import fc from 'fast-check';
import { decodeBody } from './decode-body.js';

const decode = (body: Buffer, type = 'application/json', charset?: string) =>
  decodeBody(body, { charset, type, place: 'a place' });
const labelled = (charset: string) => `application/json; charset=${charset}`;
const codeOf = (work: () => unknown): string => {
  try {
    return `read: ${String(work())}`;
  } catch (error) {
    return (error as SyncError).code;
  }
};

describe('the text of a body', () => {
  it.each([
    ['UTF-8 without a label', Buffer.from('"Müller €"'), 'application/json'],
    ['UTF-8 labelled as Latin-1', Buffer.from('"Müller €"'), labelled('ISO-8859-1')],
    ['UTF-8 labelled as something that is no encoding', Buffer.from('"Müller €"'), labelled('binary')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeff"Müller €"'), labelled('utf-8')],
    ['UTF-16 by its label', Buffer.from('"Müller €"', 'utf16le'), labelled('utf-16le')],
    ['UTF-16 by its byte order mark', Buffer.from('\ufeff"Müller €"', 'utf16le'), 'application/json'],
    ['Windows-1252 by its label', Buffer.from('"M\u00fcller \u0080"', 'latin1'), labelled('windows-1252')],
  ])('is what was meant in %s', (_name, body, type) => {
    expect(decode(body, type)).toBe('"Müller €"');
  });

  it('is read as a person has set it, whatever else speaks for UTF-8', () => {
    expect(decode(Buffer.from('"ü"'), labelled('utf-8'), 'latin1')).toBe('"Ã¼"');
    expect(decode(Buffer.from('"M\u00fcller"', 'latin1'), '', 'latin1')).toBe('"Müller"');
  });

  it('is UTF-8 under any label, as long as there is a letter beyond ASCII', () => {
    const label = fc.constantFrom(
      'iso-8859-1',
      'windows-1251',
      'shift_jis',
      'gbk',
      'utf-16',
      'koi8-r',
      'x-none',
    );
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((some) => /[^\0-\x7f]/.test(some) && !some.includes('\0'));
    fc.assert(
      fc.property(text, label, (some, charset) => {
        expect(decode(Buffer.from(`["${some}"]`), labelled(charset))).toBe(`["${some}"]`);
      }),
    );
  });

  it('is not guessed: what fits neither label nor UTF-8 is refused for good', () => {
    const latin = Buffer.from('"M\u00fcller"', 'latin1');
    for (const type of ['application/json', '', labelled('utf-8'), labelled('us-ascii')])
      expect(codeOf(() => decode(latin, type))).toBe('provider.wrong_charset');
    expect(codeOf(() => decode(Buffer.from([0x22, 0xff, 0x22]), labelled('euc-jp')))).toBe(
      'provider.wrong_charset',
    );
    expect(codeOf(() => decode(latin, labelled('binary')))).toBe('provider.wrong_charset');
  });

  it('that ends within a letter was cut off, which may not happen again', () => {
    for (const cut of [1, 2, 3])
      expect(codeOf(() => decode(Buffer.from('"🐙').subarray(0, 1 + cut)))).toBe('provider.malformed_body');
    expect(
      codeOf(() => decode(Buffer.concat([Buffer.from([0xff]), Buffer.from('"🐙').subarray(0, 3)]))),
    ).toBe('provider.wrong_charset');
  });

  it('never holds what was not there', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom('', labelled('utf-8'), labelled('iso-8859-1')),
        (bytes, type) => {
          const read = codeOf(() => decode(Buffer.from(bytes), type));
          if (type !== labelled('iso-8859-1') && read.startsWith('read: '))
            expect(read.includes('\ufffd')).toBe(
              Buffer.from(bytes).includes('\ufffd') ||
                Buffer.from(bytes).includes(Buffer.from('\ufffd', 'utf16le')),
            );
        },
      ),
    );
  });
});
