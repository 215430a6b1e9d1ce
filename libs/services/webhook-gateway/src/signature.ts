import { SyncError } from '@evenkeel/domain';
import type { Hmac } from '@evenkeel/ports';

/** The headers of a delivery. The signature is `sha256=` and the hexadecimal HMAC-SHA-256 of `<delivery id>.<timestamp>.<body>`. */
export const DELIVERY_HEADERS = {
  id: 'x-evenkeel-delivery',
  timestamp: 'x-evenkeel-timestamp',
  signature: 'x-evenkeel-signature',
} as const;

/** How far the sender's clock may be from ours: beyond it a recorded delivery could be played again. */
const REPLAY_WINDOW_S = 300;

export interface SignedDelivery {
  readonly id: string;
  /** Whole seconds since 1970, as the sender wrote them. */
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

/** Throws `request.bad_signature` unless the raw bytes were signed with the secret, lately. */
export function verifySignature(delivery: SignedDelivery, secret: string, hmac: Hmac, now: Date): void {
  const sentAt = Number(delivery.timestamp);
  if (!Number.isInteger(sentAt) || Math.abs(now.getTime() / 1000 - sentAt) > REPLAY_WINDOW_S) {
    throw new SyncError('request.bad_signature', `The timestamp is not within ${REPLAY_WINDOW_S} s of now`);
  }
  const signed = Buffer.concat([Buffer.from(`${delivery.id}.${delivery.timestamp}.`), delivery.body]);
  if (!hmac.same(delivery.signature, `sha256=${hmac.sha256(secret, signed)}`)) {
    throw new SyncError('request.bad_signature', 'The signature does not fit the body');
  }
}
