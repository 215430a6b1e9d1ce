import type { Chunk, ChunkPlan, ChunkState, Slice, Waiting, Watermark } from '@evenkeel/domain';
import type { Value } from '../database/session.js';
import { OUTCOME_COLUMNS, outcomesFromRow, outcomesToRow, type OutcomeColumns } from './outcome-columns.js';

export interface ChunkRow extends OutcomeColumns {
  id: string;
  execution_id: string;
  ordinal: number;
  epoch: number;
  state: ChunkState;
  attempt: number;
  lease_until: Date | null;
  slice: Slice;
  cursor: string | null;
  pages_applied: number;
  fetched: number;
  replayed: number;
  bound: Watermark | null;
  waiting: Waiting | null;
  not_before: Date | null;
  plan: ChunkPlan | null;
}

const NAMES = [
  'id',
  'execution_id',
  'ordinal',
  'epoch',
  'state',
  'attempt',
  'lease_until',
  'slice',
  'cursor',
  'pages_applied',
  'fetched',
  'replayed',
  'bound',
  'waiting',
  'not_before',
  'plan',
  ...OUTCOME_COLUMNS.split(', '),
];

export const CHUNK_COLUMNS = NAMES.join(', ');
/** The same of a table called `c` in its statement. */
export const CHUNK_COLUMNS_OF_C = NAMES.map((name) => `c.${name}`).join(', ');
export const CHUNK_PLACEHOLDERS = NAMES.map((_, index) => `$${index + 1}`).join(', ');

export function chunkFromRow(row: ChunkRow): Chunk {
  return {
    id: row.id,
    executionId: row.execution_id,
    ordinal: row.ordinal,
    epoch: row.epoch,
    state: row.state,
    attempt: row.attempt,
    leaseUntil: row.lease_until,
    slice: row.slice,
    cursor: row.cursor,
    pagesApplied: row.pages_applied,
    fetched: row.fetched,
    replayed: row.replayed,
    outcomes: outcomesFromRow(row),
    bound: row.bound,
    waiting: row.waiting ?? 'none',
    notBefore: row.not_before,
    plan: row.plan,
  };
}

export function chunkToRow(chunk: Chunk): Value[] {
  return [
    chunk.id,
    chunk.executionId,
    chunk.ordinal,
    chunk.epoch,
    chunk.state,
    chunk.attempt,
    chunk.leaseUntil,
    JSON.stringify(chunk.slice),
    chunk.cursor,
    chunk.pagesApplied,
    chunk.fetched,
    chunk.replayed,
    chunk.bound === null ? null : JSON.stringify(chunk.bound),
    chunk.waiting === undefined || chunk.waiting === 'none' ? null : chunk.waiting,
    chunk.notBefore ?? null,
    chunk.plan ? JSON.stringify(chunk.plan) : null,
    ...outcomesToRow(chunk.outcomes),
  ];
}
