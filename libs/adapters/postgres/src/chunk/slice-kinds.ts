import { sliceKindsThat, type SliceMeaning } from '@evenkeel/domain';

/** The condition that the slice of a chunk, in the table with this alias, is of a kind that means so. */
export function ofKinds(chunk: string, holds: (meaning: SliceMeaning) => boolean): string {
  const kinds = sliceKindsThat(holds).map((kind) => `'${kind}'`);
  return `${chunk}.slice ->> 'kind' in (${kinds.join(', ')})`;
}
