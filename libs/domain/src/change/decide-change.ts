import type { PreparedRecord } from '../record/prepare-record.js';
import { isErased } from '../record/erasure.js';
import type { RecordWrite } from '../record/reference.js';
import { compareVersions, type Version } from '../record/version.js';
import { compareWithStored, isVersionToNote } from './compare-with-stored.js';
import { decideFailed } from './decide-failed.js';
import { decideGone } from './decide-gone.js';
import { LEFT, type Decision, type Known, type KnownContent, type WriteRules } from './decision.js';

/** Decides one input by what is known of its record. */
export function decideChange(prepared: PreparedRecord, known: Known, rules: WriteRules = {}): Decision {
  // Ahead of what failed, too: of that a failure would keep what the provider gave.
  if (isErased(known.reference)) return LEFT.excluded;
  switch (prepared.kind) {
    case 'ready':
      return decideWrite(prepared.write, known, rules);
    case 'listed': {
      const { trustsVersions = true, unread } = rules;
      const isTrusted = trustsVersions && unread?.has(known.reference?.id ?? '') !== true;
      return isTrusted && isAsListed(prepared, known.content) ? LEFT.unchanged : LEFT.planned;
    }
    case 'gone':
      return decideGone(prepared, known, rules);
    case 'excluded':
      return LEFT.excluded;
    case 'failed':
      return decideFailed(prepared, rules);
  }
}

function decideWrite(write: RecordWrite, { content, reference }: Known, rules: WriteRules): Decision {
  const { policy, permits = () => true, adopts } = rules;
  if (content === undefined) {
    if (policy === 'update_only') return LEFT.excluded;
    return (
      park(write, rules) ??
      (permits(write, reference) ? { kind: 'create_record', outcome: 'created', write } : LEFT.planned)
    );
  }
  const compared = compareWithStored(write, content);
  if (compared === 'unchanged') {
    const isJoined = reference !== undefined && rules.rejoins?.(reference) === true;
    if (isJoined) return { kind: 'update_record', outcome: 'updated', write };
    return isVersionToNote(write, content)
      ? { kind: 'note_version', outcome: compared, write }
      : LEFT.unchanged;
  }
  if (compared === 'superseded') return LEFT.superseded;
  const isAdopted = compared === 'contradicting' && adopts?.(write.externalId) === true;
  if (compared === 'contradicting' && !isAdopted) return CONTRADICTING;
  const outcome = compared === 'contradicting' ? 'updated' : compared;
  if (outcome === 'updated' && policy === 'create_only') return LEFT.excluded;
  const parked = park(write, rules);
  if (parked !== undefined) return parked;
  if (!permits(write, reference)) return LEFT.planned;
  return { kind: 'update_record', outcome, write, ...(isAdopted ? { adopted: true } : {}) };
}

function park(write: RecordWrite, { waitsFor }: WriteRules): Decision | undefined {
  const missing = waitsFor?.(write);
  return missing && { ...LEFT.parked, waitsFor: missing };
}

const CONTRADICTING: Decision = { ...LEFT.superseded, contradicts: true };

/** An inventory says nothing of what a record holds: only an equal version of one that is here and active does. */
function isAsListed(
  { version }: { readonly version: Version | null },
  stored: KnownContent | undefined,
): boolean {
  return stored !== undefined && !stored.inactive && compareVersions(version, stored.version) === 0;
}
