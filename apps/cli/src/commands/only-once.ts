import { randomUUID } from 'node:crypto';

/** For a call that opens a run: a proxy that sends it twice must not make two runs of it. */
export function onlyOnce(key: string = randomUUID()): { readonly key: string } {
  return { key };
}
