import type { ExecutionId, ReferenceState } from '@evenkeel/domain';
import { remerge, mergerOf, type TypeMatcher } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';

/** Records of several references of which one is derived, as far as they are to be made anew. */
export class SharedPieces {
  private readonly ofType = new Map<string, Set<string>>();

  add(recordType: string, recordIds: readonly string[]): void {
    if (recordIds.length === 0) return;
    const known = this.ofType.get(recordType) ?? new Set<string>();
    recordIds.forEach((id) => known.add(id));
    this.ofType.set(recordType, known);
  }

  addOf(recordType: string, references: readonly ReferenceState[]): void {
    const sharing = references.filter(({ sharesRecord }) => sharesRecord === true);
    this.add(
      recordType,
      sharing.map(({ recordId }) => recordId),
    );
  }

  /** By the name of their type, which is the order in which types are locked. */
  byType(): readonly (readonly [string, ReadonlySet<string>])[] {
    return [...this.ofType].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

/** Makes them anew of what each of their sources said last. */
export async function remergePieces(
  tx: Transaction,
  {
    executionId,
    derivedTypes,
    shared,
  }: {
    readonly executionId: ExecutionId;
    readonly derivedTypes: ReadonlyMap<string, TypeMatcher>;
    readonly shared: SharedPieces;
  },
): Promise<void> {
  for (const [recordType, recordIds] of shared.byType()) {
    // Records stay shared when the type has no rules any more, and when the job has no rule for it any more.
    const merge = derivedTypes.get(recordType)?.merge ?? mergerOf(await tx.recordTypes.find(recordType));
    await remerge(tx, recordIds, { recordType, merge, executionId });
  }
}
