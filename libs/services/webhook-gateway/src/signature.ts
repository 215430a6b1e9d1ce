import { SyncError } from '@evenkeel/domain';
import type { Hmac } from '@evenkeel/ports';

/** The headers of a delivery in the scheme of this engine. The signature is `sha256=` and the hexadecimal HMAC-SHA-256 of `<delivery id>.<timestamp>.<body>`. */
export const DELIVERY_HEADERS = {
  id: 'x-evenkeel-delivery',
  timestamp: 'x-evenkeel-timestamp',
  signature: 'x-evenkeel-signature',
} as const;

/** Those of GitHub, which signs the body and nothing else: `sha256=` and the hexadecimal HMAC-SHA-256 of it. */
export const GITHUB_HEADERS = {
  id: 'x-github-delivery',
  signature: 'x-hub-signature-256',
  event: 'x-github-event',
} as const;

/** How far the sender's clock may be from ours: beyond it a recorded delivery could be played again. */
const REPLAY_WINDOW_S = 300;

export interface SignedDelivery {
  readonly id: string;
  /** Whole seconds since 1970, as the sender wrote them; null in a scheme that has none. */
  readonly timestamp: string | null;
  readonly signature: string;
  readonly body: Uint8Array;
  /** It only says that the address is known to the sender, and names no record. */
  readonly isGreeting?: boolean;
}

type DeliveryHeaders = Readonly<Record<string, string | undefined>>;

/** By what a delivery is known to be signed in each scheme; undefined: it is not. */
const SCHEMES: readonly ((headers: DeliveryHeaders, body: Uint8Array) => SignedDelivery | undefined)[] = [
  (headers, body) => {
    const { id, timestamp, signature } = namedIn(headers, DELIVERY_HEADERS);
    if (id === undefined || timestamp === undefined || signature === undefined) return undefined;
    return { id, timestamp, signature, body };
  },
  (headers, body) => {
    const { id, signature, event } = namedIn(headers, GITHUB_HEADERS);
    if (id === undefined || signature === undefined) return undefined;
    return { id, timestamp: null, signature, body, isGreeting: event === 'ping' };
  },
];

/** Throws `request.bad_signature` for a delivery without the headers of any scheme. */
export function readDelivery(headers: DeliveryHeaders, body: Uint8Array): SignedDelivery {
  for (const read of SCHEMES) {
    const delivery = read(headers, body);
    if (delivery !== undefined) return delivery;
  }
  const own = Object.values(DELIVERY_HEADERS).join(', ');
  const { id, signature } = GITHUB_HEADERS;
  throw new SyncError(
    'request.bad_signature',
    `A delivery needs the headers ${own}; or ${id}, ${signature}, as GitHub sends them`,
  );
}

/** Throws `request.bad_signature` unless the raw bytes were signed with the secret; lately, where the scheme tells when. */
export function verifySignature(delivery: SignedDelivery, secret: string, hmac: Hmac, now: Date): void {
  const { id, timestamp, body } = delivery;
  if (timestamp !== null) assertLate(timestamp, now);
  const signed = timestamp === null ? body : Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  if (!hmac.same(delivery.signature, `sha256=${hmac.sha256(secret, signed)}`)) {
    throw new SyncError('request.bad_signature', 'The signature does not fit the body');
  }
}

function assertLate(timestamp: string, now: Date): void {
  const sentAt = Number(timestamp);
  if (!Number.isInteger(sentAt) || Math.abs(now.getTime() / 1000 - sentAt) > REPLAY_WINDOW_S) {
    throw new SyncError('request.bad_signature', `The timestamp is not within ${REPLAY_WINDOW_S} s of now`);
  }
}

function namedIn<Name extends string>(
  headers: DeliveryHeaders,
  names: Readonly<Record<Name, string>>,
): Readonly<Partial<Record<Name, string>>> {
  const found = Object.entries<string>(names).map(([name, header]) => [name, headers[header]]);
  return Object.fromEntries(found) as Partial<Record<Name, string>>;
}
