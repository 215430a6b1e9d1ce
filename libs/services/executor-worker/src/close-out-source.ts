import { SyncError, type CandidateReading, type CloseOutSlice, type SourceRecord } from '@evenkeel/domain';
import type { Candidate } from '@evenkeel/ports';

/** What the provider says of one record; undefined: it has none of this id. */
export type ReadOne = (externalId: string) => Promise<SourceRecord | undefined>;

/** A page of frozen candidates as they were found, and the records of those that are still there. */
export interface CandidatePage {
  readonly records: readonly SourceRecord[];
  readonly candidates: readonly CandidateReading[];
}

interface Look {
  readonly found: CandidateReading['found'];
  readonly record?: SourceRecord;
}

/** Looks at candidates, a few at the same time where each of them has to be read. */
export async function lookAt(
  candidates: readonly Candidate[],
  { reread, control }: Pick<CloseOutSlice, 'reread' | 'control'>,
  { readOne, parallel }: { readonly readOne: ReadOne; readonly parallel: number },
): Promise<CandidatePage> {
  const trusted = !reread || control === null || (await isThere(readOne, control));
  const look = async ({ externalId, changed }: Candidate): Promise<Look> => {
    if (changed) return { found: 'changed_since' };
    if (!trusted) return { found: 'unreadable' };
    return reread ? lookFor(readOne, externalId) : { found: 'gone' };
  };
  const looks: Look[] = [];
  for (let start = 0; start < candidates.length; start += parallel) {
    looks.push(...(await Promise.all(candidates.slice(start, start + parallel).map(look))));
  }
  return {
    records: looks.flatMap(({ record }) => record ?? []),
    candidates: candidates.map(({ referenceId, externalId, observedAt }, index) => ({
      referenceId,
      externalId,
      observedAt,
      found: looks[index]?.found ?? 'unreadable',
    })),
  };
}

/** Where one record that was just listed cannot be read, it means nothing that another cannot. */
async function isThere(readOne: ReadOne, control: string): Promise<boolean> {
  const { found } = await lookFor(readOne, control);
  return found === 'still_there';
}

/** Whatever keeps us from reading a record speaks for the record. */
async function lookFor(readOne: ReadOne, externalId: string): Promise<Look> {
  try {
    const record = await readOne(externalId);
    return record === undefined ? { found: 'gone' } : { found: 'still_there', record };
  } catch (error) {
    if (error instanceof SyncError) return { found: 'unreadable' };
    throw error;
  }
}
