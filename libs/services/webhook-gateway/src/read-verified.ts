import {
  isStorable,
  parseDelivery,
  readDelivery,
  SyncError,
  type DeliveryHeaders,
  type JsonValue,
} from '@evenkeel/domain';
import type { ReadDelivery, WebhookDelivery, WebhookEndpoint } from '@evenkeel/ports';

/** What a verified delivery holds, as it is kept; with a refusal where it cannot be read. */
export interface VerifiedDelivery {
  readonly delivery: ReadDelivery & Pick<WebhookDelivery, 'body'>;
  /** Undefined: it is no JSON. */
  readonly body: JsonValue | undefined;
  readonly refusal: SyncError | undefined;
}

/** What is wrong with a delivery is kept with it: a person sees what came, and may have it read again once the paths are right. */
export function readVerified(
  textOf: () => string,
  { stream, idPaths, rules }: Pick<WebhookEndpoint, 'stream' | 'idPaths' | 'rules'>,
  headers: DeliveryHeaders,
): VerifiedDelivery {
  const headerKind = rules.kindHeader === null ? null : (headers[rules.kindHeader] ?? null);
  let text = '';
  let body: JsonValue | undefined;
  try {
    text = textOf();
    body = parseDelivery(text);
    const word = readDelivery({ body, headerKind, stream, idPaths }, rules);
    const state = word.change === 'ignore' ? 'ignored' : 'waiting';
    return { delivery: { ...word, state, why: null, body: text }, body, refusal: undefined };
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'request.invalid') throw error;
    const unread = {
      state: 'rejected',
      stream,
      kind: headerKind,
      change: 'changed',
      externalIds: [],
      believed: 'nothing',
    } as const;
    const delivery = { ...unread, why: error.message, body: isStorable(text) ? text : '' };
    return { delivery, body, refusal: error };
  }
}
