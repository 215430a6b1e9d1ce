import { afterFailedDelivery } from './after-failed-delivery.js';

/** What the message runner is to do next. */
export type DeliveryStep<Payload> =
  | { readonly do: 'handle'; readonly payloads: readonly Payload[] }
  | { readonly do: 'pause'; readonly ms: number }
  /** Keep it as a stuck message. */
  | { readonly do: 'keep'; readonly payload: Payload; readonly attempts: number; readonly error: unknown };

/** How the step went. */
export type StepResult = { readonly ok: true } | { readonly ok: false; readonly error: unknown };

const PAUSE_BEFORE_STARTING_OVER_MS = 1_000;

/**
 * Brings payloads of one key to their handler: all together, then, if that failed, one by one and each a bounded number
 * of times. Ends when each was handled or kept; a caller that stops earlier leaves the rest undelivered.
 */
export function* deliverySteps<Payload>(
  payloads: readonly Payload[],
): Generator<DeliveryStep<Payload>, void, StepResult> {
  if (payloads.length > 1 && (yield { do: 'handle', payloads }).ok) return;
  for (const payload of payloads) yield* deliverAlone(payload);
}

function* deliverAlone<Payload>(payload: Payload): Generator<DeliveryStep<Payload>, void, StepResult> {
  for (let attempts = 1; ; attempts += 1) {
    const result = yield { do: 'handle', payloads: [payload] };
    if (result.ok) return;
    const { error } = result;
    const decision = afterFailedDelivery(attempts, error);
    if (decision.next === 'retry') {
      yield { do: 'pause', ms: decision.pauseMs };
      continue;
    }
    if ((yield { do: 'keep', payload, attempts, error }).ok) return;
    // Nowhere to keep it: most likely the store is away, and then the handler deserves another chance.
    yield { do: 'pause', ms: PAUSE_BEFORE_STARTING_OVER_MS };
    attempts = 0;
  }
}
