import { mendWatermark, wasAhead, type JobId, type Watermark } from '@evenkeel/domain';
import type { Transaction, WatermarkChange } from '@evenkeel/ports';

const LINES_AT_ONCE = 100;

/** Where a job may read on. */
export interface ReadWatermark {
  readonly watermark: Watermark | undefined;
  /** What is to be said of it; null: nothing. */
  readonly note: string | null;
}

/** A watermark that a provider's clock, or a person, put into the future would hide what changes before it. */
export async function readWatermark(tx: Transaction, jobId: JobId): Promise<ReadWatermark> {
  const [newest] = (await tx.watermarks.history(jobId, { after: null, limit: 1 })).items;
  const watermark = newest?.watermark ?? undefined;
  if (newest === undefined || watermark === undefined || !wasAhead(newest)) return { watermark, note: null };
  const mended = mendWatermark(await findFirstAhead(tx, jobId, newest));
  const lay = `The watermark ${watermark.value} lay in the future when it was saved`;
  return {
    watermark: mended,
    note: `${lay}, so it is not believed: changes are read from ${mended.value} on`,
  };
}

/** The earliest of the latest lines of its history that were ahead. */
async function findFirstAhead(
  tx: Transaction,
  jobId: JobId,
  newest: WatermarkChange,
): Promise<WatermarkChange> {
  let first = newest;
  let after: string | null = null;
  do {
    const { items, next } = await tx.watermarks.history(jobId, { after, limit: LINES_AT_ONCE });
    for (const line of items) {
      if (!wasAhead(line)) return first;
      first = line;
    }
    after = next;
  } while (after !== null);
  return first;
}
