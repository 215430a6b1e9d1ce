import type { PreparedRecord } from '../record/prepare-record.js';
import type { RecordWrite, ReferenceState } from '../record/reference.js';
import { compareWithStored, isNewerVersion } from './compare-with-stored.js';
import { decideFailed } from './decide-failed.js';
import type { Decision, Known, LeftOutcome, WriteRules } from './decision.js';

/** Decides one input by what is known of its record. */
export function decideChange(prepared: PreparedRecord, known: Known, rules: WriteRules = {}): Decision {
  switch (prepared.kind) {
    case 'ready':
      return decideWrite(prepared.write, known, rules);
    case 'listed': {
      const { trustsVersions = true } = rules;
      return trustsVersions && isAsListed(prepared, known.reference) ? LEFT.unchanged : LEFT.planned;
    }
    case 'excluded':
      return LEFT.excluded;
    case 'failed':
      return decideFailed(prepared, rules);
  }
}

function decideWrite(write: RecordWrite, { content, reference }: Known, rules: WriteRules): Decision {
  const { policy, permits = () => true } = rules;
  if (content === undefined) {
    if (policy === 'update_only') return LEFT.excluded;
    if (!permits(write, reference)) return LEFT.planned;
    return { kind: 'create_record', outcome: 'created', write };
  }
  const outcome = compareWithStored(write, content);
  if (outcome === 'superseded') return LEFT.superseded;
  if (outcome === 'unchanged') {
    return isNewerVersion(write, content) ? { kind: 'note_version', outcome, write } : LEFT.unchanged;
  }
  if (outcome === 'updated' && policy === 'create_only') return LEFT.excluded;
  return permits(write, reference) ? { kind: 'update_record', outcome, write } : LEFT.planned;
}

/** What most inputs get: one object for all of them. */
const LEFT = {
  unchanged: { kind: 'leave', outcome: 'unchanged' },
  superseded: { kind: 'leave', outcome: 'superseded' },
  excluded: { kind: 'leave', outcome: 'excluded' },
  planned: { kind: 'leave', outcome: 'planned' },
} as const satisfies { readonly [Left in LeftOutcome]: Decision & { readonly outcome: Left } };

/** It was decided with the page before, and is read again for its place only. */
export const LEFT_AGAIN: Decision = LEFT.unchanged;

/** Nothing is written of it: it is put into a plan. */
export const PLANNED: Decision = LEFT.planned;

/** An inventory says nothing of what a record holds: only an equal version of one that is here and active does. */
function isAsListed(
  { version }: { readonly version: number | null },
  stored: ReferenceState | undefined,
): boolean {
  return stored !== undefined && !stored.inactive && version !== null && version === stored.version;
}
