import { isAhead } from './believe-bound.js';
import type { Watermark } from './watermark.js';

/** A line of the history of a watermark. */
export interface SavedWatermark {
  /** Null: a person took it away. */
  readonly watermark: Watermark | null;
  readonly savedAt: Date;
  /** When the execution began that moved it; null: a person set it. */
  readonly movedByRunOf: Date | null;
}

/** Whether a watermark was ahead of our clock when it was saved: it hid what changed before it, also once that time has passed. */
export function wasAhead({ watermark, savedAt }: SavedWatermark): boolean {
  return watermark !== null && isAhead(watermark, savedAt);
}

/**
 * How far a job has really read whose watermark was ahead when it was saved. `first` is the earliest of the latest lines of its history
 * that were: the runs after it asked for changes after a time that had not come. What the run read that saved it was complete up to
 * its beginning; what a person set says that nothing before that moment is wanted.
 */
export function mendWatermark(first: SavedWatermark): Watermark {
  return { kind: 'time', value: (first.movedByRunOf ?? first.savedAt).toISOString() };
}
