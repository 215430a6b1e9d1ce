import type { PageResult } from '@evenkeel/ports';
import { bigintArray, textArray } from '../database/binary-array.js';
import type { Value } from '../database/session.js';
import { packSeen } from './seen-codec.js';
import { outcomesToRow } from '../chunk/outcome-columns.js';

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
