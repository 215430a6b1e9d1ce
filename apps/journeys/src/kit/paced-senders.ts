import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { post, signed } from './signed-delivery.js';

const SENDERS = 64;
const AGAIN_AFTER_MS = 250;

export interface PacedLoad {
  /** Where deliveries are sent now: a process that comes back may be elsewhere. */
  readonly url: () => string;
  readonly secret: string;
  readonly perSecond: number;
  readonly count: number;
  readonly nameOf: (nth: number) => { readonly id: string; readonly externalId: string };
}

export interface PacedResult {
  /** Of the first send of each to the last answer. */
  readonly seconds: number;
  readonly perSecond: number;
  /** Of sends that were answered, in order. */
  readonly tookMs: readonly number[];
  /** Sends that were not answered with 202, and were made again. */
  readonly repeated: number;
}

/**
 * So many deliveries at this rate, or as fast as answers come. As real senders do, each is sent again under its name until it was
 * accepted; signed anew, so that it is not too old.
 */
export async function sendPaced(load: PacedLoad): Promise<PacedResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const took: number[] = [];
  let next = 0;
  let repeated = 0;
  const began = performance.now();
  const deliver = async (nth: number) => {
    const { id, externalId } = load.nameOf(nth);
    for (;;) {
      const since = performance.now();
      try {
        await post(load.url(), agent, signed(id, externalId, load.secret));
        took.push(performance.now() - since);
        return;
      } catch {
        repeated += 1;
        await sleep(AGAIN_AFTER_MS);
      }
    }
  };
  const send = async () => {
    while (next < load.count) {
      const nth = next++;
      const dueMs = began + (nth * 1000) / load.perSecond - performance.now();
      if (dueMs > 1) await sleep(dueMs);
      await deliver(nth);
    }
  };
  try {
    await Promise.all(Array.from({ length: SENDERS }, send));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - began) / 1000;
  return { seconds, perSecond: took.length / seconds, tookMs: took.sort((a, b) => a - b), repeated };
}

export function p99(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}
