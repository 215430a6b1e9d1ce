import type { MatchKeyRow, RecordUpdate } from '@evenkeel/domain';
import type { TypeMatcher } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import { keyedReading } from './match-keys.js';

export interface ChangedKeys {
  /** References whose readings have other keys than before. */
  readonly referenceIds: ReadonlySet<string>;
  readonly added: readonly MatchKeyRow[];
  readonly removed: readonly MatchKeyRow[];
}

/** Which of these updates change the keys under which their readings are found. */
export async function findChangedKeys(
  tx: Transaction,
  matcher: TypeMatcher,
  updates: readonly RecordUpdate[],
): Promise<ChangedKeys> {
  const stored = await tx.matchKeys.ofReferences(updates.map(({ reference }) => reference.id));
  const had = new Set(stored.map(nameOf));
  const has = updates.flatMap((update) =>
    keyedReading(matcher, update).keys.map(({ digest: key }) => ({ referenceId: update.reference.id, key })),
  );
  const isKept = new Set(has.map(nameOf));
  const added = has.filter((row) => !had.has(nameOf(row)));
  const removed = stored.filter((row) => !isKept.has(nameOf(row)));
  return {
    added,
    removed,
    referenceIds: new Set([...added, ...removed].map(({ referenceId }) => referenceId)),
  };
}

function nameOf({ referenceId, key }: MatchKeyRow): string {
  return `${referenceId} ${key}`;
}
