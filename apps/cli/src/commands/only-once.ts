import { randomUUID } from 'node:crypto';

/** Headers of a request that opens a run: a proxy that sends it twice must not make two runs of it. */
export function onlyOnce(key: string = randomUUID()): Record<string, string> {
  return { 'idempotency-key': key };
}
