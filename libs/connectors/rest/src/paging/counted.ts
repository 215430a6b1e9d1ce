import { SyncError } from '@evenkeel/domain';

/**
 * A cursor of paging by numbers, `place:length`: where the page begins, and how many records the first page had. The
 * provider may quietly give fewer records than it is asked for, so only a page shorter than the first one is the last.
 */
export interface CountedCursor {
  readonly place: number;
  readonly firstLength: number | null;
}

export function readCounted(cursor: string | null, start: number): CountedCursor {
  if (cursor === null) return { place: start, firstLength: null };
  const [, place, length] = /^(\d+):(\d+)$/.exec(cursor) ?? [];
  if (place === undefined || length === undefined) {
    throw new SyncError('config.invalid_settings', `The cursor "${cursor}" is of another kind of pagination`);
  }
  return { place: Number(place), firstLength: Number(length) };
}

/** The cursor behind a page of `length` records; null if that page was the last. */
export function nextCounted(
  { place, firstLength }: CountedCursor,
  length: number,
  step: number,
): string | null {
  if (length === 0 || (firstLength !== null && length < firstLength)) return null;
  return `${place + step}:${firstLength ?? length}`;
}
