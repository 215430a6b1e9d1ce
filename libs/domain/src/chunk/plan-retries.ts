import type { ChunkId } from '../ids.js';
import { decideRetry } from '../retry/decide-retry.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from '../retry/retry-policy.js';
import type { Chunk } from './chunk.js';
import { countTriedAgain } from '../receipt/outcome.js';
import { countsForBreaker, sliceMeaning, type RetrySlice } from './slice.js';
import { makeChunks } from './make-chunks.js';
import { IDS_PER_CHUNK } from './plan-slices.js';

/** Tries that a record gets in the same execution after the first, and the waits before them. */
export const MOST_ROUNDS = 3;
const POLICY: RetryPolicy = { ...DEFAULT_RETRY_POLICY, maxAttempts: MOST_ROUNDS + 1 };

type Tried = Pick<Chunk, 'state' | 'slice' | 'outcomes' | 'fetched' | 'replayed'>;

/** Whether a record of this chunk that fails in a way that may pass is tried again before the execution ends. */
export function triesAgain({ slice, plan }: Pick<Chunk, 'slice' | 'plan'>): boolean {
  // A plan says how things are now.
  return sliceMeaning(slice).triesAgain && plan?.role !== 'make' && roundOf({ slice }) < MOST_ROUNDS;
}

/** Whether the record is tried again for the first time: what decides about values decides alike the next time, if nothing else has changed. */
export function triesOnceMore(chunk: Pick<Chunk, 'slice' | 'plan'>): boolean {
  return triesAgain(chunk) && roundOf(chunk) === 0;
}

/**
 * The chunks of the last round, if records of theirs are to be tried again: so once every chunk of the execution has
 * reached its end. Empty if there is nothing more to try.
 */
export function toTryAgain<Known extends Tried>(chunks: readonly Known[]): readonly Known[] {
  if (chunks.some(({ state }) => state !== 'applied')) return [];
  const last = Math.max(0, ...chunks.map(roundOf));
  return chunks.filter((chunk) => roundOf(chunk) === last && countTriedAgain(chunk.outcomes) > 0);
}

export interface RetryMaking {
  /** All chunks of the execution. */
  readonly siblings: readonly Chunk[];
  readonly nextId: () => ChunkId;
  readonly now: Date;
  /** Draws a number of at least 0 and less than 1. */
  readonly random: () => number;
}

/** A record that is tried again follows the plan of the chunk in which it failed. */
export interface FailedRecords {
  readonly chunk: Chunk;
  readonly externalIds: readonly string[];
}

/** The chunks of the next round, each to be handed out after 1, 2 and then 4 s. */
export function planRetries(
  parts: readonly FailedRecords[],
  { siblings, nextId, now, random }: RetryMaking,
): readonly Chunk[] {
  const planned: Chunk[] = [];
  const first = Math.max(...siblings.map(({ ordinal }) => ordinal)) + 1;
  for (const { chunk, externalIds } of parts) {
    const round = roundOf(chunk) + 1;
    const waiting = decideRetry({ errorClass: 'transient', attempt: round }, POLICY, random);
    if (waiting.kind === 'stop') throw new Error(`There is no round ${round}`);
    const slices = retrySlices(externalIds, { round, judged: countsForBreaker(chunk.slice) });
    planned.push(
      ...makeChunks({ id: chunk.executionId, epoch: chunk.epoch }, slices, {
        nextId,
        from: first + planned.length,
        plan: chunk.plan ?? null,
        notBefore: new Date(now.getTime() + waiting.waitMs),
      }),
    );
  }
  return planned;
}

/** Records that were to be tried again and that no later round has read. */
export function countForgotten(chunks: readonly Tried[]): number {
  let forgotten = 0;
  for (let round = 0; round <= MOST_ROUNDS; round += 1) {
    const failed = chunks.filter((chunk) => roundOf(chunk) === round);
    const tried = chunks.filter((chunk) => roundOf(chunk) === round + 1);
    const expected = failed.reduce((sum, { outcomes }) => sum + countTriedAgain(outcomes), 0);
    forgotten += Math.abs(expected - tried.reduce((sum, chunk) => sum + chunk.fetched + chunk.replayed, 0));
  }
  return forgotten;
}

/** How many tries came before those of this chunk. */
export function roundOf({ slice }: Pick<Chunk, 'slice'>): number {
  return slice.kind === 'retry' ? slice.round : 0;
}

function retrySlices(
  externalIds: readonly string[],
  of: Pick<RetrySlice, 'round' | 'judged'>,
): readonly RetrySlice[] {
  return Array.from({ length: Math.ceil(externalIds.length / IDS_PER_CHUNK) }, (_, nth) => ({
    kind: 'retry',
    ...of,
    externalIds: externalIds.slice(nth * IDS_PER_CHUNK, (nth + 1) * IDS_PER_CHUNK),
  }));
}
