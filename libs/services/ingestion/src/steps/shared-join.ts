import {
  canonicalText,
  isUnread,
  SharedJoin,
  type ConflictFacts,
  type MergeHow,
  type Projection,
  type RecordWrite,
  type ReferenceState,
  type RemoteReading,
  type SharedSources,
} from '@evenkeel/domain';
import type { ChangedRecord } from '@evenkeel/ports';
import type { TwoWay } from '../pages/two-way.js';

interface SharedSides {
  readonly record: ChangedRecord;
  readonly reference: ReferenceState;
  readonly sources: SharedSources | undefined;
}

/** What joining a reading with a record of several sources takes, and what came of it once it is joined. */
interface JoiningShared {
  readonly how: Pick<MergeHow, 'bySource' | 'made' | 'fits'>;
  readonly facts: () => ConflictFacts;
  /** Whether its source says anything else than it did, or is to be held against others anew. */
  readonly isSaid: () => boolean;
  readonly said: () => Pick<RecordWrite, 'said'>;
}

/** Undefined: the record has no other source. */
export function sharedJoin(
  { sources, record, reference }: SharedSides,
  remote: RemoteReading,
  { write, twoWay }: { readonly write: RecordWrite; readonly twoWay: TwoWay },
): JoiningShared | undefined {
  if (sources === undefined) return undefined;
  const { policy, merge, ranking } = twoWay;
  const at = write.modifiedAt ?? write.observedAt;
  const join = new SharedJoin(sources, record.data, remote, { merge, ranking, policy, at });
  let said: Pick<Projection, 'data' | 'changedAt'> = sources.own;
  return {
    how: {
      bySource: (contested) => join.decide(contested),
      made: (joined) => {
        said = join.saidBy(joined);
        return join.made(said);
      },
      // What they say together is held against the schema where it is made.
      fits: () => true,
    },
    facts: () => (join.isMultiSource ? { multi_source: true } : {}),
    isSaid: () =>
      canonicalText(said.data) !== canonicalText(sources.own.data) ||
      reference.inactive === true ||
      isUnread(reference),
    said: () => ({ said: { data: said.data, changedAt: said.changedAt } }),
  };
}
