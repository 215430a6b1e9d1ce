import { makeChunks, type Slice } from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** Adds chunks that read the details of what an inventory, once listed, has as new or with another version. */
export async function addDetails(
  { tx, execution, chunks, ids }: Acting,
  { slices }: { readonly slices: readonly Slice[] },
): Promise<void> {
  const following = chunks.find((chunk) => chunk.plan?.role === 'follow');
  const details = makeChunks(execution, slices, {
    nextId: () => ids.next(),
    from: Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1,
    plan: following?.plan ?? null,
  });
  await addChunks(tx, execution, details);
}
