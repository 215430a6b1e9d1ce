import { Agent } from 'node:http';
import { post, signed } from '../../kit/signed-delivery.js';

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
