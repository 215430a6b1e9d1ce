import {
  agreedAsRead,
  describeProblem,
  fieldTimes,
  followJoin,
  sinceWrite,
  SyncError,
  triesOnceMore,
  type Agreement,
  type ChangeBefore,
  type Chunk,
  type Decision,
  type ReferenceState,
  type SharedSources,
} from '@evenkeel/domain';
import type { ChangedRecord, StoredConflict, Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input, Merged } from '../pages/page-group.js';
import type { TwoWay } from '../pages/two-way.js';
import { leaveOpen } from './await-writes.js';
import { loadSources } from './load-sources.js';
import { mergeDeletion, mergedOf, mergeRecord, type MergeSides } from './merge-sides.js';

/** A decided input that says something of a record which is here. */
export interface Due {
  readonly input: Input;
  readonly key: string;
  readonly reference: ReferenceState;
}

interface Known {
  readonly records: ReadonlyMap<string, ChangedRecord>;
  readonly agreements: ReadonlyMap<string, Agreement>;
  /** What the records held before, by record, of those that have an agreement. */
  readonly changes: ReadonlyMap<string, readonly ChangeBefore[]>;
  /** Conflicts that live, by reference. */
  readonly conflicts: ReadonlyMap<string, StoredConflict>;
  /** By reference: what records are made of that have several. */
  readonly sources: ReadonlyMap<string, SharedSources>;
}

/**
 * Of a job that goes both ways: what was read of records that were changed here since both sides agreed is joined with that, instead of being written over it. What was
 * not changed here stays decided as it is. A plan foresees the same.
 */
export async function mergeChanges(
  tx: Transaction,
  context: ApplyContext,
  group: DecidedGroup,
  { writes }: Pick<Mode, 'writes'>,
): Promise<DecidedGroup> {
  const { twoWay } = context;
  if (twoWay === undefined) return group;
  const due = dueAmong(group.inputs);
  if (due.size === 0) return group;
  // What is written is locked so already.
  if (!writes) await tx.recordWrites.waitBriefly();
  const known = await load(tx, context, [...due.values()]);
  const results = new Map<string, Merged | Decision>();
  for (const [key, one] of due) {
    const result = await mergeOrFail(() => merge(tx, { twoWay, chunk: group.chunk }, one, known));
    if (result !== undefined) results.set(key, result);
  }
  return results.size === 0 ? group : withResults(group, results);
}

/** The group as what its records and what is here became together says. */
export function withResults(
  group: DecidedGroup,
  results: ReadonlyMap<string, Merged | Decision>,
): DecidedGroup {
  const inputs = group.inputs.map((input) => withResult(input, results));
  return {
    ...group,
    inputs,
    merged: [...results.values()].flatMap((result) => ('kind' in result ? [] : [result])),
  };
}

/** A strategy that cannot take these values is tried again once; then a person is asked. */
async function mergeOrFail(
  attempt: () => Promise<Merged | Decision | undefined>,
): Promise<Merged | Decision | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'record.strategy_failed') throw error;
    return { kind: 'fail', outcome: 'retried', problem: describeProblem(error) };
  }
}

/** By key, the last that is said of a record: that is what is written. */
export function dueAmong(inputs: readonly Input[]): ReadonlyMap<string, Due> {
  const due = new Map<string, Due>();
  for (const input of inputs) {
    const { key, reference } = input.known;
    const { kind } = input.decision;
    if (key === null || reference === undefined) continue;
    if (kind === 'update_record' || kind === 'inactivate') due.set(key, { input, key, reference });
  }
  return due;
}

async function load(tx: Transaction, { jobId }: ApplyContext, due: readonly Due[]): Promise<Known> {
  const records = await tx.agreements.lockRecords([
    ...new Set(due.map(({ reference }) => reference.recordId)),
  ]);
  // Behind the locks: what was changed here until then has its agreement.
  const agreements = await tx.agreements.find(due.map(({ reference }) => reference.id));
  const changed = due.filter(({ reference }) => agreements.has(reference.id));
  const conflicts = await tx.conflicts.lockLive(
    due.filter((one) => agreements.has(one.reference.id) || isRejoined(one)).map((one) => one.reference.id),
  );
  const changes = await tx.agreements.changesOf(
    jobId,
    changed.map(({ reference }) => reference.recordId),
  );
  return { records, agreements, changes, conflicts, sources: await loadSources(tx, due) };
}

/** It was read as it was before. */
function isRejoined({ input: { decision }, reference }: Due): boolean {
  return decision.kind === 'update_record' && decision.write.contentHash === reference.contentHash;
}

async function merge(
  tx: Transaction,
  { twoWay, chunk }: { readonly twoWay: TwoWay; readonly chunk: Chunk },
  { reference, input }: Due,
  known: Known,
): Promise<Merged | Decision | undefined> {
  const record = known.records.get(reference.recordId);
  const stored = known.conflicts.get(reference.id);
  if (record === undefined) return undefined;
  const isPartial = input.source.isPartial === true;
  const kept = known.agreements.get(reference.id);
  const sources = known.sources.get(reference.id);
  // Of a record that others have too only what this source says goes.
  const isElsewhere = sources?.others.some(({ active }) => active) === true;
  if (isElsewhere && input.decision.kind === 'inactivate')
    return stored && { ...mergedOf({ reference, record }, kept ?? null), ...following(stored) };
  // What it leaves out is still as the local record has it; and what it says is only what differs from that.
  const asRead = isPartial || sources ? agreedAsRead(twoWay.revision, record.data) : undefined;
  const base = kept ?? asRead;
  if (base === undefined) return stored && { ...mergedOf({ reference, record }, null), ...following(stored) };
  const agreement = await twoWay.underThisMapping(tx, base);
  const since = sinceOf(reference, agreement, input);
  // It does not show our write yet, whose answer was applied meanwhile.
  if (since === 'before') return leaveOpen(chunk);
  const localTimes = fieldTimes(record.data, known.changes.get(reference.recordId) ?? []);
  const onFailure = stored === undefined && triesOnceMore(chunk) ? 'throw' : 'review';
  const sides: MergeSides = {
    agreement,
    record,
    reference,
    localTimes,
    onFailure,
    conflict: stored,
    isPartial,
    since,
    sources,
  };
  const merged = mergeInput(sides, input, twoWay);
  return merged && { ...merged, ...following(stored, merged) };
}

function sinceOf(
  { version, observedAt: at }: ReferenceState,
  { over }: Agreement,
  { decision }: Input,
): ReturnType<typeof sinceWrite> {
  if (!('write' in decision)) return {};
  const { version: read, observedAt } = decision.write;
  return sinceWrite({ version, at, ...(over !== undefined && { over }) }, { version: read, at: observedAt });
}

function mergeInput(sides: MergeSides, { decision }: Input, twoWay: TwoWay): Merged | undefined {
  if (decision.kind === 'inactivate') return mergeDeletion(sides, twoWay);
  return 'write' in decision ? mergeRecord(sides, decision, twoWay) : undefined;
}

/** What becomes of the conflict of the record; left out: there is none. */
function following(
  stored: StoredConflict | undefined,
  { found, isToSend }: Pick<Merged, 'found' | 'isToSend'> = { isToSend: false },
): Pick<Merged, 'conflict'> {
  const step = followJoin(stored, found, isToSend);
  return stored === undefined && step.kind === 'keep' ? {} : { conflict: { stored, step } };
}

function withResult(input: Input, results: ReadonlyMap<string, Merged | Decision>): Input {
  const { key } = input.known;
  const result = key === null ? undefined : results.get(key);
  if (result === undefined) return input;
  const decision = 'kind' in result ? result : result.decision;
  const isOf = 'write' in input.decision || input.decision.kind === 'inactivate';
  return isOf && decision !== undefined ? { ...input, decision } : input;
}
