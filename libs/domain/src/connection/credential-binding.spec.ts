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
    expect(thrownBy(() => assertBoundTo(given, given))).toBeUndefined();
  });

  it('a move is told with where the setting leads now and where it led', () => {
    expect(findMove(given, { baseUrl: 'https://api.evil' })).toBe(
      'The setting baseUrl leads to https://api.evil, but the credentials were given for https://api.example: they are not sent there',
    );
    expect(findMove({}, given)).toBe(
      'The setting baseUrl leads to https://api.example, but the credentials were given without it: they are not sent there',
    );
  });

  it('what was sealed is what is opened', () => {
    const bound = { credentials: { token: 'secret' }, destinations: given };
    expect(boundCredentialsFromJson(boundCredentialsToJson(bound))).toEqual(bound);
  });

  it.each([
    ['without addresses', { credentials: { token: 'secret' } }],
    ['without credentials', { destinations: given }],
    ['in another form', { token: 'secret' }],
  ])('what was sealed %s goes nowhere', (_, sealed) => {
    expect(thrownBy(() => boundCredentialsFromJson(sealed))).toMatchObject(BOUND_ELSEWHERE);
  });

  it('a sealed address that is no text is none', () => {
    const sealed = { credentials: {}, destinations: { baseUrl: given.baseUrl, other: 7 } };
    expect(boundCredentialsFromJson(sealed).destinations).toEqual({ baseUrl: given.baseUrl });
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
    'ftp://plain.example/',
    'https://files.example/',
  ])('%s is not made', (url) => {
    expect(
      thrownBy(() =>
        assertCallWithin(['https://api.example', 'http://plain.example', 'ftp://files.example'], url),
      ),
    ).toMatchObject(BOUND_ELSEWHERE);
  });

  it.each([
    [
      ['https://a.example', 'https://b.example'],
      'https://c.example/?token=secret',
      'https://c.example',
      'https://a.example, https://b.example',
    ],
    [['https://a.example'], 'no address', 'an invalid address', 'https://a.example'],
    [[], 'https://c.example/', 'https://c.example', 'nowhere'],
  ])('from %j to %s is told without what follows the origin', (origins, url, place, known) => {
    expect(thrownBy(() => assertCallWithin(origins, url))).toMatchObject({
      message: `A call to ${place} was not made: the connection leads to ${known}`,
    });
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
