import {
  CallPostponed,
  candidatePosition,
  nextPosition,
  positionText,
  SyncError,
  type CandidatePosition,
  type CandidateReading,
  type CloseOutSlice,
  type SourceRecord,
} from '@evenkeel/domain';
import type { Candidate, ConnectorStream } from '@evenkeel/ports';
import { OneByOne } from './one-by-one.js';
import { readAbout } from './read-about.js';
import { NO_DELAYS, type ChunkPage, type ChunkSource, type SourceNeeds } from './source-needs.js';

/** Candidates as they were found, and the records of those that are still there. */
interface LookedAt {
  readonly records: readonly SourceRecord[];
  readonly candidates: readonly CandidateReading[];
}

interface Look {
  readonly found: CandidateReading['found'];
  readonly record?: SourceRecord;
}

interface Looking {
  readonly stream: ConnectorStream;
  readonly slice: CloseOutSlice;
  readonly records: OneByOne;
}

/** A cursor is a {@link CandidatePosition}. */
export function closeOutSource({ stream, candidates }: SourceNeeds, slice: CloseOutSlice): ChunkSource {
  const looking = { stream, slice, records: new OneByOne() };
  return {
    page: async (cursor) => {
      const position = candidatePosition(cursor);
      return lookFrom(position, await candidates(slice.fromPage + position.page), looking);
    },
    delays: NO_DELAYS,
  };
}

async function lookFrom(
  position: CandidatePosition,
  frozen: readonly Candidate[],
  looking: Looking,
): Promise<ChunkPage> {
  looking.records.throwIfPostponed();
  const { page, done } = position;
  const trusted = position.trusted || (await isTrusted(looking));
  try {
    const looked = await lookAt(frozen.slice(done), trusted, looking);
    const reached = { page, done: done + looked.candidates.length };
    return { ...looked, next: nextPosition(reached, frozen.length, looking.slice), bound: null };
  } catch (error) {
    // The call for the control was made in vain otherwise, and again the next time: with few calls nothing would go on.
    if (!(error instanceof CallPostponed) || position.trusted || !trusted) throw error;
    return { records: [], candidates: [], next: positionText({ page, done, trusted }), bound: null };
  }
}

/** Where one record that was just listed cannot be read, it means nothing that another cannot. */
async function isTrusted({ stream, slice: { reread, control } }: Looking): Promise<boolean> {
  if (!reread || control === null) return true;
  const { found } = await lookFor(stream, control);
  return found === 'still_there';
}

/** Looks at candidates, a few at the same time where each of them has to be read. */
async function lookAt(
  candidates: readonly Candidate[],
  trusted: boolean,
  { stream, slice: { reread }, records }: Looking,
): Promise<LookedAt> {
  const look = async ({ externalId, changed }: Candidate): Promise<Look> => {
    if (changed) return { found: 'changed_since' };
    if (!trusted) return { found: 'unreadable' };
    return reread ? lookFor(stream, externalId) : { found: 'gone' };
  };
  const looks = await records.read(candidates, look);
  return {
    records: isApplied(stream) ? looks.flatMap(({ record }) => record ?? []) : [],
    candidates: looks.map(({ found }, index) => ({ ...frozenOf(candidates[index]!), found })),
  };
}

/** A reading that asks whether a record is there says what it holds only where it has the shape of the listing. */
function isApplied({ description: { sameShape = false, shape } }: ConnectorStream): boolean {
  return sameShape || shape === 'inventory';
}

/** A record that cannot be read, for whatever reason, does not count as gone. */
async function lookFor(stream: ConnectorStream, externalId: string): Promise<Look> {
  try {
    const record = await readAbout(stream, externalId);
    return record === undefined ? { found: 'gone' } : { found: 'still_there', record };
  } catch (error) {
    if (error instanceof SyncError && !(error instanceof CallPostponed)) return { found: 'unreadable' };
    throw error;
  }
}

function frozenOf({ referenceId, externalId, observedAt }: Candidate): Omit<CandidateReading, 'found'> {
  return { referenceId, externalId, observedAt };
}
