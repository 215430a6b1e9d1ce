import fc from 'fast-check';
import { parseTokenBody, refreshTokenInBroken } from './token-body.js';

it.each<[string, object | undefined]>([
  ['{"access_token":"a","expires_in":3600}', { access_token: 'a', expires_in: 3600 }],
  [
    'access_token=T1&expires_in=28800&refresh_token=R%2B1&token_type=bearer',
    { access_token: 'T1', expires_in: '28800', refresh_token: 'R+1', token_type: 'bearer' },
  ],
  [
    '\r\nerror=bad_verification_code&error_description=The+code+passed is bad\n',
    { error: 'bad_verification_code', error_description: 'The code passed is bad' },
  ],
  ['scope=&access_token=a', { scope: '', access_token: 'a' }],
  ['<html><a href="?x=1&error=2">log in</a></html>', undefined],
  ['"access_token=a"', undefined],
  ['[]', undefined],
  ['all is well = true', undefined],
  ['', undefined],
])('reads %s', (text, members) => {
  expect(parseTokenBody(text)).toEqual(members);
});

it('reads each form that a server may send, with each value as it is', () => {
  const field = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
  fc.assert(
    fc.property(
      fc.dictionary(field, fc.string(), { maxKeys: 4 }),
      fc.string({ minLength: 1 }),
      (others, token) => {
        const fields = { access_token: token, ...others };
        expect(parseTokenBody(new URLSearchParams(fields).toString())).toEqual({ ...fields });
      },
    ),
  );
});

it.each([
  ['{"access_token":"a","refresh_token":"R\\"1","expi', 'R"1'],
  ['{"refresh_token" : "R1"} {"trailing":', 'R1'],
  ['{"access_token":"a","refresh_token":"R1', null],
  ['{"access_token":"a"', null],
  ['{"refresh_token":null', null],
])('finds in %s the refresh token that is there as a whole', (text, found) => {
  expect(refreshTokenInBroken(text)).toBe(found);
});
