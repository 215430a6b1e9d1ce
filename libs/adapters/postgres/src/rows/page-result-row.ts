import type { PageResult, SeenRecord } from '@evenkeel/ports';
import { bigintArray, textArray } from '../connection/binary-array.js';
import type { Value } from '../connection/session.js';
import { outcomesToRow } from './outcome-columns.js';

const CODE_VALUES = 16;

/** Parameters $8 to $15 of `chunk_advance`. */
export function resultsToArrays(results: readonly PageResult[]): Value[] {
  let entries = 0;
  const entriesBefore = results.map(({ seen }) => (entries += seen.length) - seen.length);
  return [
    bigintArray(results.map(({ pageNo }) => pageNo)),
    bigintArray(results.map(({ attempt }) => attempt)),
    textArray(results.map(({ cursorIn }) => cursorIn)),
    textArray(results.map(({ cursorOut }) => cursorOut)),
    textArray(results.map(({ observedAt }) => observedAt)),
    bigintArray(results.flatMap(({ outcomes }) => outcomesToRow(outcomes))),
    bigintArray(results.flatMap(({ seen }) => seen.map(packSeen))),
    bigintArray(entriesBefore),
  ];
}

/** Reference id << 4 | outcome code; id 0 for an input without a reference. Ids stay below 2^49. */
function packSeen({ referenceId, outcomeCode }: SeenRecord): number {
  return Number(referenceId ?? 0) * CODE_VALUES + outcomeCode;
}
