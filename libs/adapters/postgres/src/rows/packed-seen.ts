import type { SeenRecord } from '@evenkeel/ports';
import { bigintArray } from '../connection/binary-array.js';

const CODE_VALUES = 16;

/** One bigint an input: reference id << 4 | outcome code; id 0 for an input without a reference. Ids stay below 2^49. */
export function packSeen(seen: readonly SeenRecord[]): Buffer {
  return bigintArray(
    seen.map(({ referenceId, outcomeCode }) => Number(referenceId ?? 0) * CODE_VALUES + outcomeCode),
  );
}
