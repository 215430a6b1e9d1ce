import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { SyncError } from '@evenkeel/domain';
import type { Clock } from '@evenkeel/ports';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { isIssuerAddress } from './issuer-document.js';
import { JoseTokenIssuer, type TokenIssuerSettings } from './jose-token-issuer.js';
import { startIssuer, type StartedIssuer } from './testing/start-issuer.js';

const AUDIENCE = 'https://sync.shop.example/';
let issuer: StartedIssuer;
let aheadMs = 0;
const clock: Clock = {
  now: () => new Date(Date.now() + aheadMs),
  monotonicMs: () => performance.now() + aheadMs,
};

beforeAll(async () => {
  issuer = await startIssuer();
});
beforeEach(() => {
  aheadMs = 0;
  issuer.fail(undefined);
  issuer.asked.length = 0;
});
afterAll(() => issuer.stop());

function checking(changed: Partial<TokenIssuerSettings> = {}): JoseTokenIssuer {
  const settings = { issuer: issuer.url, audience: AUDIENCE, algorithms: ['RS256'], clockSkewS: 30 };
  return new JoseTokenIssuer({ ...settings, keysAskedMs: 0, ...changed }, clock);
}

async function refusal(token: string, changed?: Partial<TokenIssuerSettings>): Promise<string> {
  const error: unknown = await checking(changed)
    .claimsOf(token)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SyncError);
  const { code, message } = error as SyncError;
  expect(code).toBe('request.unauthenticated');
  for (const part of token.split('.')) if (part.length > 8) expect(message).not.toContain(part);
  return message;
}

/** Which of its addresses the issuer was asked for, but for that of tokens. */
const looked = () => issuer.asked.filter((path) => path !== '/token');
const DESCRIPTION = '/.well-known/openid-configuration';

describe('a token of the issuer', () => {
  it('says what its issuer says; its keys are fetched once', async () => {
    const checks = checking();
    const token = await issuer.tokenOf({ audience: AUDIENCE, claims: { roles: ['staff'] } });
    const seen = await Promise.all([1, 2, 3].map(() => checks.claimsOf(token)));
    expect(seen[0]).toMatchObject({ iss: issuer.url, aud: AUDIENCE, sub: 'robot', roles: ['staff'] });
    await checks.claimsOf(await issuer.tokenOf({ audience: AUDIENCE }));
    expect(looked()).toEqual([DESCRIPTION, '/jwks']);
  });

  it('for another audience is refused', async () => {
    const token = await issuer.tokenOf({ audience: 'https://other.example/' });
    expect(await refusal(token)).toBe('The token is for another audience (EVENKEEL_OIDC_AUDIENCE)');
  });

  it('that expired is refused, and one that is within what the clocks may differ is not', async () => {
    const token = await issuer.tokenOf({ audience: AUDIENCE, livesS: 60 });
    aheadMs = 80_000;
    expect(await checking().claimsOf(token)).toMatchObject({ sub: 'robot' });
    aheadMs = 100_000;
    expect(await refusal(token)).toBe('The token expired');
    aheadMs = 80_000;
    expect(await refusal(token, { clockSkewS: 0 })).toBe('The token expired');
  });

  it('that was changed is refused', async () => {
    const [head = '', , signature = ''] = (await issuer.tokenOf({ audience: AUDIENCE })).split('.');
    const claims = { ...decodeJwt(await issuer.tokenOf({ audience: AUDIENCE })), roles: ['sync-admins'] };
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(await refusal(`${head}.${body}.${signature}`)).toBe('The signature of the token does not fit it');
  });
});

describe('keys of the issuer', () => {
  it('are fetched again for one that is new, and the old one is not taken any more', async () => {
    const checks = checking();
    const before = await issuer.tokenOf({ audience: AUDIENCE });
    await checks.claimsOf(before);
    issuer.rotate();
    const after = await issuer.tokenOf({ audience: AUDIENCE });
    expect(await checks.claimsOf(after)).toMatchObject({ sub: 'robot' });
    await expect(checks.claimsOf(before)).rejects.toMatchObject({
      code: 'request.unauthenticated',
      message: 'The token is signed with a key that its issuer does not have',
    });
  });

  it('are not fetched for each token that is made up', async () => {
    const checks = checking({ keysAskedMs: 60_000 });
    const token = await issuer.tokenOf({ audience: AUDIENCE });
    await checks.claimsOf(token);
    const [, body, signature] = token.split('.');
    for (const kid of ['a', 'b', 'c']) {
      const head = Buffer.from(JSON.stringify({ alg: 'RS256', kid })).toString('base64url');
      await expect(checks.claimsOf(`${head}.${body}.${signature}`)).rejects.toMatchObject({
        code: 'request.unauthenticated',
      });
    }
    expect(looked()).toEqual([DESCRIPTION, '/jwks']);
  });

  it('that cannot be had are told, asked for no more than once in five seconds, and then looked for anew', async () => {
    const checks = checking();
    const token = await issuer.tokenOf({ audience: AUDIENCE });
    issuer.fail(500);
    const message = `The keys of the issuer ${issuer.url} cannot be had: its description was answered with 500`;
    for (const each of [token, token, 'not.a.token'])
      await checks.claimsOf(each).then(
        () => expect('taken').toBe('refused'),
        (error: unknown) =>
          expect(['system.token_issuer', 'request.unauthenticated']).toContain((error as SyncError).code),
      );
    await expect(checks.claimsOf(token)).rejects.toMatchObject({ code: 'system.token_issuer', message });
    expect(looked()).toEqual([DESCRIPTION]);
    issuer.fail(undefined);
    aheadMs = 6_000;
    expect(await checks.claimsOf(token)).toMatchObject({ sub: 'robot' });
  });

  it('that are there go on while their issuer is away, whatever others send', async () => {
    const checks = checking();
    const known = await issuer.tokenOf({ audience: AUDIENCE });
    await checks.claimsOf(known);
    issuer.rotate();
    const rotated = await issuer.tokenOf({ audience: AUDIENCE });
    issuer.fail(500);
    for (let sent = 0; sent < 3; sent += 1) {
      await expect(checks.claimsOf(rotated)).rejects.toMatchObject({ code: 'system.token_issuer' });
      expect(await checks.claimsOf(known)).toMatchObject({ sub: 'robot' });
    }
    expect(looked()).toEqual([DESCRIPTION, '/jwks', '/jwks']);
    issuer.fail(undefined);
    aheadMs = 6_000;
    expect(await checks.claimsOf(rotated)).toMatchObject({ sub: 'robot' });
  });

  it('of an issuer that names itself otherwise are none', async () => {
    const token = await issuer.tokenOf({ audience: AUDIENCE });
    await expect(checking({ issuer: `${issuer.url}/` }).claimsOf(token)).rejects.toMatchObject({
      code: 'system.token_issuer',
      message: expect.stringContaining(`its description is of the issuer "${issuer.url}"`) as string,
    });
  });
});

describe('a token that its issuer did not sign', () => {
  const claims = () => ({
    iss: issuer.url,
    aud: AUDIENCE,
    sub: 'eve',
    exp: Math.floor(Date.now() / 1_000) + 600,
  });

  it('is refused: with the algorithm none, whatever the letters', async () => {
    const token = new UnsecuredJWT(claims()).encode();
    const notTaken = 'The token is signed in a way that is not taken (EVENKEEL_OIDC_ALGORITHMS)';
    expect(await refusal(token)).toBe(notTaken);
    const [, body] = token.split('.');
    for (const alg of ['None', 'NONE', 'nOnE', ' none']) {
      const head = Buffer.from(JSON.stringify({ alg })).toString('base64url');
      expect(await refusal(`${head}.${body}.`)).toBe(notTaken);
      expect(await refusal(`${head}.${body}.AAAA`)).toBe(notTaken);
    }
    expect(looked()).toEqual([]);
  });

  it('is refused: with an HMAC of the public key', async () => {
    const { kid } = decodeProtectedHeader(await issuer.tokenOf({ audience: AUDIENCE }));
    const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { readonly keys: JsonWebKey[] };
    const pem = createPublicKey({ key: keys[0] as JsonWebKey, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: kid as string })
      .sign(Buffer.from(pem));
    expect(await refusal(token)).toContain('EVENKEEL_OIDC_ALGORITHMS');
  });

  it('is refused: with a key that it brings itself', async () => {
    const other = await startIssuer();
    const token = await other.tokenOf({ audience: AUDIENCE });
    const [, body, signature] = token.split('.');
    for (const brought of [{ jku: `${other.url}/jwks` }, { x5u: `${other.url}/jwks` }]) {
      const head = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(token), ...brought })).toString(
        'base64url',
      );
      expect(await refusal(`${head}.${body}.${signature}`)).toContain('a key that its issuer does not have');
    }
    await other.stop();
  });

  it('is refused: of another issuer with the same keys', async () => {
    expect(await checking().claimsOf(await issuer.sign(claims()))).toMatchObject({ sub: 'eve' });
    const token = await issuer.sign({ ...claims(), iss: 'https://id.example/another-tenant' });
    expect(await refusal(token)).toBe('The token is of another issuer (EVENKEEL_OIDC_ISSUER)');
  });

  it('is refused: without an end, an audience or an issuer, and before it holds', async () => {
    const { exp, aud, iss, sub } = claims();
    expect(await refusal(await issuer.sign({ aud, iss, sub }))).toContain('does not say when it expires');
    expect(await refusal(await issuer.sign({ exp, iss, sub }))).toContain('another audience');
    expect(await refusal(await issuer.sign({ exp, aud, sub }))).toContain('another issuer');
    expect(await refusal(await issuer.sign({ ...claims(), nbf: exp - 500 }))).toBe(
      'The token does not hold yet',
    );
  });

  it.each(['', 'x', 'a.b', 'a.b.c', '..', 'e30.e30.', 'a.b.c.d.e'])('is refused: %p', async (token) => {
    expect(await refusal(token)).not.toBe('');
  });
});

it.each([
  ['https://id.example/realms/a', true],
  ['http://127.0.0.1:8080', true],
  ['http://localhost/', true],
  ['http://id.example', false],
  ['http://127.evil.example', false],
  ['https://ada:secret@id.example', false],
  ['https://id.example/?a=1', false],
  ['file:///etc/passwd', false],
  ['id.example', false],
])('%p may be the address of an issuer: %p', (text, may) => {
  expect(isIssuerAddress(text)).toBe(may);
});
