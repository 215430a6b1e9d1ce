import {
  parseValuesPath,
  readAt,
  SyncError,
  type DeliveryProof,
  type JsonValue,
  type SecretSigning,
} from '@evenkeel/domain';
import type { Hmac } from '@evenkeel/ports';

/** What a delivery is verified by. */
export interface DeliveryEvidence {
  readonly proof: DeliveryProof;
  readonly bytes: Uint8Array;
  /** The body as JSON; asked for only where the secret is in it. */
  readonly body: () => JsonValue;
  /** The sender is on this machine. */
  readonly isLocal: boolean;
}

/** Throws `request.bad_signature` unless the delivery was signed with one of the secrets, or brings one of them with it. */
export function verifyProof(evidence: DeliveryEvidence, secrets: readonly string[], hmac: Hmac): void {
  const why = findFault(evidence, secrets, hmac);
  if (why !== undefined) throw new SyncError('request.bad_signature', why);
}

function findFault(
  { proof, bytes, body, isLocal }: DeliveryEvidence,
  secrets: readonly string[],
  hmac: Hmac,
): string | undefined {
  if (proof.kind === 'none')
    return isLocal ? undefined : 'A webhook without signatures takes deliveries of this machine only';
  if (proof.kind === 'secret') {
    const given = proof.secret === null ? secretsIn(body(), proof.signing) : [proof.secret];
    const isOne = (text: string) => secrets.some((secret) => isSame(text, secret, hmac));
    return given.length > 0 && given.every(isOne) ? undefined : 'The secret is not that of the webhook';
  }
  const { signing, before, behind, signatures } = proof;
  const fits = secrets.some((secret) => {
    const key = signing.key === 'base64' ? keyOf(secret) : secret;
    const made = hmac.sign(signing, key, [before, bytes, behind]);
    return signatures.some((each) => hmac.same(signing.encoding === 'hex' ? each.toLowerCase() : each, made));
  });
  return fits ? undefined : 'The signature does not fit the body';
}

/** Also their length is not to be told by the time that it takes. */
function isSame(given: string, secret: string, hmac: Hmac): boolean {
  return hmac.same(hmac.digest(Buffer.from(given)), hmac.digest(Buffer.from(secret)));
}

function secretsIn(body: JsonValue, { bodyPath }: SecretSigning): readonly string[] {
  const found = bodyPath === null ? [] : readAt(body, parseValuesPath(bodyPath));
  const all = Array.isArray(found) ? (found as readonly JsonValue[]) : [found];
  return all.map((each) => (typeof each === 'string' ? each : ''));
}

const WHSEC = 'whsec_';

/** Of Standard Webhooks: base64, by custom behind a word that says what it is. */
function keyOf(secret: string): Uint8Array {
  return Buffer.from(secret.startsWith(WHSEC) ? secret.slice(WHSEC.length) : secret, 'base64');
}
