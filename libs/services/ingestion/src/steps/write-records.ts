import type { ExecutionId, GroupedWrites, RecordWrite, ReferenceSet } from '@evenkeel/domain';
import { noteShared, type KnownRecord } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import { shareEdited } from './share-edited.js';
import { attachReferences, writeMatching, type WriteCause } from './write-matched.js';

export interface WrittenRecords {
  /** New reference ids by the key of their record. */
  readonly created: ReadonlyMap<string, string>;
  /** Records of several references that are to be made anew; each may be named more than once. */
  readonly shared: readonly string[];
  /** Those of them that others became part of. */
  readonly survivors: readonly string[];
  /** By record: those of them of which all that their sources say is at hand, as long as nothing else of them is written. */
  readonly known: ReadonlyMap<string, KnownRecord>;
}

/** Writes records of one set, one statement for each kind of write. Their references are locked. */
export async function writeRecords(
  tx: Transaction,
  set: ReferenceSet,
  cause: WriteCause,
  { creates, attaches, updates: wanted }: Pick<GroupedWrites, 'creates' | 'attaches' | 'updates'>,
): Promise<WrittenRecords> {
  const updates = set.derivedBy === undefined ? wanted : await shareEdited(tx, wanted);
  const made = await createRecords(tx, set, cause.executionId, creates);
  const own = updates.filter(({ reference }) => reference.sharesRecord !== true);
  if (own.length > 0) await tx.recordWrites.update(cause.executionId, own);
  const sharing = updates.filter(({ reference }) => reference.sharesRecord === true);
  await noteShared(tx, sharing);
  const attached = await attachReferences(tx, set, cause, attaches);
  const created = attached.ids.size === 0 ? made : new Map([...made, ...attached.ids]);
  const survivors = await writeMatching(tx, set, cause, { updates, created });
  return {
    created,
    // What was merged into one of them says something there, too.
    known: survivors.length === 0 ? attached.known : new Map(),
    survivors,
    shared: [
      ...sharing.map(({ reference }) => reference.recordId),
      ...survivors,
      ...Array.from(attaches.values(), ({ recordId }) => recordId),
    ],
  };
}

async function createRecords(
  tx: Transaction,
  set: ReferenceSet,
  executionId: ExecutionId,
  creates: ReadonlyMap<string, RecordWrite>,
): Promise<ReadonlyMap<string, string>> {
  const created = new Map<string, string>();
  if (creates.size === 0) return created;
  const ids = await tx.recordWrites.create(set, [...creates.values()], executionId);
  let index = 0;
  for (const key of creates.keys()) {
    const id = ids[index];
    if (id === undefined) throw new Error(`The store gave no reference for ${key}`);
    created.set(key, id);
    index += 1;
  }
  return created;
}
