import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

export interface LoadOptions {
  readonly url: string;
  readonly secret: string;
  readonly seconds: number;
  /** So many are under way at a time. */
  readonly senders: number;
  /** Names a delivery and its record. */
  readonly nameOf: (nth: number) => { readonly id: string; readonly externalId: string };
}

export interface LoadResult {
  readonly sent: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Senders that send the next one when the one before is answered. Rejects where one is answered with anything but 202. */
export async function sendLoad({ url, secret, seconds, senders, nameOf }: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const took: number[] = [];
  let next = 0;
  const began = performance.now();
  const send = async () => {
    while (performance.now() - began < seconds * 1000) {
      const { id, externalId } = nameOf(next++);
      const since = performance.now();
      await post(url, agent, signed(id, externalId, secret));
      took.push(performance.now() - since);
    }
  };
  try {
    await Promise.all(Array.from({ length: senders }, send));
  } finally {
    agent.destroy();
  }
  const elapsed = (performance.now() - began) / 1000;
  const sorted = took.sort((one, other) => one - other);
  return {
    sent: took.length,
    perSecond: took.length / elapsed,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
  };
}

function signed(id: string, externalId: string, secret: string) {
  const body = JSON.stringify({ type: 'customer.updated', data: { id: externalId } });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hex = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-evenkeel-delivery': id,
    'x-evenkeel-timestamp': timestamp,
    'x-evenkeel-signature': `sha256=${hex}`,
  };
  return { body, headers };
}

function post(url: string, agent: Agent, { body, headers }: ReturnType<typeof signed>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`Answered with ${answer.statusCode}`)),
      );
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
