import type { CloseOutSlice } from './plan-close-out.js';

/** Where a close-out goes on: a page of frozen candidates, counted within its slice, and how many of them were looked at. */
export interface CandidatePosition {
  readonly page: number;
  readonly done: number;
}

/** The position that a cursor of a close-out chunk names: `3:40`; null before the first page. */
export function candidatePosition(cursor: string | null): CandidatePosition {
  const [page = 0, done = 0] = (cursor ?? '0:0').split(':').map(Number);
  return { page, done };
}

/** The cursor behind `reached`, on a page of so many candidates; null behind the last of the slice. */
export function nextPosition(
  { page, done }: CandidatePosition,
  candidates: number,
  { pages }: Pick<CloseOutSlice, 'pages'>,
): string | null {
  if (done < candidates) return `${page}:${done}`;
  return page + 1 < pages ? `${page + 1}:0` : null;
}
