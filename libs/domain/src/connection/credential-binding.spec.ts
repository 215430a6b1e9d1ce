import * as fc from 'fast-check';
import {
  assertBoundTo,
  assertCallWithin,
  boundCredentialsFromJson,
  boundCredentialsToJson,
  findMove,
} from './credential-binding.js';

const BOUND_ELSEWHERE = { code: 'config.credentials_bound_elsewhere', errorClass: 'config' };
const given = { baseUrl: 'https://api.example', 'auth.tokenUrl': 'https://id.example' };

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('credentials are bound to where the settings lead', () => {
  it.each([
    ['another host', { ...given, baseUrl: 'https://api.example.evil' }],
    ['another port', { ...given, baseUrl: 'https://api.example:8443' }],
    ['another scheme', { ...given, baseUrl: 'http://api.example' }],
    ['another token endpoint', { ...given, 'auth.tokenUrl': 'https://id.evil' }],
    ['the two changed about', { baseUrl: 'https://id.example', 'auth.tokenUrl': 'https://api.example' }],
    ['an address more', { ...given, other: 'https://api.example' }],
    ['a setting that objects have by themselves', { ...given, constructor: 'https://api.example' }],
  ])('%s is a move', (_, named) => {
    expect(thrownBy(() => assertBoundTo(given, named))).toMatchObject(BOUND_ELSEWHERE);
  });

  it('the same addresses, or fewer of them, are none', () => {
    expect(findMove(given, given)).toBeNull();
    expect(findMove(given, { baseUrl: given.baseUrl })).toBeNull();
  });

  it('what was sealed is what is opened', () => {
    const bound = { credentials: { token: 'secret' }, destinations: given };
    expect(boundCredentialsFromJson(boundCredentialsToJson(bound))).toEqual(bound);
  });

  it('what was sealed without addresses goes nowhere', () => {
    expect(thrownBy(() => boundCredentialsFromJson({ token: 'secret' }))).toMatchObject(BOUND_ELSEWHERE);
  });
});

describe('a call stays within the origins of its connection', () => {
  it.each([
    'https://api.example/things?x=https://evil',
    'https://API.example:443/',
    'https://plain.example/by-tls',
  ])('%s is made', (url) => {
    assertCallWithin(['https://api.example', 'http://plain.example'], url);
  });

  it.each([
    'https://api.example@evil/',
    'http://api.example/',
    'https://api.example:8443/',
    'https://plain.example:8443/',
    'https://api.example.evil/',
    'nowhere',
    'file:///etc/passwd',
  ])('%s is not made', (url) => {
    expect(
      thrownBy(() => assertCallWithin(['https://api.example', 'http://plain.example'], url)),
    ).toMatchObject(BOUND_ELSEWHERE);
  });

  it('nothing is called where no origin is known', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(thrownBy(() => assertCallWithin([], url))).toMatchObject(BOUND_ELSEWHERE);
      }),
    );
  });

  it('whatever an address looks like, what is called has an origin that is known', () => {
    const origin = 'https://api.example';
    const part = fc.constantFrom(
      '@',
      '/',
      '\\',
      ':',
      '//',
      '..',
      '?',
      '#',
      '%2f',
      'evil',
      'api.example',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const url = `https://api.example${parts.join('')}`;
        if (thrownBy(() => assertCallWithin([origin], url)) !== undefined) return;
        expect(new URL(url).origin).toBe(origin);
      }),
    );
  });
});
