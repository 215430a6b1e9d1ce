import type { Outbox, OutboxEntry } from '@evenkeel/ports';

/** Takes out everything that waits to be published. */
export async function drainOutbox(outbox: Outbox): Promise<readonly OutboxEntry[]> {
  const taken: OutboxEntry[] = [];
  await outbox.drain(10_000, async (entries) => void taken.push(...entries));
  return taken;
}
