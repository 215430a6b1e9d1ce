import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { readTokenAnswer, refreshTokenIn } from './token-answer.js';

const read = (body: JsonValue) => readTokenAnswer(body, 'https://id.example/token');

it.each([
  [{ access_token: 'a', token_type: 'Bearer', expires_in: 3600 }, 3_600_000, null],
  [{ access_token: 'a', expires_in: '60', refresh_token: 'r' }, 60_000, 'r'],
  [{ access_token: 'a', refresh_token: '' }, null, null],
  [{ access_token: 'a', expires_in: 0 }, null, null],
  [{ access_token: 'a', expires_in: -1 }, null, null],
  [{ access_token: 'a', expires_in: '' }, null, null],
  [{ access_token: 'a', expires_in: 'soon' }, null, null],
  [{ access_token: 'a', expires_in: true, refresh_token: 7 }, null, null],
  [{ access_token: 'a', expires_in: 3_000_000_000, token_type: 'BEARER' }, 3_000_000_000_000, null],
  [{ access_token: 'a', expires_in: 3_000_000_001 }, null, null],
  [{ access_token: 'a', expires_in: 1e300 }, null, null],
] as [JsonValue, number | null, string | null][])('reads %j', (body, lifetimeMs, refreshToken) => {
  expect(read(body)).toEqual({ accessToken: 'a', lifetimeMs, refreshToken });
});

it('takes a token of any signs that may stand in a header', () => {
  expect(read({ access_token: 'eyJ0.a-b_c~/+=' }).accessToken).toBe('eyJ0.a-b_c~/+=');
});

it.each([
  [{ token: 's3cr3t' }],
  [{ access_token: 7 }],
  [{ access_token: 's3cr3t\r\nx-other: 1' }],
  [{ access_token: 's3cr3t', token_type: 'mac' }],
  [{ access_token: 's3cr3t', token_type: 7 }],
  [['s3cr3t']],
  [null],
] as [JsonValue][])('refuses %j and shows nothing of it', (body) => {
  expect(() => read(body)).toThrow(/https:\/\/id\.example\/token/);
  expect(() => read(body)).not.toThrow(/s3cr3t/);
});

it('takes any answer for a token or for an error, and for nothing else', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      try {
        expect(read(body as JsonValue).accessToken).not.toBe('');
      } catch (error) {
        expect(error).toMatchObject({ code: 'provider.unexpected_shape' });
      }
    }),
  );
});

it('finds everything where the settings say that it is, and takes tokens of any type then', () => {
  const paths = { accessToken: 'data.token', refreshToken: 'data.next', expiresIn: 'data.ttl' };
  const body = { data: { token: 'a', next: 'r', ttl: '60' }, token_type: 'mac' };
  expect(readTokenAnswer(body, 'here', { paths, anyType: true })).toEqual({
    ...{ accessToken: 'a', refreshToken: 'r', lifetimeMs: 60_000 },
  });
  expect(() => readTokenAnswer({ access_token: 'a' }, 'here', { paths })).toThrow('has no data.token');
});

it('finds a refresh token in an answer that is none otherwise', () => {
  expect(refreshTokenIn({ error: 'odd', refresh_token: 'r' })).toBe('r');
  expect(refreshTokenIn({ refresh_token: '' })).toBeNull();
  expect(refreshTokenIn([])).toBeNull();
  expect(refreshTokenIn(undefined)).toBeNull();
});
