import { CallPostponed, SyncError, type Watermark } from '@evenkeel/domain';
import type { PageRequest } from '@evenkeel/ports';
import type { ListedPage, ReadListed } from '../listed-page.js';
import { nextStep, type AskedStep, type ChildReading } from './ask-parents.js';
import { neededPaths } from './kept-parent.js';
import { cursorOf, isEnded, standingAt, type ParentNeeds, type Step } from './standing.js';

/** Parents without records must not cost a committed page each, and one page must not keep what was read for long. */
const MOST_STEPS = 100;
const MOST_MS = 10_000;

/**
 * Lists the records of all parents: a page has those of several parents, up to about the size that was asked for. Where a call has to wait,
 * what was read before it is given.
 */
export function readChildren(reading: ChildReading): ReadListed {
  const { stream, clock } = reading;
  const needs: ParentNeeds = { paths: neededPaths(stream), stream: stream.parent.stream };
  return async (request) => {
    const begunMs = clock.monotonicMs();
    const first = { standing: standingAt(request.cursor, needs), records: [], steps: 0, askedAt: null };
    let read: Gathered = first;
    const isEnough = () =>
      read.records.length >= request.pageSize ||
      read.steps >= MOST_STEPS ||
      clock.monotonicMs() - begunMs >= MOST_MS;
    while (!isEnded(read.standing) && read.shifted === undefined && !isEnough()) {
      const step = await stepOrWait(
        nextStep(reading, needs, { standing: read.standing, request }),
        read.steps > 0,
      );
      if (step === undefined) break;
      read = gather(read, step);
    }
    return pageOf(read, needs, { stream, request });
  };
}

/** What the steps for one page gave so far. */
interface Gathered extends Step {
  readonly steps: number;
  readonly askedAt: string | null;
}

function gather(
  before: Gathered,
  { standing, records, doubt, shifted, askedAt = null }: AskedStep,
): Gathered {
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
async function stepOrWait(step: Promise<AskedStep>, hasRead: boolean): Promise<AskedStep | undefined> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof CallPostponed && hasRead) return undefined;
    throw error;
  }
}

function pageOf(
  { standing, records, doubt, shifted, askedAt }: Gathered,
  needs: ParentNeeds,
  { stream, request }: { readonly stream: ChildReading['stream']; readonly request: PageRequest },
): ListedPage {
  const next = cursorOf(standing, needs);
  const { lost, without, answered } = standing;
  if (next === null && !answered && lost > 0) throw noneFound(lost, needs);
  const suspect = next === null && !answered && without > 0 && request.since === null;
  const none = `no parent of "${needs.stream}" has a value where the request for its records names one`;
  const told = doubt ?? (suspect ? none : undefined);
  const isTimed = stream.incremental !== undefined || stream.parent.incremental;
  const bound: Watermark | null = isTimed && askedAt !== null ? { kind: 'time', value: askedAt } : null;
  return {
    records,
    next,
    bound: request.cursor === null ? bound : null,
    askedAt: request.cursor === null ? askedAt : null,
    ...(told !== undefined && { doubt: told }),
    ...(shifted !== undefined && { shifted }),
  };
}

function noneFound(lost: number, { stream }: ParentNeeds): SyncError {
  const message = `The records of none of the ${lost} parents of "${stream}" could be read: the path of the stream may be wrong. Where all of these parents were deleted meanwhile, the next run is right`;
  return new SyncError('provider.not_found', message);
}
