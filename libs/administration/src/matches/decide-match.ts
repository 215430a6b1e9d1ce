import type { MatchView, RequestOf } from '@evenkeel/contracts-admin';
import { findKeptApart, pairsApart, SyncError, type ReviewState } from '@evenkeel/domain';
import { mergeRecords, mergerOf, remerge } from '@evenkeel/operations';
import { Logger, Store, type StoredReview, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { assertNotInWriting } from './assert-not-in-writing.js';
import { revisionOf, unknownMatch, viewMatch } from './list-matches.js';

/** What a person says of two records that may be one. */
export class DecideMatchUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Doing it twice changes nothing. Rejects with `request.wrong_state`, and with `request.stale` where the records are not as the caller has seen them. */
  async merge(caller: Caller, { match: id }: RequestOf<'mergeMatch'>, { seen }: Terms): Promise<MatchView> {
    return this.decide(caller, { id, seen, to: 'merged', carryOut: mergePair });
  }

  /** As {@link merge}. */
  async keepApart(
    caller: Caller,
    { match: id }: RequestOf<'keepMatchApart'>,
    { seen }: Terms,
  ): Promise<MatchView> {
    return this.decide(caller, { id, seen, to: 'kept_apart', carryOut: keepPairApart });
  }

  private async decide({ tenantId, actor }: Caller, deciding: Deciding): Promise<MatchView> {
    const { id, to, carryOut } = deciding;
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const { recordType } = (await tx.matchReviews.find(id)) ?? unknownMatch(id);
      await tx.matchKeys.lockType(recordType);
      const review = (await tx.matchReviews.lock(id)) ?? unknownMatch(id);
      if (review.state !== to) {
        if (review.state !== 'open') {
          throw new SyncError(
            'request.wrong_state',
            `Match ${id} is ${review.state.replace('_', ' ')} already`,
          );
        }
        await assertSeen(tx, review, deciding);
        // First, so that the merge finds nothing open between the two.
        await tx.matchReviews.decide(id, to, actor);
        await carryOut(tx, review, actor);
      }
      return viewMatch(tx, (await tx.matchReviews.find(id)) ?? review);
    });
    this.log.info('match decided', { matchId: id, state: to, actor });
    return view;
  }
}

interface Deciding {
  readonly id: string;
  readonly seen: number | undefined;
  readonly to: ReviewState;
  readonly carryOut: (tx: Transaction, review: StoredReview, actor: string) => Promise<void>;
}

/** Behind the locks of their references neither of the records changes any more. */
async function assertSeen(
  tx: Transaction,
  review: StoredReview,
  { seen }: Pick<Deciding, 'seen'>,
): Promise<void> {
  if (seen === undefined) return;
  await tx.sharedRecords.lockReferences([review.oneId, review.otherId]);
  assertRevision(`Match ${review.id}`, await revisionOf(tx, review), seen);
}

async function mergePair(tx: Transaction, review: StoredReview, actor: string): Promise<void> {
  await refuseKeptApart(tx, review);
  await refuseInOneSet(tx, review);
  await assertNotInWriting(tx, [review.oneId, review.otherId], `Match ${review.id}`);
  const { recordType, oneId: survivorId, otherId: absorbedId, why, score } = review;
  const pairs = [{ survivorId, absorbedId, rule: null, score, why }];
  const survivors = await mergeRecords(tx, pairs, { recordType, executionId: null, actor });
  const merge = mergerOf(await tx.recordTypes.find(recordType));
  await remerge(tx, survivors, { recordType, merge, executionId: null });
}

/** Two records of one provider that a job keeps in step cannot both be kept in step with one record here; what was only sent there keeps what it has. */
async function refuseInOneSet(tx: Transaction, { id, oneId, otherId }: StoredReview): Promise<void> {
  const readings = (await tx.sharedRecords.readings([oneId, otherId])).filter(
    ({ active, data }) => active && Object.keys(data).length > 0,
  );
  const bothWays = await tx.agreements.bothWaysAmong(readings.map(({ referenceId }) => referenceId));
  const written = readings.filter(({ referenceId }) => bothWays.has(referenceId));
  const one = written.find(
    (each) =>
      each.recordId === oneId &&
      written.some(({ recordId, setId }) => recordId === otherId && setId === each.setId),
  );
  if (one === undefined) return;
  const other = written.find(({ recordId, setId }) => recordId === otherId && setId === one.setId);
  const message = `Match ${id} would make one record of ${one.externalId} and ${other?.externalId ?? ''}, which are two at one provider, and a job keeps both in step with it: make them one there, or keep the match apart`;
  throw new SyncError('request.wrong_state', message);
}

/** Another person may have parted what the two consist of since this one looked at them. */
async function refuseKeptApart(tx: Transaction, { id, oneId, otherId }: StoredReview): Promise<void> {
  const readings = await tx.sharedRecords.readings([oneId, otherId]);
  const of = (recordId: string) => readings.filter((reading) => reading.recordId === recordId);
  const apart = findKeptApart(of(oneId), of(otherId), await tx.matchReviews.keptApart(readings, []));
  if (apart === undefined) return;
  const { externalId, otherExternalId } = apart;
  const message = `Match ${id} would make one record of ${externalId} and ${otherExternalId}, which a person keeps apart: keep it apart too, or undo the merge that brought one of them to its record`;
  throw new SyncError('request.wrong_state', message);
}

async function keepPairApart(
  tx: Transaction,
  { oneId, otherId }: StoredReview,
  actor: string,
): Promise<void> {
  const readings = await tx.sharedRecords.readings([oneId, otherId]);
  const keys = await tx.matchKeys.ofReferences(readings.map(({ referenceId }) => referenceId));
  const of = (id: string) => readings.filter(({ recordId }) => recordId === id);
  await tx.matchReviews.keepApart(pairsApart(of(oneId), of(otherId), keys), actor);
}
