import type { Chunk, ChunkPlan, ChunkState, Postponement, Slice, Waiting, Watermark } from '@evenkeel/domain';
import { columnsOf, json, jsonOrNull } from '../table/columns.js';
import { columnsOfDerived, derivedFromRow, type DerivedColumns } from './derived-columns.js';
import { columnsOfOutcomes, outcomesFromRow, type OutcomeColumns } from './outcome-columns.js';

export interface ChunkRow extends OutcomeColumns, DerivedColumns {
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
  postponed: Postponement | null;
  listed: number;
  total: number | null;
  doubt: string | null;
  page_size: number | null;
  plan: ChunkPlan | null;
}

export const CHUNK = columnsOf<ChunkRow, Chunk>({
  id: ({ id }) => id,
  execution_id: ({ executionId }) => executionId,
  ordinal: ({ ordinal }) => ordinal,
  epoch: ({ epoch }) => epoch,
  state: ({ state }) => state,
  attempt: ({ attempt }) => attempt,
  lease_until: ({ leaseUntil }) => leaseUntil,
  slice: ({ slice }) => json(slice),
  cursor: ({ cursor }) => cursor,
  pages_applied: ({ pagesApplied }) => pagesApplied,
  fetched: ({ fetched }) => fetched,
  replayed: ({ replayed }) => replayed,
  bound: ({ bound }) => jsonOrNull(bound),
  waiting: ({ waiting = 'none' }) => (waiting === 'none' ? null : waiting),
  not_before: ({ notBefore }) => notBefore ?? null,
  postponed: ({ postponed }) => jsonOrNull(postponed),
  listed: ({ listed = 0 }) => listed,
  total: ({ total }) => total ?? null,
  doubt: ({ doubt }) => doubt ?? null,
  page_size: ({ pageSize }) => pageSize ?? null,
  plan: ({ plan }) => jsonOrNull(plan),
  ...columnsOfDerived((counter) => (chunk: Chunk) => chunk.derived?.[counter] ?? 0),
  ...columnsOfOutcomes((outcome) => (chunk: Chunk) => chunk.outcomes[outcome]),
});

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
    ...derivedFromRow(row),
    bound: row.bound,
    waiting: row.waiting ?? 'none',
    notBefore: row.not_before,
    postponed: row.postponed,
    listed: row.listed,
    total: row.total,
    doubt: row.doubt,
    pageSize: row.page_size,
    plan: row.plan,
  };
}
