import {
  nameOfNew,
  type Attach,
  type ExecutionId,
  type MatchDecision,
  type RecordUpdate,
  type ReferenceSet,
} from '@evenkeel/domain';
import { firstProjection, mergeRecords, openRecords, type MergePair } from '@evenkeel/operations';
import type { OpenedReview, RecordMerge, Transaction } from '@evenkeel/ports';
import type { Matching } from '../pages/page-group.js';

/** What records of one set are written for. */
export interface WriteCause {
  readonly executionId: ExecutionId;
  /** What the match rules of their type say; undefined: it has none, or nothing is to be written. */
  readonly matching: Matching | undefined;
}

type Join = Extract<MatchDecision, { readonly kind: 'join' }>;

/** Adds references to records that are here, each with what it says; gives their ids by the keys of the inputs. The records are to be made anew. */
export async function attachReferences(
  tx: Transaction,
  set: ReferenceSet,
  { executionId, matching }: WriteCause,
  attaches: ReadonlyMap<string, Attach>,
): Promise<ReadonlyMap<string, string>> {
  if (attaches.size === 0) return new Map();
  const list = [...attaches.values()];
  const recordIds = [...new Set(list.map(({ recordId }) => recordId))];
  const { locked, projections } = await openRecords(tx, recordIds);
  const dataOf = new Map(locked.map(({ id, data }) => [id, data]));
  const ids = await tx.sharedRecords.attach(set, list);
  const attached = Array.from(attaches, ([key, attach], index) => ({ key, ...attach, id: ids[index] ?? '' }));
  const first = attached.map(({ id, write }) => firstProjection(id, write));
  await tx.sharedRecords.saveProjections([...projections, ...first]);
  await tx.merges.add(
    attached.map(({ key, recordId, id }): RecordMerge => {
      const { rule = null, score = null, why = [] } = (matching?.decisions.get(key) ?? {}) as Partial<Join>;
      return {
        ...{ recordType: set.recordType, survivorId: recordId, absorbedId: null, referenceIds: [id] },
        ...{ rule, score, why, executionId, actor: null },
        ...{ survivorBefore: dataOf.get(recordId) ?? {}, absorbedBefore: null },
      };
    }),
  );
  return new Map(attached.map(({ key, id }) => [key, id]));
}

interface WrittenReferences {
  readonly updates: readonly RecordUpdate[];
  /** New reference ids by the key of their record. */
  readonly created: ReadonlyMap<string, string>;
}

/**
 * Keeps under which keys readings are found, merges records that turned out to be one, and opens reviews. Gives the records that are to
 * be made anew.
 */
export async function writeMatching(
  tx: Transaction,
  set: ReferenceSet,
  { executionId, matching }: WriteCause,
  { updates, created }: WrittenReferences,
): Promise<readonly string[]> {
  if (matching === undefined) return [];
  const { recordType } = set;
  const { decisions, added, removed } = matching;
  // Where the first of the set was stored just now it has its number by now.
  const setId = (await tx.matchKeys.setIdOf(set)) ?? '';
  await tx.matchKeys.addFirst(newRows(matching, created).map((row) => ({ ...row, setId })));
  await tx.matchKeys.change(
    added.map((row) => ({ ...row, setId })),
    removed,
  );
  const pairs = Array.from(decisions.values(), (decision) =>
    decision.kind === 'join' ? pairsOf(decision) : [],
  );
  const survivors = await mergeRecords(tx, pairs.flat(), { recordType, executionId, actor: null });
  const referenceOf = new Map(updates.map(({ externalId, reference }) => [externalId, reference.id]));
  const idOf = (name: string) => created.get(name) ?? referenceOf.get(name);
  const reviews = Array.from(decisions, ([name, decision]): readonly OpenedReview[] => {
    const referenceId = idOf(name);
    if (referenceId === undefined) return [];
    return decision.reviews.flatMap(({ recordId, ...review }): readonly OpenedReview[] => {
      const other = otherOf(recordId, idOf);
      return other === undefined ? [] : [{ ...review, recordType, referenceId, other }];
    });
  });
  await tx.matchReviews.open(reviews.flat());
  return survivors;
}

/** What a review is about besides its own record: one that was stored before, or together with it. */
function otherOf(
  recordId: string,
  idOf: (name: string) => string | undefined,
): OpenedReview['other'] | undefined {
  const name = nameOfNew(recordId);
  if (name === undefined) return { recordId };
  const referenceId = idOf(name);
  return referenceId === undefined ? undefined : { referenceId };
}

function newRows({ newKeys }: Matching, created: ReadonlyMap<string, string>) {
  return Array.from(newKeys, ([key, digests]) => {
    const referenceId = created.get(key);
    return referenceId === undefined ? [] : digests.map((digest) => ({ referenceId, key: digest }));
  }).flat();
}

function pairsOf({ recordId: survivorId, absorbed, rule, score, why }: Join): readonly MergePair[] {
  return absorbed.map((absorbedId) => ({ survivorId, absorbedId, rule, score, why }));
}
