import {
  isUnread,
  type GroupedWrites,
  type MatchDecision,
  type MatchSubject,
  type RecordUpdate,
  type RecordWrite,
  type ReferenceSet,
  type ReferenceState,
} from '@evenkeel/domain';
import { decideStored, type TypeMatcher } from '@evenkeel/operations';
import type { Timers, Transaction } from '@evenkeel/ports';
import type { Matching } from '../pages/page-group.js';
import { findChangedKeys, type ChangedKeys } from './changed-keys.js';
import { keyedReading } from './match-keys.js';

type Writes = Pick<GroupedWrites, 'creates' | 'updates'>;

/** Writes that may be of records which are here. */
export interface FoundSubjects extends Pick<Writes, 'creates'> {
  readonly subjects: readonly MatchSubject[];
  readonly changed: ChangedKeys;
}

/** New records, those that say something else where keys are made of, those that come back, and those that were parted from others. */
export async function findSubjects(
  tx: Transaction,
  matcher: TypeMatcher,
  set: ReferenceSet,
  { creates, updates }: Writes,
): Promise<FoundSubjects> {
  const changed = await findChangedKeys(tx, matcher, updates);
  // A set of which nothing is stored yet has no number, and nothing that is found is of it.
  const setId = (await tx.matchKeys.setIdOf(set)) ?? '0';
  const subjects = [
    ...Array.from(creates, ([key, write]) => subjectOf(matcher, { key, write, setId })),
    ...updates
      .filter(({ reference }) => changed.referenceIds.has(reference.id) || isNewHere(reference))
      .map((update) => subjectOf(matcher, { key: update.externalId, write: update, setId, of: update })),
  ];
  return { creates, subjects, changed };
}

function isNewHere(reference: ReferenceState): boolean {
  return reference.inactive === true || isUnread(reference);
}

/** Which records that are here the subjects are of. `timers`: where there are many subjects, to let others work in between. */
export async function matchSubjects(
  tx: Transaction,
  matcher: TypeMatcher,
  { creates, subjects, changed: { added, removed } }: FoundSubjects,
  timers?: Timers,
): Promise<Matching> {
  const decisions = (await isInForce(tx, matcher))
    ? await decideStored(tx, matcher, subjects, { timers })
    : NONE;
  const newKeys = new Map(
    Array.from(creates, ([key, write]) => [
      key,
      keyedReading(matcher, write).keys.map(({ digest }) => digest),
    ]),
  );
  return { decisions, newKeys, added, removed };
}

const NONE: ReadonlyMap<string, MatchDecision> = new Map();

interface SubjectOf {
  readonly key: string;
  readonly write: RecordWrite;
  readonly setId: string;
  /** The record that is here; left out: there is none. */
  readonly of?: RecordUpdate;
}

function subjectOf(matcher: TypeMatcher, { key, write, setId, of }: SubjectOf): MatchSubject {
  const { externalId } = write;
  return { name: key, setId, externalId, recordId: of?.reference.recordId, ...keyedReading(matcher, write) };
}

/** Only once everything that is stored has its keys: until then what is not found may be here all the same. */
async function isInForce(tx: Transaction, { recordType, settingsDigest }: TypeMatcher): Promise<boolean> {
  const { keysOf, completeAt } = await tx.matchKeys.progress(recordType);
  return keysOf === settingsDigest && completeAt !== null;
}
