import { makeChunks, type Slice } from '@evenkeel/domain';
import { addChunks, cutPushes } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** Adds chunks that send what was changed here, or that read anew what the provider has another state of. */
export async function pushChanges(
  { tx, execution, chunks, ids, job }: Acting,
  { slices }: { readonly slices: readonly Slice[] },
): Promise<void> {
  if (!chunks.some(({ slice, plan }) => slice.kind === 'push' && plan?.role !== 'make'))
    await tx.agreements.addUnpaired(job);
  // What a person approved is what is sent.
  const following = chunks.find((chunk) => chunk.plan?.role === 'follow');
  const added = makeChunks(execution, await cutPushes(tx, job, slices), {
    nextId: () => ids.next(),
    from: Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1,
    plan: following?.plan ?? null,
  });
  await addChunks(tx, execution, added);
}
