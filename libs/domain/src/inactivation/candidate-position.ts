import type { CloseOutSlice } from './plan-close-out.js';

/** Where a close-out goes on: a page of frozen candidates, counted within its slice, and how many of them were looked at. */
export interface CandidatePosition {
  readonly page: number;
  readonly done: number;
  /** Whether the control was just read, so that the next candidate may be looked at without it. */
  readonly trusted: boolean;
}

/** The position that a cursor of a close-out chunk names: `3:40`, or `3:40:trusted`; null before the first page. */
export function candidatePosition(cursor: string | null): CandidatePosition {
  const [page = 0, done = 0, trusted] = (cursor ?? '0:0').split(':');
  return { page: Number(page), done: Number(done), trusted: trusted !== undefined };
}

/** The cursor that names a position. */
export function positionText({ page, done, trusted }: CandidatePosition): string {
  return `${page}:${done}${trusted ? ':trusted' : ''}`;
}

/** The cursor behind `reached`, on a page of so many candidates; null behind the last of the slice. */
export function nextPosition(
  { page, done }: Pick<CandidatePosition, 'page' | 'done'>,
  candidates: number,
  { pages }: Pick<CloseOutSlice, 'pages'>,
): string | null {
  if (done < candidates) return positionText({ page, done, trusted: false });
  return page + 1 < pages ? positionText({ page: page + 1, done: 0, trusted: false }) : null;
}
