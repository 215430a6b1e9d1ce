import type { OutcomeRow, PageResult } from '@evenkeel/ports';
import { bigintArray, textArray } from '../database/binary-array.js';
import type { Value } from '../database/session.js';
import { arraysOf, bigints, texts } from '../table/array-columns.js';
import { jsonOrNull } from '../table/columns.js';
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

export const OUTCOME_ROWS = arraysOf<OutcomeRow>({
  page_no: bigints(({ pageNo }) => pageNo),
  position: bigints(({ position }) => position),
  external_id: texts(({ externalId }) => withoutNul(externalId)),
  outcome: texts(({ outcome }) => outcome),
  problem: texts(({ problem }) => jsonOrNull(problem)),
  raw: texts(({ raw }) => withoutNul(raw)),
});

/** The outcome of a record that cannot be stored must itself be storable. */
function withoutNul(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '\u{FFFD}');
}
