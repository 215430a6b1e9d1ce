import {
  nameOfNew,
  type Attach,
  type ExecutionId,
  type MatchDecision,
  type RecordUpdate,
  type ReferenceSet,
} from '@evenkeel/domain';
import { mergeRecords, openRecords, readingOf, type KnownRecord, type MergePair } from '@evenkeel/operations';
import type { OpenedReview, RecordMerge, SavedProjection, Transaction } from '@evenkeel/ports';
import type { Matching } from '../pages/page-group.js';

/** What records of one set are written for. */
export interface WriteCause {
  readonly executionId: ExecutionId;
  /** What the match rules of their type say; undefined: it has none, or nothing is to be written. */
  readonly matching: Matching | undefined;
}

type Join = Extract<MatchDecision, { readonly kind: 'join' }>;

export interface AttachedReferences {
  /** Reference ids by the keys of the inputs. */
  readonly ids: ReadonlyMap<string, string>;
  /** By record: those of which all that their sources say is at hand. */
  readonly known: ReadonlyMap<string, KnownRecord>;
}

/** Adds references to records that are here, each with what it says. The records are to be made anew. */
export async function attachReferences(
  tx: Transaction,
  set: ReferenceSet,
  { executionId, matching }: WriteCause,
  attaches: ReadonlyMap<string, Attach>,
): Promise<AttachedReferences> {
  if (attaches.size === 0) return { ids: new Map(), known: new Map() };
  const list = [...attaches.values()];
  const recordIds = [...new Set(list.map(({ recordId }) => recordId))];
  const { projections, known } = await openRecords(tx, recordIds);
  const referenceIds = await tx.sharedRecords.attach(set, list);
  const setId = (await tx.matchKeys.setIdOf(set)) ?? '';
  const all = new Map(known);
  const first: SavedProjection[] = [];
  const merges: RecordMerge[] = [];
  const ids = new Map<string, string>();
  for (const [key, { recordId, write }] of attaches) {
    const referenceId = referenceIds[ids.size] ?? '';
    ids.set(key, referenceId);
    const { data, changedAt } = readingOf(write);
    first.push({ referenceId, recordId, dataText: write.dataText, changedAt });
    const before = all.get(recordId);
    const said = { referenceId, setId, active: true, data, changedAt };
    if (before !== undefined) all.set(recordId, { ...before, projections: [...before.projections, said] });
    const { rule = null, score = null, why = [] } = (matching?.decisions.get(key) ?? {}) as Partial<Join>;
    merges.push({
      ...{ recordType: set.recordType, survivorId: recordId, absorbedId: null, referenceIds: [referenceId] },
      ...{ rule, score, why, executionId, actor: null },
    });
  }
  await tx.sharedRecords.saveProjections([...projections, ...first]);
  await tx.merges.add(merges);
  return { ids, known: all };
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
