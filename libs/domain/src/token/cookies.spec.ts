import fc from 'fast-check';
import { cookiesOf, cookieText } from './cookies.js';

it.each<[readonly string[], string]>([
  [['sid=abc; Path=/; HttpOnly', 'lang="de"; Expires=Wed, 21 Oct 2099 07:28:00 GMT'], 'sid=abc; lang="de"'],
  [['a=1=2'], 'a=1=2'],
  [['a=1', 'a=2; Secure'], 'a=2'],
  [['a=1', 'b=2', 'a=; Max-Age=0'], 'b=2'],
  [['a=1', 'a=x; expires=Thu, 01 Jan 1970 00:00:00 GMT'], ''],
  [['a=1; max-age=01'], 'a=1'],
  [['novalue', '=x', 'a\u0007=1', 'b=\n', ''], 'b='],
])('reads %j', (setCookies, text) => {
  expect(cookieText(cookiesOf(setCookies))).toBe(text);
});

it('goes on with those of before', () => {
  expect(cookieText(cookiesOf(['b=2', 'c=; max-age=-1'], { a: '1', b: '0', c: '3' }))).toBe('a=1; b=2');
});

it('gives nothing that would end a header or begin another cookie', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      for (const [name, value] of Object.entries(cookiesOf(texts)))
        expect(name + value).not.toMatch(/[;\r\n]/);
    }),
  );
});
