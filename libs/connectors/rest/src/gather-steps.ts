import { CallPostponed, type SourceRecord } from '@evenkeel/domain';
import type { Clock } from '@evenkeel/ports';

/** What a step of a listing gave: where it leads, and what it says of the listing. */
export interface Step<Standing> {
  readonly standing: Standing;
  readonly records: readonly SourceRecord[];
  readonly doubt?: string | undefined;
  readonly shifted?: string | undefined;
  /** The provider's clock when this was asked for; left out: nothing was, or it does not tell. */
  readonly askedAt?: string | null;
}

/** What the steps for one page gave together. */
export interface Gathered<Standing> extends Step<Standing> {
  readonly steps: number;
  /** Of the first step. */
  readonly askedAt: string | null;
}

interface Steps<Standing> {
  readonly isEnded: (standing: Standing) => boolean;
  readonly next: (standing: Standing) => Promise<Step<Standing>>;
  /** About so many records are enough. */
  readonly pageSize: number;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

/** Steps without records must not cost a committed page each, and one page must not keep what was read for long. */
const MOST_STEPS = 100;
/** Where few records are asked for, as by a check of the connection, many calls for none would be out of proportion. */
const FEWEST_STEPS = 10;
const MOST_MS = 10_000;

/** Goes step by step until there is enough for a page. Where a call has to wait, what was read before it is given. */
export async function gatherSteps<Standing>(
  start: Standing,
  { isEnded, next, pageSize, clock }: Steps<Standing>,
): Promise<Gathered<Standing>> {
  const begunMs = clock.monotonicMs();
  let read: Gathered<Standing> = { standing: start, records: [], steps: 0, askedAt: null };
  const mostSteps = Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, pageSize));
  const isEnough = () =>
    read.records.length >= pageSize || read.steps >= mostSteps || clock.monotonicMs() - begunMs >= MOST_MS;
  while (!isEnded(read.standing) && read.shifted === undefined && !isEnough()) {
    const step = await stepOrWait(next(read.standing), read.steps > 0);
    if (step === undefined) break;
    read = addStep(read, step);
  }
  return read;
}

function addStep<Standing>(
  before: Gathered<Standing>,
  { standing, records, doubt, shifted, askedAt = null }: Step<Standing>,
): Gathered<Standing> {
  return {
    standing,
    records: [...before.records, ...records],
    doubt: before.doubt ?? doubt,
    shifted,
    steps: before.steps + 1,
    askedAt: before.steps === 0 ? askedAt : before.askedAt,
  };
}

/** Undefined where its call has to wait, and something was read before it. */
async function stepOrWait<Standing>(
  step: Promise<Step<Standing>>,
  hasRead: boolean,
): Promise<Step<Standing> | undefined> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof CallPostponed && hasRead) return undefined;
    throw error;
  }
}
