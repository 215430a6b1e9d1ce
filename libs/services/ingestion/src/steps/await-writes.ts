import {
  awaitWrite,
  describeProblem,
  isJsonObject,
  isListing,
  parseJson,
  SyncError,
  triesAgain,
  type Chunk,
  type Decision,
  type JsonObject,
  type OpenReading,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input } from '../pages/page-group.js';

/**
 * Of a job that goes both ways: what would be written here and may be what a write of ours has made of the record at the provider, whose answer is still on its way, is
 * read anew once that is known. A creation has its reference from then on.
 */
export async function awaitWrites(
  tx: Transaction,
  { twoWay, references }: ApplyContext,
  group: DecidedGroup,
): Promise<DecidedGroup> {
  if (twoWay === undefined || !group.inputs.some(isOfInterest)) return group;
  const writes = await tx.agreements.openWrites(references);
  if (writes.length === 0) return group;
  const { chunk } = group;
  const isListed = isListing(chunk.slice);
  const decided = (input: Input): Decision => {
    const awaiting = awaitWrite(readingOf(input, isListed), writes, triesAgain(chunk));
    return awaiting === 'apply' ? input.decision : leaveOpen(chunk, awaiting === 'wait');
  };
  const inputs = group.inputs.map((input) =>
    isOfInterest(input) ? { ...input, decision: decided(input) } : input,
  );
  return { ...group, inputs };
}

function isOfInterest({ decision }: Input): boolean {
  return 'write' in decision || decision.kind === 'inactivate';
}

function readingOf({ source, known, decision }: Input, isListed: boolean): OpenReading {
  return {
    referenceId: known.reference?.id,
    externalId: source.externalId,
    remote: source.data,
    mapped: 'write' in decision ? objectOf(decision.write.dataText) : {},
    modifiedAt: source.modifiedAt,
    isListed,
  };
}

function objectOf(text: string): JsonObject {
  const value = parseJson(text);
  return isJsonObject(value) ? value : {};
}

/** Kept as a failure, so that a later run reads it also where it reads only what has changed; in the same run where that can, and `isSoon`. */
export function leaveOpen(chunk: Chunk, isSoon = true): Decision {
  const message = 'A write of this record is under way, or its answer is not known yet: it is read again';
  const problem = describeProblem(new SyncError('record.write_open', message));
  return { kind: 'fail', outcome: isSoon && triesAgain(chunk) ? 'retried' : 'in_doubt', problem };
}
