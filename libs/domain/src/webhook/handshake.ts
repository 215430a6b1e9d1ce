import { isJsonObject, type JsonValue } from '../json.js';
import type { DeliveryHeaders } from './read-proof.js';
import type { Handshake } from './signing-scheme.js';

export type HandshakeQuery = Readonly<Record<string, unknown>>;

/** A challenge is repeated to a sender that has proven nothing: no more than senders need. */
const CHALLENGE = /^[\x20-\x7e]{1,1000}$/;

/** Whether a verified delivery only says that the address is known to its sender, and names no record. */
export function isGreeting(handshake: Handshake, headers: DeliveryHeaders): boolean {
  return handshake === 'github' && headers['x-github-event'] === 'ping';
}

/** What a verified delivery wants to hear before others are sent (Slack, `url_verification`); undefined: it is a delivery like others. */
export function answerChallenge(handshake: Handshake, body: JsonValue): string | undefined {
  if (handshake !== 'slack' || !isJsonObject(body) || body['type'] !== 'url_verification') return undefined;
  return challengeIn(body['challenge']);
}

/**
 * What a request without a signature wants to hear that asks whether there is such an address, by its query; undefined: it is none, or it
 * names another verify token than this endpoint's. `isToken` compares in constant time.
 */
export function answerQuery(
  handshake: Handshake,
  { method, query }: { readonly method: string; readonly query: HandshakeQuery },
  isToken: (given: string) => boolean,
): string | undefined {
  if (handshake === 'microsoft_graph' && method === 'POST') return challengeIn(query['validationToken']);
  if (handshake !== 'meta' || method !== 'GET' || query['hub.mode'] !== 'subscribe') return undefined;
  const given = query['hub.verify_token'];
  return typeof given === 'string' && isToken(given) ? challengeIn(query['hub.challenge']) : undefined;
}

function challengeIn(value: unknown): string | undefined {
  return typeof value === 'string' && CHALLENGE.test(value) ? value : undefined;
}
