import {
  advanceDedupe,
  judgeDedupe,
  orderIds,
  pairName,
  pairsOf,
  referenceSetOf,
  SyncError,
  type DedupePass,
  type TenantId,
} from '@evenkeel/domain';
import { RecordSecrets, type TypeMatcher } from '@evenkeel/operations';
import { Digest, Logger, Store, Timers, type DedupePair, type Transaction } from '@evenkeel/ports';
import { carryOutHeld, holdStored, matcherInForce, type HeldReading } from './hold-stored.js';

/** Records of one transaction: runs that bring something new of the type wait for it. */
const RECORDS_AT_ONCE = 500;
/** Transactions that a request waits for. */
const MOST_AT_ONCE = 5;

/**
 * Moves dedupe runs on, so many records a transaction: what it merges, how far it is and what it counts are committed together, so that it
 * goes on after a crash where it stood. What a person does to a run is seen before the next transaction.
 */
export class AdvanceDedupe {
  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly secrets: RecordSecrets,
    private readonly timers: Timers,
    private readonly log: Logger,
  ) {}

  /** The match rules of a type. Rejects with `request.wrong_state` where it has none, or not all keys are made. */
  matcherOf(tx: Transaction, recordType: string): Promise<TypeMatcher> {
    const { digest, secrets } = this;
    return matcherInForce(tx, recordType, { digest, secrets });
  }

  /** As far as it goes by itself. */
  async advance(tenantId: TenantId, id: string): Promise<void> {
    while (await this.step(tenantId, id));
  }

  /** All of it where little is stored; the rest is left to a sweep. */
  async begin(tenantId: TenantId, id: string): Promise<void> {
    for (let steps = 0; steps < MOST_AT_ONCE; steps += 1) if (!(await this.step(tenantId, id))) return;
  }

  /** Whether there is more to be done. */
  private async step(tenantId: TenantId, id: string): Promise<boolean> {
    const after = await this.store.of(tenantId).transaction(async (tx) => {
      const found = await tx.dedupeRuns.find(id);
      if (found?.state !== 'running') return undefined;
      // The type comes first, as wherever something of it is merged; what only looks keeps no run of it waiting.
      if (found.phase === 'merge') await tx.matchKeys.lockType(found.recordType);
      const run = await tx.dedupeRuns.lock(id);
      if (run?.state !== 'running' || run.phase !== found.phase) return run;
      const moved = await this.look(tx, run);
      await tx.dedupeRuns.save(moved);
      return moved;
    });
    if (after === undefined || after.state === 'running') return after !== undefined;
    const { recordType, phase, state, counts } = after;
    this.log.info('dedupe run stopped', { runId: id, recordType, phase, state, ...counts });
    return false;
  }

  private async look(tx: Transaction, run: DedupePass): Promise<DedupePass> {
    const now = await tx.now();
    const matcher = await this.unchangedMatcher(tx, run);
    if (typeof matcher === 'string') return { ...run, state: 'failed', endedAt: now, problem: matcher };
    const ids = await nextRecords(tx, run);
    const held = await holdStored(tx, { matcher, timers: this.timers }, ids);
    const shown = run.phase === 'preview' ? undefined : await shownOf(tx, run, held);
    const isToCome = (recordId: string) =>
      run.jobId === null &&
      orderIds(ids.at(-1) ?? run.until, recordId) < 0 &&
      orderIds(recordId, run.until) <= 0;
    const { outcomes, carried } = judgeDedupe(held, { ids, shown, isToCome });
    if (shown === undefined) await tx.dedupeRuns.addPairs(run.id, held.flatMap(toPairs));
    else {
      const merged = await carryOutHeld(
        tx,
        { joining: held.filter((each) => carried.includes(each)), reviewed: held },
        { matcher, actor: run.actor },
      );
      await tx.dedupeRuns.follow(run.id, merged);
    }
    return advanceDedupe(run, { outcomes, last: ids.at(-1), now });
  }

  /** Or why it cannot go on. */
  private async unchangedMatcher(tx: Transaction, run: DedupePass): Promise<TypeMatcher | string> {
    try {
      const matcher = await this.matcherOf(tx, run.recordType);
      if (matcher.settingsDigest === run.keysOf) return matcher;
      return `The match rules of record type ${run.recordType} have changed since: make another preview`;
    } catch (error) {
      if (error instanceof SyncError) return error.message;
      throw error;
    }
  }
}

async function nextRecords(tx: Transaction, run: DedupePass): Promise<readonly string[]> {
  const { recordType, after, until, jobId } = run;
  const job = jobId === null ? undefined : await tx.jobs.find(jobId);
  const setId = jobId === null ? undefined : job && (await tx.matchKeys.setIdOf(referenceSetOf(job)));
  if (jobId !== null && setId === undefined) return [];
  const ids = await tx.sharedRecords.recordsAfter(recordType, after, RECORDS_AT_ONCE, setId);
  return ids.filter((id) => orderIds(id, until) <= 0);
}

async function shownOf(
  tx: Transaction,
  { id }: DedupePass,
  held: readonly HeldReading[],
): Promise<ReadonlySet<string>> {
  const recordIds = new Set(held.flatMap((each) => pairsOf(each).flat()));
  return new Set((await tx.dedupeRuns.pairsToMerge(id, [...recordIds])).map(pairName));
}

function toPairs(held: HeldReading): readonly DedupePair[] {
  const { recordId, decision } = held;
  const reviewed = decision.reviews.map(({ recordId: id, ...review }): DedupePair => {
    const [one, other] = [recordId, id].toSorted(orderIds) as [string, string];
    return { one, other, ...review };
  });
  if (decision.kind === 'alone') return reviewed;
  const { rule, score, why } = decision;
  const joined = pairsOf(held).map(([one, other]): DedupePair => ({
    one,
    other,
    rule,
    score,
    why,
    cause: null,
  }));
  return [...joined, ...reviewed];
}
