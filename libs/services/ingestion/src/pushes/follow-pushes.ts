import {
  CONFLICT_STATE_TABLE,
  followJoin,
  meaningOf,
  PUSH_ROUNDS,
  unsentConflict,
  type Chunk,
  type ConflictStep,
  type FoundConflict,
} from '@evenkeel/domain';
import type { StoredConflict, StoredIntent, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { TwoWay } from '../pages/two-way.js';
import { keepConflicts, type ConflictOf } from '../steps/keep-conflicts.js';
import { concludedBy } from './conclude-conflicts.js';
import type { PushedGroup } from './pushed-entry.js';

/**
 * What a push means for conflicts, of a job that goes both ways: a decision of which nothing is left to be sent is carried out, and what the provider has
 * refused in every round because its record had changed is a conflict of the kind `version`.
 */
export async function followPushes(
  tx: Transaction,
  context: ApplyContext,
  pushed: PushedGroup,
  intents: readonly StoredIntent[],
): Promise<void> {
  const { twoWay } = context;
  if (twoWay === undefined) return;
  const moved = await movedInLast(tx, pushed, intents);
  const done = pushed.entries.filter(({ outcome }) => meaningOf(outcome).isApplied);
  const ids = [
    ...moved.map(({ referenceId }) => referenceId!),
    ...done.flatMap((one) => one.referenceId ?? []),
  ];
  if (ids.length === 0) return;
  const refused = await findRefused(tx, twoWay, moved);
  const live = await tx.conflicts.lockLive(ids);
  const followed = [
    ...[...refused].map(([id, found]) => refusedStep(id, live.get(id), found)),
    ...done.map(({ referenceId, recordId }) =>
      referenceId === null
        ? undefined
        : concludedBy({ referenceId, plannedAt: plannedAtOf(pushed, intents)(recordId) }, live),
    ),
  ];
  await keepConflicts(
    tx,
    { ...context, executionId: pushed.chunk.executionId },
    followed.filter((one) => one !== undefined),
  );
}

/** Where something of the record is contested, that is what is told of it. */
function refusedStep(
  referenceId: string,
  stored: StoredConflict | undefined,
  found: FoundConflict,
): ConflictOf | undefined {
  const isOther =
    stored !== undefined && CONFLICT_STATE_TABLE[stored.state].isOpen && stored.kind !== found.kind;
  return isOther ? undefined : stepOf(referenceId, stored, followJoin(stored, found, true));
}

function stepOf(
  referenceId: string,
  stored: StoredConflict | undefined,
  step: ConflictStep,
): ConflictOf | undefined {
  return step.kind === 'keep' ? undefined : { referenceId, stored, step };
}

function plannedAtOf({ page }: PushedGroup, intents: readonly StoredIntent[]): (recordId: string) => Date {
  const planned = new Map(intents.map(({ recordId, plannedAt }) => [recordId, plannedAt]));
  return (recordId) => planned.get(recordId) ?? new Date(page.observedAt);
}

/** Intents that were refused in the last round of the execution. */
async function movedInLast(
  tx: Transaction,
  { chunk }: PushedGroup,
  intents: readonly StoredIntent[],
): Promise<readonly StoredIntent[]> {
  const moved = intents.filter(({ result, referenceId }) => result?.kind === 'moved' && referenceId !== null);
  if (moved.length === 0) return [];
  const rounds = (await tx.chunks.ofExecution(chunk.executionId)).filter(isRoundUntil(chunk)).length;
  return rounds >= PUSH_ROUNDS ? moved : [];
}

function isRoundUntil({ ordinal: last }: Chunk): (chunk: Chunk) => boolean {
  return ({ slice, ordinal }) => slice.kind === 'push' && ordinal <= last;
}

async function findRefused(
  tx: Transaction,
  twoWay: TwoWay,
  moved: readonly StoredIntent[],
): Promise<ReadonlyMap<string, FoundConflict>> {
  const found = new Map<string, FoundConflict>();
  if (moved.length === 0) return found;
  const records = await tx.agreements.lockRecords(moved.map(({ recordId }) => recordId));
  const agreements = await tx.agreements.find(moved.map(({ referenceId }) => referenceId!));
  for (const { referenceId, recordId, operation } of moved) {
    const agreement = agreements.get(referenceId!);
    const record = records.get(recordId);
    if (agreement === undefined || record === undefined) continue;
    const unsent = { agreement, local: record.data, remoteVersion: operation.version };
    const conflict = unsentConflict(unsent, twoWay);
    if (conflict !== undefined) found.set(referenceId!, conflict);
  }
  return found;
}
