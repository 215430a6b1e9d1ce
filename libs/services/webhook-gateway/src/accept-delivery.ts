import {
  answerChallenge,
  answerQuery,
  isGreeting,
  parseDelivery,
  readProof,
  schemeMeaning,
  SyncError,
  type DeliveryHeaders,
  type ErrorCode,
  type HandshakeQuery,
} from '@evenkeel/domain';
import {
  Hmac,
  Store,
  type EndpointSecrets,
  type WebhookAddress,
  type WebhookDelivery,
} from '@evenkeel/ports';
import type { DeliveryAnswer } from './delivery-answer.js';
import { textOfDelivery } from './delivery-text.js';
import { FindAddress, type FoundAddress } from './find-address.js';
import { GatewayMetrics } from './gateway-metrics.js';
import { KeepDeliveries } from './keep-deliveries.js';
import { nameDelivery } from './name-delivery.js';
import { readVerified } from './read-verified.js';
import { verifyProof } from './verify-proof.js';

/** A request to an address, as it came. */
export interface SentRequest {
  readonly method: string;
  readonly headers: DeliveryHeaders;
  readonly query: HandshakeQuery;
  readonly bytes: Uint8Array;
  /** From this machine, with no other one in between. */
  readonly isLocal: boolean;
}

/** A delivery that was not signed so, or that was and cannot be read: the webhook does not do what it is there for. */
const TOLD: readonly ErrorCode[] = ['request.bad_signature', 'request.invalid'];

const MOST_TRIES = 3;

/**
 * Makes a verified delivery durable before the sender is answered; what it leads to is decided a moment later, together with others. A
 * delivery is a hint: the record itself is read from the provider.
 */
export class AcceptDelivery {
  constructor(
    private readonly store: Store,
    private readonly addresses: FindAddress,
    private readonly hmac: Hmac,
    private readonly keeping: KeepDeliveries,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Throws `request.not_found` for an unknown address, `request.wrong_method`, `request.bad_signature`, `request.invalid`. */
  accept(token: string, request: SentRequest): Promise<DeliveryAnswer> {
    return this.metrics.count(() => this.answer(token, request));
  }

  private async answer(token: string, request: SentRequest): Promise<DeliveryAnswer> {
    const { method } = request;
    if (method !== 'POST' && request.query['hub.mode'] === undefined) throw wrongMethod(method);
    const found = await this.addresses.find(token);
    if (found?.isKept === true) {
      const answer = await this.tryKept(found, request);
      if (answer !== undefined) return answer;
    }
    let anew = found?.isKept === true ? await this.addresses.findAnew(token) : found;
    for (let tries = 0; anew !== undefined; tries += 1) {
      const answer = await this.noting(anew, request);
      if (answer !== undefined) return answer;
      if (tries === MOST_TRIES) throw new SyncError('system.database', 'The webhook is being changed');
      anew = await this.addresses.findAnew(token);
    }
    // Whether there is an address is told only to those who send to it.
    throw method === 'POST'
      ? new SyncError('request.not_found', 'There is no webhook at this address')
      : wrongMethod(method);
  }

  /** Undefined where the address, as it was a moment ago, does not do: it is looked up. */
  private async tryKept(found: FoundAddress, request: SentRequest): Promise<DeliveryAnswer | undefined> {
    try {
      return await this.answerAt(found, request);
    } catch (error) {
      if (error instanceof SyncError && TOLD.includes(error.code)) return undefined;
      throw error;
    }
  }

  /** Undefined where the address was closed, or was given another secret, meanwhile. */
  private async noting(found: FoundAddress, request: SentRequest): Promise<DeliveryAnswer | undefined> {
    try {
      return await this.answerAt(found, request);
    } catch (error) {
      if (request.method === 'POST') await this.note(found.address, error);
      throw error;
    }
  }

  private async answerAt(
    { address, secrets }: FoundAddress,
    request: SentRequest,
  ): Promise<DeliveryAnswer | undefined> {
    const { method } = request;
    const { handshake } = schemeMeaning(address.endpoint.rules.scheme);
    const asked = answerQuery(handshake, request, (given) => this.isVerifyToken(given, secrets));
    if (asked !== undefined) return { challenge: asked };
    if (method !== 'POST') throw wrongMethod(method);
    return this.take(address, request, secrets);
  }

  private async take(
    address: WebhookAddress,
    request: SentRequest,
    secrets: EndpointSecrets,
  ): Promise<DeliveryAnswer | undefined> {
    const { endpoint, now } = address;
    const { headers, bytes, isLocal } = request;
    const { handshake } = schemeMeaning(endpoint.rules.scheme);
    const proof = readProof(endpoint.rules, headers, now);
    const text = () => textOfDelivery(bytes, headers['content-type']);
    const evidence = { proof, bytes, body: () => parseDelivery(text()), isLocal };
    verifyProof(evidence, validSecrets(address, secrets), this.hmac);
    if (isGreeting(handshake, headers)) return { status: 'ignored' };
    const read = readVerified(text, endpoint, headers);
    if (read.body !== undefined) {
      const challenge = answerChallenge(handshake, read.body);
      if (challenge !== undefined) return { challenge };
    }
    const named = nameDelivery({ rules: endpoint.rules, proof, body: read.body }, () =>
      this.hmac.digest(bytes),
    );
    const { refusal, delivery } = read;
    const status = await this.keep(address, { endpointId: endpoint.id, ...named, ...delivery });
    if (status === 'stale') return undefined;
    if (refusal !== undefined) throw refusal;
    return { status };
  }

  /** Its address is known to few, so that a person will want to know. */
  private async note({ tenantId, endpoint }: WebhookAddress, error: unknown): Promise<void> {
    if (!(error instanceof SyncError) || !TOLD.includes(error.code)) return;
    const { message } = error;
    await this.store.of(tenantId).transaction((tx) => tx.webhooks.noteRefusal(endpoint.id, message));
  }

  private isVerifyToken(given: string, { verifyToken }: EndpointSecrets): boolean {
    if (verifyToken === undefined) return false;
    return this.hmac.same(this.hmac.digest(Buffer.from(given)), this.hmac.digest(Buffer.from(verifyToken)));
  }

  private async keep(
    address: WebhookAddress,
    delivery: WebhookDelivery,
  ): Promise<'accepted' | 'ignored' | 'known' | 'stale'> {
    const kept = await this.keeping.keep(address, delivery);
    if (kept !== 'new') return kept;
    return delivery.state === 'ignored' ? 'ignored' : 'accepted';
  }
}

function validSecrets(
  { endpoint, now }: WebhookAddress,
  { secret, previous }: EndpointSecrets,
): readonly string[] {
  const isValid = endpoint.previousUntil !== null && endpoint.previousUntil > now;
  return previous !== undefined && isValid ? [secret, previous] : [secret];
}

function wrongMethod(method: string): SyncError {
  return new SyncError('request.wrong_method', `A delivery is sent by POST, not by ${method}`);
}
