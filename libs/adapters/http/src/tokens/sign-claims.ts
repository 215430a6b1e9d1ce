import { createPrivateKey, randomUUID, sign, type KeyObject } from 'node:crypto';
import { SyncError, type SignedClaims } from '@evenkeel/domain';

/** How much an issuer's clock may be behind ours without taking a token for one of the future. */
const CLOCK_SLACK_SECONDS = 30;

/** What kind of key each algorithm signs with (RFC 7518, section 3.1). ECDSA signatures are the two numbers side by side. */
const ALGORITHMS = {
  RS256: { type: 'rsa', curve: undefined, options: {} },
  ES256: { type: 'ec', curve: 'prime256v1', options: { dsaEncoding: 'ieee-p1363' } },
} as const;

/** A JSON Web Token in its compact form (RFC 7515, section 3.1). Throws `config.invalid_settings` where the key is none of its algorithm. */
export function signClaims(signed: SignedClaims, now: Date): string {
  const { algorithm, keyId, claims, lifetimeSeconds } = signed;
  const issuedAt = Math.floor(now.getTime() / 1000) - CLOCK_SLACK_SECONDS;
  const header = { alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) };
  const times = { iat: issuedAt, exp: issuedAt + CLOCK_SLACK_SECONDS + lifetimeSeconds, jti: randomUUID() };
  const text = [header, { ...claims, ...times }].map(encoded).join('.');
  const key = { key: keyOf(signed), ...ALGORITHMS[algorithm].options };
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function keyOf({ algorithm, privateKey }: SignedClaims): KeyObject {
  const { type, curve } = ALGORITHMS[algorithm];
  const key = readKey(privateKey);
  const isOfCurve = curve === undefined || key?.asymmetricKeyDetails?.namedCurve === curve;
  if (key?.asymmetricKeyType === type && isOfCurve) return key;
  const found = key === undefined ? 'cannot be read' : `is one of ${key.asymmetricKeyType}`;
  throw new SyncError(
    'config.invalid_settings',
    `The private key ${found}; ${algorithm} signs with a key ${NEEDS[algorithm]}`,
  );
}

const NEEDS = { RS256: 'of RSA', ES256: 'of the curve P-256' } as const;

/** Without a word of what was wrong with it: the error of the library may quote it. */
function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
