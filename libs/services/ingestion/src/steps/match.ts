import {
  groupWrites,
  type MatchDecision,
  type MatchSubject,
  type RecordUpdate,
  type RecordWrite,
} from '@evenkeel/domain';
import { decideStored, type TypeMatcher } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input } from '../pages/page-group.js';
import { findChangedKeys } from './changed-keys.js';
import { keyedReading } from './match-keys.js';

/**
 * Finds by the match rules of the type which inputs are of records that are here: new ones, and those that say something else where
 * keys are made of. A new one becomes a further reference of what it matches.
 */
export async function match(
  tx: Transaction,
  { match: matcher, references: set }: ApplyContext,
  group: DecidedGroup,
): Promise<DecidedGroup> {
  if (matcher === undefined) return group;
  const { creates, updates } = groupWrites(group.inputs);
  if (creates.size === 0 && updates.length === 0) return group;
  const changed = await findChangedKeys(tx, matcher, updates);
  // A set of which nothing is stored yet has no number, and nothing that is found is of it.
  const setId = (await tx.matchKeys.setIdOf(set)) ?? '0';
  const subjects = [
    ...Array.from(creates, ([key, write]) => subjectOf(matcher, { key, write, setId })),
    ...updates
      .filter(({ reference }) => changed.referenceIds.has(reference.id) || reference.inactive === true)
      .map((update) => subjectOf(matcher, { key: update.externalId, write: update, setId, of: update })),
  ];
  const decisions = (await isInForce(tx, matcher)) ? await decideStored(tx, matcher, subjects) : NONE;
  const newKeys = new Map(
    Array.from(creates, ([key, write]) => [
      key,
      keyedReading(matcher, write).keys.map(({ digest }) => digest),
    ]),
  );
  const { added, removed } = changed;
  return {
    ...group,
    inputs: attachJoined(group.inputs, decisions),
    matching: { decisions, newKeys, added, removed },
  };
}

const NONE: ReadonlyMap<string, MatchDecision> = new Map();

interface SubjectOf {
  readonly key: string;
  readonly write: RecordWrite;
  readonly setId: string;
  /** The record that is here; left out: there is none. */
  readonly of?: RecordUpdate;
}

function subjectOf(matcher: TypeMatcher, { key, write, setId, of }: SubjectOf): MatchSubject {
  const { externalId } = write;
  return { name: key, setId, externalId, recordId: of?.reference.recordId, ...keyedReading(matcher, write) };
}

/** Only once everything that is stored has its keys: until then what is not found may be here all the same. */
async function isInForce(tx: Transaction, { recordType, settingsDigest }: TypeMatcher): Promise<boolean> {
  const { keysOf, completeAt } = await tx.matchKeys.progress(recordType);
  return keysOf === settingsDigest && completeAt !== null;
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
