import { SyncError, type Watermark } from '@evenkeel/domain';
import type { PageRequest } from '@evenkeel/ports';
import { gatherSteps, type Gathered } from '../gather-steps.js';
import type { ListedPage, ReadListed } from '../listed-page.js';
import { nextStep, type ChildReading } from './ask-parents.js';
import { neededPaths } from './kept-parent.js';
import { cursorOf, isEnded, standingAt, type ParentNeeds, type Standing } from './standing.js';

/**
 * Lists the records of all parents: a page has those of several parents, up to about the size that was asked for. Where a call has to wait,
 * what was read before it is given.
 */
export function readChildren(reading: ChildReading): ReadListed {
  const { stream, clock } = reading;
  const needs: ParentNeeds = { paths: neededPaths(stream), stream: stream.parent.stream };
  return async (request) => {
    const read = await gatherSteps(standingAt(request.cursor, needs), {
      isEnded,
      next: (standing) => nextStep(reading, needs, { standing, request }),
      pageSize: request.pageSize,
      clock,
    });
    return pageOf(read, needs, { stream, request });
  };
}

function pageOf(
  { standing, records, doubt, shifted, askedAt }: Gathered<Standing>,
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
