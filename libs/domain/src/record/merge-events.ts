import type { ExecutionId } from '../ids.js';
import type { RecordErasure } from './erasure.js';
import { WITHOUT_CAUSE, type RecordEvent } from './record-event.js';

/** References that came to a record, or left one for another, as the journal of merges keeps it. */
export interface JournaledMerge {
  readonly survivorId: string;
  /** Null: what came was new. */
  readonly absorbedId: string | null;
  /** Null: a person decided. */
  readonly rule: string | null;
  readonly score: number | null;
  readonly executionId: ExecutionId | null;
  readonly actor: string | null;
  readonly at: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

const LEAVES_DATA = { version: null, fields: [], ...WITHOUT_CAUSE } as const;

/** The merge, and its undoing where that came. What they made of the fields are changes of their own. */
export function mergeEvents(merge: JournaledMerge): RecordEvent[] {
  const { survivorId, absorbedId, rule, score, actor, executionId, at, undoneAt, undoneBy } = merge;
  const what = absorbedId === null ? 'a new reference' : `record ${absorbedId}`;
  const by =
    rule === null ? (actor ?? 'a person') : `rule ${rule}${score === null ? '' : `, ${score.toFixed(3)}`}`;
  const joined = `${what} into record ${survivorId}`;
  const merged: RecordEvent = {
    ...LEAVES_DATA,
    ...{ kind: 'merged', at, detail: `${joined}, by ${by}`, executionId },
  };
  if (undoneAt === null) return [merged];
  return [
    {
      ...LEAVES_DATA,
      kind: 'unmerged',
      at: undoneAt,
      detail: `${joined}, undone by ${undoneBy ?? 'a person'}`,
    },
    merged,
  ];
}

/** That a person had its values erased, and that they allowed them again. */
export function erasureEvents({
  version,
  at,
  actor,
  reason,
  liftedAt,
  liftedBy,
}: RecordErasure): RecordEvent[] {
  const detail = reason === null ? actor : `${actor}: ${reason}`;
  const erased: RecordEvent = { ...LEAVES_DATA, kind: 'erased', at, version, detail };
  return liftedAt === null
    ? [erased]
    : [{ ...LEAVES_DATA, kind: 'unerased', at: liftedAt, detail: liftedBy }, erased];
}
