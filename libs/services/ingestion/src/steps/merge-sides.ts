import {
  decideDeletion,
  LEFT,
  mergeReading,
  canonicalText,
  type Agreement,
  type Decision,
  type FieldTimes,
  type JoinHow,
  type RecordWrite,
  type ReferenceState,
  type RemoteReading,
} from '@evenkeel/domain';
import type { ChangedRecord } from '@evenkeel/ports';
import { dataOf } from '../pages/arrival-pairing.js';
import type { Merged } from '../pages/page-group.js';
import type { TwoWay } from '../pages/two-way.js';

/** A record that was changed here since both sides agreed. */
export interface MergeSides {
  readonly agreement: Agreement;
  readonly record: ChangedRecord;
  readonly reference: ReferenceState;
  readonly localTimes: FieldTimes;
}

type Written = Extract<Decision, { readonly write: RecordWrite }>;

/** What a reading and the record become together. */
export function mergeRecord(sides: MergeSides, decision: Written, twoWay: TwoWay): Merged {
  const { agreement, record, reference } = sides;
  const { write } = decision;
  const remote: RemoteReading = { data: dataOf(write), isComplete: true, ...isAsWritten(reference, write) };
  if (!record.isActive && reference.inactive !== true)
    return mergeDeletedHere(sides, { decision, remote, twoWay });
  const how = { ...howOf(sides, twoWay, write.modifiedAt), fits: twoWay.fits };
  const merged = mergeReading({ agreement, local: record.data, remote }, how);
  const dataText = canonicalText(merged.local);
  const isOpen = merged.open.length > 0;
  return {
    ...mergedOf(sides, merged.agreement),
    isToSend: merged.isToSend,
    decision:
      merged.isChanged || !record.isActive
        ? {
            kind: 'update_record',
            outcome: isOpen ? 'conflicted' : updatedAs(decision),
            write: { ...write, dataText },
          }
        : { kind: 'note_reading', outcome: isOpen ? 'conflicted' : 'unchanged', write },
  };
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
  const { agreement, record } = sides;
  const { write } = decision;
  const { policy, flows } = twoWay;
  const how = howOf(sides, twoWay, write.modifiedAt);
  const given = { base: agreement, local: record.data, remote };
  const decided = decideDeletion(
    { sides: given, deletedOn: 'local' },
    { lists: policy.lists, flows },
    { policy, circumstances: { ...how.circumstances, records: { local: record.data, remote: remote.data } } },
  );
  switch (decided.kind) {
    case 'deletion':
      return {
        ...mergedOf(sides, agreement),
        isToSend: true,
        decision: { kind: 'note_reading', outcome: 'unchanged', write },
      };
    case 'change':
      return { ...mergedOf(sides, null), decision: { kind: 'update_record', outcome: 'updated', write } };
    case 'undecided':
      return {
        ...mergedOf(sides, { ...agreement, contested: [decided.contested.path] }),
        decision: { kind: 'note_reading', outcome: 'conflicted', write },
      };
  }
}

/** It is gone at the provider, and was changed here. */
export function mergeDeletion(sides: MergeSides, twoWay: TwoWay): Merged {
  const { agreement, record } = sides;
  const { policy, flows } = twoWay;
  const remote = { data: agreement.remote, isComplete: true };
  const how = howOf(sides, twoWay, null);
  const decided = record.isActive
    ? decideDeletion(
        { sides: { base: agreement, local: record.data, remote }, deletedOn: 'remote' },
        { lists: policy.lists, flows },
        {
          policy,
          circumstances: { ...how.circumstances, records: { local: record.data, remote: remote.data } },
        },
      )
    : { kind: 'deletion' as const };
  if (decided.kind === 'deletion') return mergedOf(sides, null);
  // The push finds it gone as well, and it is not made there anew.
  return { ...mergedOf(sides, agreement), isToSend: true, decision: LEFT.conflicted };
}

function mergedOf(
  { reference, record }: MergeSides,
  agreement: Agreement | null,
): Pick<Merged, 'referenceId' | 'recordId' | 'recordVersion' | 'agreement' | 'isToSend'> {
  const { id: referenceId, recordId } = reference;
  return { referenceId, recordId, recordVersion: record.version, agreement, isToSend: false };
}

function howOf(
  { localTimes }: MergeSides,
  { policy, flows }: TwoWay,
  modifiedAt: string | null,
): Omit<JoinHow, 'fits'> {
  return {
    policy,
    flows,
    circumstances: {
      changedAt: { local: localTimes, remote: modifiedAt === null ? {} : { $: modifiedAt } },
      onFailure: 'review',
    },
  };
}

/** By versions, whether the provider's record is as our write left it. */
function isAsWritten({ version }: ReferenceState, write: RecordWrite): Pick<RemoteReading, 'isAsWritten'> {
  return version === null || write.version === null ? {} : { isAsWritten: version === write.version };
}
