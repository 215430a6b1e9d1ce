import { mayDivide, type Slice, type Watermark } from '@evenkeel/domain';
import type { SourceNeeds } from './source-needs.js';

/** Each slice is a row that is looked at with every page of its run. */
const MOST_SLICES = 500;

/** What is left to this chunk of the whole stream, once it was cut where it can be. */
export async function divideStream(
  { stream, job, chunk, divide }: SourceNeeds,
  since: Watermark | null,
): Promise<Slice> {
  if (!mayDivide(chunk) || stream.sliceStream === undefined) return chunk.slice;
  const request = { since, sliceSize: job.definition.chunkSize, mostSlices: MOST_SLICES };
  const { key, slices, records } = await stream.sliceStream(request);
  if (slices.length === 0) return chunk.slice;
  return divide(
    slices.map(({ label, range }) => ({ kind: 'range', key, label, range })),
    records,
  );
}
