import type { ErasureView } from '@evenkeel/contracts-admin';
import type { StoredErasure } from '@evenkeel/ports';

export function erasureToView({ version: _, counts, ...erasure }: StoredErasure): ErasureView {
  return { ...erasure, tables: [...counts] };
}
