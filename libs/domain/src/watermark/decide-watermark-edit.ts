import type { ExecutionId } from '../ids.js';
import { SyncError } from '../errors/sync-error.js';
import { readIsoTime } from '../iso-time.js';
import type { Watermark } from './watermark.js';

/** Clocks differ; a watermark of tomorrow would make runs pass over all that changes until then. */
const MOST_AHEAD_MS = 24 * 60 * 60 * 1000;
const LONGEST_POSITION = 2000;

export interface EditCircumstances {
  /** The bulk execution of the job that runs, is paused, waits for approval or is queued. */
  readonly underWay: ExecutionId | undefined;
  readonly now: Date;
}

/**
 * Whether a person may put this watermark (null: none, so that the next run reads everything) in the place of the one
 * there is; gives it as it is to be kept, times in UTC. Throws `request.wrong_state` or `request.invalid`.
 */
export function decideWatermarkEdit(
  wanted: Watermark | null,
  { underWay, now }: EditCircumstances,
): Watermark | null {
  if (underWay !== undefined) {
    const message = `Execution ${underWay} of the job is under way and would move its watermark`;
    throw new SyncError('request.wrong_state', `${message}: cancel it, or wait for its end`);
  }
  if (wanted === null) return null;
  return wanted.kind === 'time' ? checkTime(wanted.value, now) : checkPosition(wanted.value);
}

function checkTime(text: string, now: Date): Watermark {
  const { ms, namesZone } = readIsoTime(text);
  if (Number.isNaN(ms) || !namesZone) {
    const example = '2026-11-21T08:00:00Z';
    throw new SyncError(
      'request.invalid',
      `The watermark "${text}" is not a time with a zone, like ${example}`,
    );
  }
  if (ms > now.getTime() + MOST_AHEAD_MS) {
    throw new SyncError('request.invalid', `The watermark ${text} lies more than a day in the future`);
  }
  return { kind: 'time', value: new Date(ms).toISOString() };
}

function checkPosition(value: string): Watermark {
  if (value === '' || value.length > LONGEST_POSITION) {
    throw new SyncError('request.invalid', `A position has 1 to ${LONGEST_POSITION} characters`);
  }
  return { kind: 'position', value };
}
