import fc from 'fast-check';
import type { ErrorCode } from '../errors/error-catalog.js';
import type { JsonObject } from '../json.js';
import { codeOfTokenAnswer, errorWords } from './token-refusal.js';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'provider.unauthorized',
  403: 'provider.unauthorized',
  404: 'provider.not_found',
  405: 'provider.bad_request',
  429: 'provider.rate_limited',
  500: 'provider.server_error',
  503: 'provider.server_error',
};
const byStatusOf = (status: number) =>
  status < 300 ? undefined : (BY_STATUS[status] ?? 'provider.bad_request');
const decide = (
  status: number,
  body: JsonObject | undefined,
  kind: 'refresh_token' | 'client_credentials' = 'refresh_token',
) => codeOfTokenAnswer({ status, body, byStatus: byStatusOf(status) }, { kind });

describe('refused, in whatever words', () => {
  it.each<[number, JsonObject]>([
    [400, { error: 'invalid_grant' }],
    [401, { error: 'invalid_grant', error_description: 'revoked' }],
    [404, { error: 'invalid_grant' }],
    [200, { error: 'bad_refresh_token', error_description: 'The refresh token is wrong' }],
    [200, { ok: false, error: 'invalid_refresh_token' }],
    [200, { error: 'bad_verification_code' }],
    [200, { error_code: 40105 }],
    [400, { error: { type: 'OAuthException', code: 190, message: 'expired' } }],
    [400, { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' }],
    [403, { errors: [{ code: 'token_revoked' }] }],
    [422, { message: 'Refresh token has expired' }],
    [200, { error: true, message: 'no' }],
  ])('%i %j', (status, body) => {
    expect(decide(status, body)).toBe('provider.grant_refused');
    expect(errorWords({ status, body }).length).toBeGreaterThan(0);
  });

  it('is told of the credentials where no permission was given', () => {
    expect(decide(200, { error: 'bad_client' }, 'client_credentials')).toBe('provider.unauthorized');
    expect(decide(400, { error: 'invalid_client' })).toBe('provider.unauthorized');
    expect(decide(401, undefined)).toBe('provider.unauthorized');
  });
});

it.each<[number, JsonObject | undefined, ErrorCode | undefined]>([
  [200, { access_token: 'a' }, undefined],
  [200, { access_token: 'a', error: null, errors: [], error_code: 0, message: 'welcome' }, undefined],
  [200, { access_token: 'a', error: '' }, undefined],
  [400, { error: 'invalid_scope' }, 'provider.bad_request'],
  [400, { error: 'unsupported_grant_type' }, 'provider.bad_request'],
  [400, undefined, 'provider.bad_request'],
  [404, { error: 'Not Found' }, 'provider.not_found'],
  [405, { message: 'Method Not Allowed' }, 'provider.bad_request'],
  [400, { error: 'temporarily_unavailable' }, 'provider.server_error'],
  [200, { error: 'server_error' }, 'provider.server_error'],
  [400, { error: 'slow_down' }, 'provider.rate_limited'],
  [200, { error: 'rate_limited' }, 'provider.rate_limited'],
  [429, { error: 'invalid_grant' }, 'provider.rate_limited'],
  [503, { error: 'invalid_grant' }, 'provider.server_error'],
])('%i %j is no refusal of the permission', (status, body, code) => {
  expect(decide(status, body)).toBe(code);
});

it('takes what the settings say of a refusal before everything else', () => {
  const refusals = [{ status: 500, bodyPath: 'fault.name', equals: 'gone' }, { status: 418 }];
  const asked = (status: number, body: JsonObject) =>
    codeOfTokenAnswer({ status, body, byStatus: byStatusOf(status) }, { kind: 'refresh_token', refusals });
  expect(asked(500, { fault: { name: 'gone' } })).toBe('provider.grant_refused');
  expect(asked(418, {})).toBe('provider.grant_refused');
  expect(asked(500, { fault: { name: 'busy' } })).toBe('provider.server_error');
});

it('never takes an error below 500 for a success, nor a success that names none for an error', () => {
  fc.assert(
    fc.property(fc.integer({ min: 400, max: 599 }), fc.jsonValue(), (status, value) => {
      expect(decide(status, { error: value } as JsonObject)).not.toBeUndefined();
      expect(decide(200, { data: value } as JsonObject)).toBeUndefined();
    }),
  );
});
