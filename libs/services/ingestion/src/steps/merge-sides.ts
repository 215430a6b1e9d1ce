import {
  CONFLICT_STATE_TABLE,
  decidedChoice,
  decideDeletion,
  foundConflict,
  isDecided,
  LEFT,
  mergeReading,
  canonicalText,
  unsentConflict,
  type Agreement,
  type ConflictFacts,
  type Decision,
  type DeletionDecision,
  type FieldTimes,
  type FindingOf,
  type FoundConflict,
  type JoinHow,
  type MergedReading,
  type RecordWrite,
  type ReferenceState,
  type ReadSince,
  type RemoteReading,
  type SharedSources,
} from '@evenkeel/domain';
import type { ChangedRecord, StoredConflict } from '@evenkeel/ports';
import { dataOf } from '../pages/arrival-pairing.js';
import type { Merged } from '../pages/page-group.js';
import type { TwoWay } from '../pages/two-way.js';
import { sharedJoin } from './shared-join.js';

/** A record that was changed here since both sides agreed. */
export interface MergeSides {
  readonly agreement: Agreement;
  readonly record: ChangedRecord;
  readonly reference: ReferenceState;
  readonly localTimes: FieldTimes;
  /** What is read of it may lack fields that the provider has. */
  readonly isPartial: boolean;
  /** When it was read, seen from our last write. */
  readonly since: ReadSince;
  readonly onFailure: 'throw' | 'review';
  /** Of the record, if one lives. */
  readonly conflict: StoredConflict | undefined;
  /** Of a record of several sources; undefined: this one is the only one. */
  readonly sources: SharedSources | undefined;
}

type Written = Extract<Decision, { readonly write: RecordWrite }>;

/** What a reading and the record become together. */
export function mergeRecord(sides: MergeSides, decision: Written, twoWay: TwoWay): Merged {
  const { agreement, record, reference } = sides;
  const { write } = decision;
  const isComplete = !sides.isPartial;
  const remote: RemoteReading = { data: dataOf(write), isComplete, ...sides.since };
  if (!record.isActive && reference.inactive !== true) {
    const merged = mergeDeletedHere(sides, { decision, remote, twoWay });
    // The change holds: what of it this source has said is found out below.
    if (merged.agreement !== null || sides.sources === undefined) return merged;
  }
  const facts = { timestamp: isEarlier(reference, write) };
  const shared = sharedJoin(sides, remote, { write, twoWay });
  const how = {
    ...howOf(sides, twoWay, { modifiedAt: write.modifiedAt, facts }),
    ...(shared?.how ?? { fits: twoWay.fits }),
  };
  const merged = mergeReading({ agreement, local: record.data, remote }, how);
  const isOpen = merged.open.length > 0;
  const found = {
    policy: twoWay.policy,
    facts: { ...facts, ...shared?.facts() },
    remoteVersion: write.version,
  };
  const isWritten = merged.isChanged || !record.isActive || shared?.isSaid() === true;
  return {
    ...mergedOf(sides, shared === undefined ? merged.agreement : merged.agreed),
    isToSend: merged.isToSend,
    found: foundConflict(merged.open, found) ?? stillRefused(sides, merged, twoWay),
    decision: isWritten
      ? {
          kind: 'update_record',
          outcome: isOpen ? 'conflicted' : updatedAs(decision),
          write: { ...write, dataText: canonicalText(merged.local), ...shared?.said() },
        }
      : { kind: 'note_reading', outcome: isOpen ? 'conflicted' : 'unchanged', write },
  };
}

/** Of a record whose writes the provider refused: what is left to be sent, as it is now. */
function stillRefused(
  { conflict, reference }: MergeSides,
  { agreement, local, isToSend }: MergedReading,
  twoWay: TwoWay,
): FoundConflict | undefined {
  const isOpen = conflict?.kind === 'version' && CONFLICT_STATE_TABLE[conflict.state].isOpen;
  if (!isOpen || !isToSend || agreement === null) return undefined;
  return unsentConflict({ agreement, local, remoteVersion: reference.version }, twoWay);
}

function updatedAs({ outcome }: Written): 'updated' | 'reactivated' {
  return outcome === 'reactivated' ? 'reactivated' : 'updated';
}

/** It was deleted here, and is there. */
function mergeDeletedHere(
  sides: MergeSides,
  {
    decision,
    remote,
    twoWay,
  }: { readonly decision: Written; readonly remote: RemoteReading; readonly twoWay: TwoWay },
): Merged {
  const { agreement } = sides;
  const { write } = decision;
  const { modifiedAt, version: remoteVersion } = write;
  const decided = decideDeleted(sides, { deletedOn: 'local', remote, modifiedAt }, twoWay);
  switch (decided.kind) {
    case 'deletion':
      return {
        ...mergedOf(sides, { ...agreement, contested: [] }),
        isToSend: true,
        decision: { kind: 'note_reading', outcome: 'unchanged', write },
      };
    case 'change':
      return { ...mergedOf(sides, null), decision: { kind: 'update_record', outcome: 'updated', write } };
    case 'undecided':
      return {
        ...mergedOf(sides, { ...agreement, contested: [decided.contested.path] }),
        found: foundDeletion(decided, { ...twoWay, remoteVersion }),
        decision: { kind: 'note_reading', outcome: 'conflicted', write },
      };
  }
}

/** It is gone at the provider, and was changed here. */
export function mergeDeletion(sides: MergeSides, twoWay: TwoWay): Merged {
  const { agreement, record } = sides;
  const remote = { data: agreement.remote, isComplete: true };
  const decided = record.isActive
    ? decideDeleted(sides, { deletedOn: 'remote', remote, modifiedAt: null }, twoWay)
    : { kind: 'deletion' as const };
  switch (decided.kind) {
    case 'deletion':
      return mergedOf(sides, null);
    case 'change':
      // It is not made there anew. What was agreed on is kept for when the provider has it again.
      return {
        ...mergedOf(sides, { ...agreement, contested: [] }),
        detaches: true,
        decision: LEFT.conflicted,
      };
    case 'undecided':
      return {
        ...mergedOf(sides, { ...agreement, contested: [decided.contested.path] }),
        found: foundDeletion(decided, { ...twoWay, remoteVersion: null }),
        decision: LEFT.conflicted,
      };
  }
}

interface Deleted {
  readonly deletedOn: 'local' | 'remote';
  readonly remote: RemoteReading;
  readonly modifiedAt: string | null;
}

function decideDeleted(
  sides: MergeSides,
  { deletedOn, remote, modifiedAt }: Deleted,
  twoWay: TwoWay,
): DeletionDecision {
  const { agreement, record } = sides;
  const { policy, flows } = twoWay;
  const { decided, circumstances } = howOf(sides, twoWay, { modifiedAt });
  return decideDeletion(
    { sides: { base: agreement, local: record.data, remote }, deletedOn },
    { lists: policy.lists, flows },
    {
      policy,
      decided,
      circumstances: { ...circumstances, records: { local: record.data, remote: remote.data } },
    },
  );
}

function foundDeletion(
  { asks, contested }: Extract<DeletionDecision, { readonly kind: 'undecided' }>,
  { policy, remoteVersion }: Pick<FindingOf, 'policy' | 'remoteVersion'>,
): FoundConflict | undefined {
  const facts = { delete_vs_change: true };
  return foundConflict([{ ...contested, asks }], { policy, facts, remoteVersion });
}

/** The provider gives an earlier time than before for what it says now. */
function isEarlier({ modifiedAt: before }: ReferenceState, { modifiedAt: now }: RecordWrite): boolean {
  return Date.parse(String(now)) < Date.parse(String(before));
}

export function mergedOf(
  { reference, record }: Pick<MergeSides, 'reference' | 'record'>,
  agreement: Agreement | null,
): Pick<Merged, 'referenceId' | 'recordId' | 'recordVersion' | 'agreement' | 'isToSend'> {
  const { id: referenceId, recordId } = reference;
  return { referenceId, recordId, recordVersion: record.version, agreement, isToSend: false };
}

function howOf(
  { localTimes, onFailure, conflict }: MergeSides,
  { policy, flows }: TwoWay,
  { modifiedAt, facts = {} }: { readonly modifiedAt: string | null; readonly facts?: ConflictFacts },
): Omit<JoinHow, 'fits'> {
  const isDue = conflict !== undefined && isDecided(conflict) && !conflict.isTaken;
  return {
    policy,
    flows,
    decided: isDue ? (contested) => decidedChoice(conflict, contested) : undefined,
    circumstances: {
      changedAt: { local: localTimes, remote: modifiedAt === null ? {} : { $: modifiedAt } },
      facts,
      onFailure,
    },
  };
}
