import type { DedupePairView, DedupeRunView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { moveDedupe, NOTHING_COMPARED, SyncError, type DedupeMove, type DedupePass } from '@evenkeel/domain';
import { Ids, Logger, Store, type DedupePair, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { findJob } from '../jobs/find-job.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { AdvanceDedupe } from './advance-dedupe.js';
import { reasonView, shownScore } from './match-view.js';

/** Runs that hold what is stored against match rules, and what people do to them. */
export class ManageDedupe {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly runs: AdvanceDedupe,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` where the type has no match rules, or not all keys are made. */
  async start({ tenantId, actor }: Caller, request: RequestOf<'startDedupe'>): Promise<DedupeRunView> {
    const id = this.ids.next();
    await this.store.of(tenantId).transaction(async (tx) => {
      const { recordType, jobId } = await toLookAt(tx, request);
      const { settingsDigest: keysOf } = await this.runs.matcherOf(tx, recordType);
      const until = await tx.dedupeRuns.lastRecord(recordType);
      await tx.dedupeRuns.add({
        ...{ id, recordType, jobId, phase: 'preview', state: 'running', revision: 1, keysOf },
        ...{ after: '0', until, counts: NOTHING_COMPARED, previewed: null, actor },
        ...{ requestedAt: await tx.now(), endedAt: null, problem: null },
      });
    });
    await this.runs.begin(tenantId, id);
    return this.show({ tenantId }, { dedupeRun: id });
  }

  async list(
    { tenantId }: Caller,
    { type, ...query }: RequestOf<'listDedupeRuns'>,
  ): Promise<ListView<DedupeRunView>> {
    const request = toListRequest('dedupe-runs', query);
    const listed = await this.store.of(tenantId).transaction((tx) => tx.dedupeRuns.list(type, request));
    return toListView('dedupe-runs', listed, viewOf);
  }

  async show(
    { tenantId }: Pick<Caller, 'tenantId'>,
    { dedupeRun: id }: RequestOf<'showDedupeRun'>,
  ): Promise<DedupeRunView> {
    return this.store.of(tenantId).transaction(async (tx) => viewOf(found(id, await tx.dedupeRuns.find(id))));
  }

  async pairs(
    { tenantId }: Caller,
    { dedupeRun: id, ...query }: RequestOf<'listDedupePairs'>,
  ): Promise<ListView<DedupePairView>> {
    const request = toListRequest('dedupe-pairs', query);
    const listed = await this.store.of(tenantId).transaction(async (tx) => {
      found(id, await tx.dedupeRuns.find(id));
      return tx.dedupeRuns.pairs(id, request);
    });
    return toListView('dedupe-pairs', listed, viewOfPair);
  }

  /** Rejects with `request.wrong_state`, and with `request.stale` where the run is at another revision than the caller has seen. */
  confirm(caller: Caller, { dedupeRun }: RequestOf<'confirmDedupe'>, terms: Terms): Promise<DedupeRunView> {
    return this.move(caller, { id: dedupeRun, move: 'confirm' }, terms);
  }

  /** As {@link confirm}. */
  pause(caller: Caller, { dedupeRun }: RequestOf<'pauseDedupe'>, terms: Terms): Promise<DedupeRunView> {
    return this.move(caller, { id: dedupeRun, move: 'pause' }, terms);
  }

  /** As {@link confirm}. */
  resume(caller: Caller, { dedupeRun }: RequestOf<'resumeDedupe'>, terms: Terms): Promise<DedupeRunView> {
    return this.move(caller, { id: dedupeRun, move: 'resume' }, terms);
  }

  /** As {@link confirm}. */
  cancel(caller: Caller, { dedupeRun }: RequestOf<'cancelDedupe'>, terms: Terms): Promise<DedupeRunView> {
    return this.move(caller, { id: dedupeRun, move: 'cancel' }, terms);
  }

  private async move(
    { tenantId, actor }: Caller,
    { id, move }: { readonly id: string; readonly move: DedupeMove },
    { seen }: Terms,
  ): Promise<DedupeRunView> {
    await this.store.of(tenantId).transaction(async (tx) => {
      const run = found(id, await tx.dedupeRuns.lock(id));
      assertRevision(`Dedupe run ${id}`, run.revision, seen);
      const moved = moveDedupe(run, move, await tx.now());
      if (moved === undefined) {
        throw new SyncError(
          'request.wrong_state',
          `Dedupe run ${id} is ${run.state}: there is nothing to ${move}`,
        );
      }
      await tx.dedupeRuns.save(moved);
    });
    this.log.info('dedupe run moved', { runId: id, move, actor });
    if (move === 'confirm') await this.runs.begin(tenantId, id);
    return this.show({ tenantId }, { dedupeRun: id });
  }
}

async function toLookAt(
  tx: Transaction,
  { recordType, job: reference }: RequestOf<'startDedupe'>,
): Promise<Pick<DedupePass, 'recordType' | 'jobId'>> {
  if (reference === undefined) return { recordType: recordType ?? '', jobId: null };
  const job = await findJob(tx, reference);
  return { recordType: job.definition.recordType, jobId: job.id };
}

function found(id: string, run: DedupePass | undefined): DedupePass {
  if (run === undefined) throw new SyncError('request.not_found', `There is no dedupe run ${id}`);
  return run;
}

function viewOf(run: DedupePass): DedupeRunView {
  const { id, recordType, jobId, phase, state, revision, counts, previewed, actor, problem } = run;
  return {
    ...{ id, recordType, jobId, phase, state, revision, counts, previewed, actor, problem },
    requestedAt: run.requestedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}

function viewOfPair({ score, why, ...pair }: DedupePair): DedupePairView {
  return { ...pair, score: shownScore(score), why: why.map(reasonView) };
}
