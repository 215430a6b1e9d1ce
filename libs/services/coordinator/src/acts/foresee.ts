import { makeChunks, type Slice } from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** Adds chunks whose pages go into the plan that the execution makes. */
export async function foresee(
  { tx, execution, chunks, ids, job }: Acting,
  { slices }: { readonly slices: readonly Slice[] },
): Promise<void> {
  if (slices.some((slice) => slice.kind === 'push' && slice.select === 'changed'))
    await tx.agreements.addUnpaired(job);
  const [making] = chunks.filter((chunk) => chunk.plan?.role === 'make');
  const added = makeChunks(execution, slices, {
    nextId: () => ids.next(),
    from: Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1,
    plan: making?.plan ?? null,
  });
  await addChunks(tx, execution, added);
}
