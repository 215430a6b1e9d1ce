import {
  CallPostponed,
  candidatePosition,
  nextPosition,
  SyncError,
  type CandidateReading,
  type CloseOutSlice,
  type SourceRecord,
} from '@evenkeel/domain';
import type { Candidate, ConnectorStream } from '@evenkeel/ports';
import { OneByOne } from './one-by-one.js';
import type { ChunkSource, SourceNeeds } from './source-needs.js';

type ReadOne = ConnectorStream['readOne'];

/** A page of frozen candidates as they were found, and the records of those that are still there. */
interface CandidatePage {
  readonly records: readonly SourceRecord[];
  readonly candidates: readonly CandidateReading[];
}

interface Look {
  readonly found: CandidateReading['found'];
  readonly record?: SourceRecord;
}

/** A cursor is the number of a page within the slice, and how many of its candidates were looked at. */
export function closeOutSource({ stream, candidates }: SourceNeeds, slice: CloseOutSlice): ChunkSource {
  const records = new OneByOne();
  return {
    page: async (cursor) => {
      const { page, done } = candidatePosition(cursor);
      const frozen = await candidates(slice.fromPage + page);
      const looked = await lookAt(frozen.slice(done), slice, { records, readOne: stream.readOne });
      const end = done + looked.candidates.length;
      return { ...looked, next: nextPosition({ page, done: end }, frozen.length, slice), bound: null };
    },
    delayMs: 0,
  };
}

/** Looks at candidates, a few at the same time where each of them has to be read. */
async function lookAt(
  candidates: readonly Candidate[],
  { reread, control }: Pick<CloseOutSlice, 'reread' | 'control'>,
  { records, readOne }: { readonly records: OneByOne; readonly readOne: ReadOne },
): Promise<CandidatePage> {
  const trusted = !reread || control === null || (await isThere(readOne, control));
  const look = async ({ externalId, changed }: Candidate): Promise<Look> => {
    if (changed) return { found: 'changed_since' };
    if (!trusted) return { found: 'unreadable' };
    return reread ? lookFor(readOne, externalId) : { found: 'gone' };
  };
  const looks = await records.read(candidates, look);
  return {
    records: looks.flatMap(({ record }) => record ?? []),
    candidates: looks.map(({ found }, index) => ({ ...frozenOf(candidates[index]!), found })),
  };
}

/** Where one record that was just listed cannot be read, it means nothing that another cannot. */
async function isThere(readOne: ReadOne, control: string): Promise<boolean> {
  const { found } = await lookFor(readOne, control);
  return found === 'still_there';
}

/** A record that cannot be read, for whatever reason, does not count as gone. */
async function lookFor(readOne: ReadOne, externalId: string): Promise<Look> {
  if (readOne === undefined) return { found: 'unreadable' };
  try {
    const record = await readOne(externalId);
    return record === undefined ? { found: 'gone' } : { found: 'still_there', record };
  } catch (error) {
    if (error instanceof SyncError && !(error instanceof CallPostponed)) return { found: 'unreadable' };
    throw error;
  }
}

function frozenOf({ referenceId, externalId, observedAt }: Candidate): Omit<CandidateReading, 'found'> {
  return { referenceId, externalId, observedAt };
}
