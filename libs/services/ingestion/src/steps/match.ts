import { groupWrites, type MatchDecision } from '@evenkeel/domain';
import type { Timers, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input } from '../pages/page-group.js';
import { findSubjects, matchSubjects } from './match-writes.js';
import { waitForWrites } from './wait-for-writes.js';

/**
 * Finds by the match rules of the type which inputs are of records that are here: new ones, and those that say something else where
 * keys are made of. A new one becomes a further reference of what it matches.
 */
export async function match(
  tx: Transaction,
  { match: matcher, references: set, isCause }: ApplyContext,
  group: DecidedGroup,
  timers: Timers,
): Promise<DecidedGroup> {
  if (matcher === undefined) return group;
  const writes = groupWrites(group.inputs);
  if (writes.creates.size === 0 && writes.updates.length === 0) return group;
  const found = await findSubjects(tx, matcher, set, writes);
  // Held already, but for what was seen to be new only behind the locks of references: late, a deadlock is possible, and is tried again.
  const isWritten = group.chunk.plan?.role !== 'make';
  if (isWritten && found.subjects.length > 0) await tx.matchKeys.lockType(matcher.recordType);
  const matching = await matchSubjects(tx, matcher, found, timers);
  const joined = { ...group, inputs: attachJoined(group.inputs, matching.decisions), matching };
  return isWritten && isCause ? waitForWrites(tx, joined, matching) : joined;
}

function attachJoined(
  inputs: readonly Input[],
  decisions: ReadonlyMap<string, MatchDecision>,
): readonly Input[] {
  return inputs.map((input) => {
    const { known, decision } = input;
    const joined = known.key === null ? undefined : decisions.get(known.key);
    if (decision.kind !== 'create_record' || joined?.kind !== 'join') return input;
    const { write } = decision;
    const { recordId } = joined;
    return { ...input, decision: { kind: 'attach_reference', outcome: 'merged', write, recordId } };
  });
}
