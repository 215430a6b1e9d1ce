import { isInactive } from '../inactivation/decide-inactivations.js';
import { isErased } from '../record/erasure.js';
import type { RecordUpdate, RecordWrite, ReferenceState } from '../record/reference.js';
import type { WantedPieces } from './plan-pieces.js';

export interface DecidedPieces {
  readonly creates: readonly RecordWrite[];
  readonly updates: readonly RecordUpdate[];
  readonly unchanged: number;
}

/**
 * What is to be written of the derived records of one rule; `stored`: what is here of them, by external id. The parent, which is
 * locked and was found to be newer, decides for those that are its own. Of a shared record the newest observation counts.
 */
export function decidePieces(
  { rule, writes }: Pick<WantedPieces, 'rule' | 'writes'>,
  stored: ReadonlyMap<string, ReferenceState>,
): DecidedPieces {
  const creates: RecordWrite[] = [];
  const updates: RecordUpdate[] = [];
  for (const write of writes.values()) {
    const reference = stored.get(write.externalId);
    if (isErased(reference)) continue;
    if (reference === undefined) creates.push(write);
    else if (isInactive(reference) || differs(write, reference, rule.shared === true))
      updates.push({ ...write, reference });
  }
  return { creates, updates, unchanged: writes.size - creates.length - updates.length };
}

function differs(write: RecordWrite, stored: ReferenceState, isShared: boolean): boolean {
  if (write.contentHash === stored.contentHash) return false;
  return !isShared || write.observedAt >= stored.observedAt;
}
