import { NO_PIECES, type GroupedWrites, type PieceParent, type RecordWrite } from '@evenkeel/domain';

type Writes = Pick<GroupedWrites, 'creates' | 'attaches' | 'updates'>;

/** Records that are written, each once. `created`: new reference ids by the key of their record; without them there are none yet. */
export function writtenParents(
  { creates, attaches, updates }: Writes,
  created: ReadonlyMap<string, string> = new Map(),
): readonly PieceParent[] {
  return [
    ...Array.from(creates, ([key, write]) => parentOf(created.get(key) ?? null, write)),
    ...Array.from(attaches, ([key, { write }]) => parentOf(created.get(key) ?? null, write)),
    ...updates.map(({ reference, ...write }) => parentOf(reference.id, write)),
  ];
}

function parentOf(
  referenceId: string | null,
  { externalId, pieces = NO_PIECES, observedAt }: RecordWrite,
): PieceParent {
  return { referenceId, externalId, pieces, observedAt };
}

/** Records that are inactive from here on. */
export function goneParents(referenceIds: Iterable<string>): readonly PieceParent[] {
  return Array.from(referenceIds, (referenceId) => {
    return { referenceId, externalId: null, pieces: undefined, observedAt: '' };
  });
}
