import { createHmac } from 'node:crypto';
import type { WebhookEndpointView } from '@evenkeel/contracts-admin';

export interface SentWebhook {
  readonly id: string;
  readonly externalId: string;
}

/** Sends what a provider would: `sha256=` HMAC-SHA-256 of `<delivery id>.<timestamp>.<body>`. */
export async function sendWebhook(
  gatewayUrl: string,
  { path, secret }: Pick<WebhookEndpointView, 'path' | 'secret'>,
  { id, externalId }: SentWebhook,
): Promise<{ status: number; text: string }> {
  const body = JSON.stringify({ type: 'customer.updated', data: { id: externalId } });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex');
  const answer = await fetch(gatewayUrl + path, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(10_000),
    headers: {
      'content-type': 'application/json',
      'x-evenkeel-delivery': id,
      'x-evenkeel-timestamp': timestamp,
      'x-evenkeel-signature': `sha256=${signature}`,
    },
  });
  return { status: answer.status, text: await answer.text() };
}
