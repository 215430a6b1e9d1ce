import { createHmac, generateKeyPairSync, hash, verify, type KeyObject } from 'node:crypto';
import type { JsonObject } from '@evenkeel/domain';
import { expectSent, type Proof, type WireAnswer } from './proving-server.js';

/** A provider of one of the ways of authentication that docs/rest.md describes, and credentials for it. */
export interface DocumentedProof {
  readonly credentials: JsonObject;
  /** Others of the same form, which the provider does not know; left out: texts. */
  readonly strange?: JsonObject;
  /** Throws where a call does not prove who makes it. */
  readonly answer: (proof: Proof) => WireAnswer;
}

const RECORDS = [{ id: 1 }, { id: 2 }];
const records = (): WireAnswer => ({ body: { data: RECORDS } });

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsaKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const curveKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The claims of a token whose signature holds, and which is good now. */
export function claimsOf(token: string, key: KeyObject, algorithm: string): JsonObject {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject;
  expectSent('the algorithm', read(header)['alg'], algorithm);
  const signed = Buffer.from(`${header}.${claims}`);
  const options = algorithm === 'ES256' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
  if (!verify('sha256', signed, options, Buffer.from(signature, 'base64url'))) throw new Error('forged');
  const { iat, exp, jti, ...others } = read(claims);
  const [now, from, to] = [Date.now() / 1000, Number(iat), Number(exp)];
  if (!(from <= now && now < to && to - from <= 3600)) throw new Error('not good now');
  if (typeof jti !== 'string') throw new Error('without a name of its own');
  return { kid: read(header)['kid'] ?? null, ...others };
}

/** A provider that gives a token for what `checked` takes, and records for the token. */
function withToken(
  checked: (form: URLSearchParams, proof: Proof) => void,
  bears: (proof: Proof) => unknown = ({ headers }) => headers['authorization']?.toString().slice(7),
  given: (token: string) => WireAnswer = (token) => ({ body: { access_token: token, expires_in: '3600' } }),
): (proof: Proof) => WireAnswer {
  let token: string | undefined;
  return (proof) => {
    if (proof.url.pathname === '/token') {
      checked(new URLSearchParams(proof.body), proof);
      token = `token-${Math.random()}`;
      return given(token);
    }
    expectSent('the token', bears(proof), token ?? null);
    return records();
  };
}

export const documentedProofs: Readonly<Record<string, () => DocumentedProof>> = {
  'several secrets': () => ({
    credentials: { apiKey: 'key of the app', token: 'to/ken+1=&' },
    answer: ({ headers, url }) => {
      expectSent('the key', headers['x-api-key'], 'key of the app');
      expectSent('the token', headers['authorization'], 'Token token=to/ken+1=&');
      expectSent('the parameter', url.searchParams.getAll('app'), ['key of the app']);
      return records();
    },
  }),
  'secrets in the body': () => ({
    credentials: { apiKey: 'a "key"', password: 'pass\\word' },
    answer: ({ method, body, headers }) => {
      expectSent('the method', [method, headers['content-type']], ['POST', 'application/json']);
      const { auth, page } = JSON.parse(body) as JsonObject;
      expectSent('the credentials', auth, { key: 'a "key"', password: 'pass\\word' });
      return page === 1 ? records() : { body: { data: [] } };
    },
  }),
  'a token in a header of its own': () => ({
    credentials: { clientId: 'app', refreshToken: 'refresh' },
    answer: withToken(
      (form) =>
        expectSent('the form', Object.fromEntries(form), {
          grant_type: 'refresh_token',
          refresh_token: 'refresh',
          client_id: 'app',
        }),
      ({ headers }) => headers['x-shop-token'],
      // As a form, labelled as text, with its life as text.
      (token) => ({
        headers: { 'content-type': 'text/plain' },
        body: `access_token=${token}&expires_in=3600&token_type=user`,
      }),
    ),
  }),
  'a token for a user': () => ({
    credentials: {
      username: 'ada@example.com',
      password: 'p&ss word',
      clientId: 'app',
      clientSecret: 'secret',
    },
    answer: withToken((form) => {
      expectSent('the form', Object.fromEntries(form), {
        ...{
          scope: 'orders.read',
          grant_type: 'password',
          username: 'ada@example.com',
          password: 'p&ss word',
        },
        ...{ client_id: 'app', client_secret: 'secret' },
      });
    }),
  }),
  'a token for a signature': () => {
    const { privateKey, publicKey } = rsaKeys();
    return {
      credentials: { privateKey: pemOf(privateKey), clientId: 'app', user: 'ada@example.com' },
      strange: { privateKey: pemOf(rsaKeys().privateKey), clientId: 'other', user: 'other' },
      answer: withToken((form) => {
        expectSent('the grant', form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
        expectSent('the fields', [...form.keys()], ['grant_type', 'assertion']);
        expectSent('the claims', claimsOf(form.get('assertion') ?? '', publicKey, 'RS256'), {
          ...{
            kid: null,
            aud: 'https://login.example.com',
            iss: 'app',
            sub: 'ada@example.com',
            scope: 'orders.read',
          },
        });
      }),
    };
  },
  'a client that signs': () => {
    const { privateKey, publicKey } = curveKeys();
    return {
      credentials: { privateKey: pemOf(privateKey).replaceAll('\n', '\\n'), clientId: 'app' },
      strange: { privateKey: pemOf(curveKeys().privateKey), clientId: 'app' },
      answer: withToken((form, { headers }) => {
        expectSent('the grant', form.get('grant_type'), 'client_credentials');
        expectSent(
          'the type',
          form.get('client_assertion_type'),
          'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        );
        const claims = claimsOf(form.get('client_assertion') ?? '', publicKey, 'ES256');
        expectSent('the claims', claims, {
          kid: 'key-1',
          iss: 'app',
          sub: 'app',
          aud: `http://${String(headers['host'])}/token`,
        });
      }),
    };
  },
  'a session by a token': () => {
    let session = 0;
    return {
      credentials: { user: 'ada', password: 'p"ss' },
      answer: (proof) => {
        if (proof.url.pathname === '/v1/sessions') {
          expectSent(
            'the method',
            [proof.method, proof.headers['content-type']],
            ['PUT', 'application/json'],
          );
          if (proof.body !== JSON.stringify({ login: { name: 'ada', password: 'p"ss' } }))
            return { body: { success: false, message: 'wrong password' } };
          session += 1;
          return { body: { data: { key: session, ttl: '600' } }, headers: { 'X-Csrf': `c${session}` } };
        }
        // The first session ends at once: the listing is read with the second.
        if (session < 2) return { body: { data: null, fault: 'session' } };
        expectSent('the proof', [proof.headers['x-session'], proof.headers['x-csrf']], ['key 2', 'c2']);
        return records();
      },
    };
  },
  'a session by a cookie': () => ({
    credentials: { user: 'ada@example.com', password: 'p&ss=word' },
    answer: ({ url, method, body, headers }) => {
      if (url.pathname === '/login' && method === 'GET')
        return { headers: { 'content-type': 'text/html' }, body: '<html>' };
      if (url.pathname === '/login') {
        const form = Object.fromEntries(new URLSearchParams(body));
        const isKnown = form['email'] === 'ada@example.com' && form['password'] === 'p&ss=word';
        const cookies = ['sid=s1; Path=/; HttpOnly', 'lang=en; Expires=Wed, 21 Oct 2099 07:28:00 GMT'];
        if (isKnown) return { status: 302, headers: { location: '/home', 'set-cookie': cookies }, body: '' };
        return {
          headers: { 'content-type': 'text/html', 'set-cookie': ['lang=en'] },
          body: '<html>Try again</html>',
        };
      }
      if (headers['cookie'] !== 'sid=s1') return { status: 302, headers: { location: '/login' }, body: '' };
      return records();
    },
  }),
  'a signed call': () => {
    const nonces = new Set<unknown>();
    return {
      credentials: { keyId: 'key-1', secret: Buffer.from('a very secret key').toString('base64') },
      strange: { keyId: 'key-1', secret: 'b3RoZXI=' },
      answer: ({ method, url, headers, body }) => {
        const { 'x-time': time, 'x-nonce': nonce, 'x-signature': signature } = headers;
        expectSent('the key', headers['x-key'], 'key-1');
        expectSent('the body', body, JSON.stringify({ limit: 10 }));
        if (!(Math.abs(Date.now() - Number(time)) < 5_000)) throw new Error('not of this time');
        if (nonces.has(nonce)) throw new Error('sent again');
        nonces.add(nonce);
        const hashed = hash('sha512', body, 'hex');
        const text = `${method}\n${url.pathname}\n${url.search.slice(1)}\n${hashed}\n${String(time)}${String(nonce)}`;
        const wanted = createHmac('sha256', 'a very secret key').update(text).digest('base64');
        expectSent('the signature', signature, wanted);
        return records();
      },
    };
  },
  'a signature as a parameter': () => ({
    credentials: { apiKey: 'the key', apiSecret: 'the secret' },
    answer: ({ url, headers }) => {
      expectSent('the key', headers['x-mbx-apikey'], 'the key');
      const [, signed, signature] = /^\?(.*)&signature=([0-9a-f]+)$/.exec(url.search) ?? [];
      const time = Number(new URLSearchParams(signed).get('timestamp'));
      if (!(Math.abs(Date.now() - time) < 5_000)) throw new Error('not of this time');
      expectSent('the parameters', new URLSearchParams(signed).get('q'), 'a b&c');
      expectSent(
        'the signature',
        signature,
        createHmac('sha256', 'the secret')
          .update(signed ?? '')
          .digest('hex'),
      );
      return records();
    },
  }),
};
