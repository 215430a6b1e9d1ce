import type { TableSize } from '@evenkeel/domain';
import type { GrowthRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import {
  ADD_CURSOR,
  FORGET_CHANGES,
  FORGET_PAST,
  FORGET_REVIEWS,
  LOCK_CURSOR,
  MOVE_CURSOR,
} from './journal-statements.js';
import {
  FORGET_REQUESTS,
  FORGET_RUNS,
  FORGET_SEQUENCES,
  forgetLeft,
  KEEP_PAST,
  LEFT_BY_RUNS,
  MARK_RUNS,
  MARKED_RUNS,
} from './run-statements.js';
import { loadTableSizes } from './table-sizes.js';

/** Runs whose rows are looked for at a time. Each batch passes over what the ones before have deleted of these: with 50 large runs it took ten times as long. */
const RUNS_AT_ONCE = 5;
/** A pass through the journal of records begins no more often. */
const HOURS_BETWEEN_PASSES = 6;

interface Looked extends Record<string, unknown> {
  readonly seen: number;
  readonly gone: number;
  readonly recordId: string | null;
  readonly changeId: string | null;
  readonly runs: readonly string[];
}

export class PostgresGrowthRepository implements GrowthRepository {
  constructor(private readonly session: Session) {}

  markRuns(days: number, limit: number): Promise<number> {
    return this.session.write(MARK_RUNS, [days, limit]);
  }

  async forgetMarked(limit: number): Promise<number> {
    const marked = await this.session.rows<{ id: string }>(MARKED_RUNS, [RUNS_AT_ONCE]);
    if (marked.length === 0) return 0;
    const ids = marked.map(({ id }) => id);
    let gone = 0;
    for (const left of LEFT_BY_RUNS) {
      if (gone >= limit) return gone;
      gone += await this.session.write(forgetLeft(left), [ids, limit - gone]);
    }
    if (gone >= limit) return gone;
    await this.session.write(KEEP_PAST, [ids]);
    await this.session.write(FORGET_SEQUENCES, [ids]);
    return gone + (await this.session.write(FORGET_RUNS, [ids]));
  }

  requestTables(): readonly string[] {
    return Object.keys(FORGET_REQUESTS);
  }

  forgetRequests(table: string, days: number, limit: number): Promise<number> {
    const statement = FORGET_REQUESTS[table];
    if (statement === undefined) throw new Error(`${table} holds no requests for runs`);
    return this.session.write(statement, [days, limit]);
  }

  async forgetChanges(days: number, limit: number): Promise<number> {
    const from = (await this.lockCursor()) ?? (await this.addCursor());
    if (from === undefined) return 0;
    const looked = await this.session.row<Looked>(FORGET_CHANGES, [
      days,
      from.recordId,
      from.changeId,
      limit,
    ]);
    const { seen, recordId, changeId, runs } = looked!;
    const isThrough = seen < limit;
    await this.session.write(MOVE_CURSOR, isThrough ? [0, 0] : [recordId, changeId]);
    if (runs.length > 0) await this.session.write(FORGET_PAST, [runs]);
    return isThrough ? 0 : seen;
  }

  forgetReviews(days: number, limit: number): Promise<number> {
    return this.session.write(FORGET_REVIEWS, [days, limit]);
  }

  private lockCursor(): Promise<{ recordId: string; changeId: string } | undefined> {
    return this.session.row(LOCK_CURSOR, [HOURS_BETWEEN_PASSES]);
  }

  private async addCursor(): Promise<{ recordId: string; changeId: string } | undefined> {
    return (await this.session.write(ADD_CURSOR)) === 1 ? this.lockCursor() : undefined;
  }

  tableSizes(): Promise<readonly TableSize[]> {
    return loadTableSizes(this.session);
  }
}
