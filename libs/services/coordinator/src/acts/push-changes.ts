import { makeChunks, type Slice } from '@evenkeel/domain';
import { addChunks, cutPushes } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** Adds chunks that send what was changed here, or that read anew what the provider has another state of. */
export async function pushChanges(
  { tx, execution, chunks, ids, job }: Acting,
  { slices }: { readonly slices: readonly Slice[] },
): Promise<void> {
  if (!chunks.some(({ slice }) => slice.kind === 'push')) await tx.agreements.addUnpaired(job);
  const added = makeChunks(execution, await cutPushes(tx, job, slices), {
    nextId: () => ids.next(),
    from: Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1,
  });
  await addChunks(tx, execution, added);
}
