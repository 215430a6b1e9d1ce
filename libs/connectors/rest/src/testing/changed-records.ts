/** Ten records of a provider, one changed each hour: number 1 at midnight of a day in UTC. */
export const CHANGED_FROM = Date.UTC(2026, 10, 1);
const HOUR_MS = 3_600_000;

export interface ChangedRecord {
  readonly id: number;
  readonly updated: string;
}

export const changedRecords: readonly ChangedRecord[] = Array.from({ length: 10 }, (_, index) => ({
  id: index + 1,
  updated: new Date(CHANGED_FROM + index * HOUR_MS).toISOString(),
}));

/** How a provider was asked. */
export interface Search {
  /** In milliseconds. What changed at this moment counts, unless `isExclusive`. */
  readonly since?: number | undefined;
  readonly isExclusive?: boolean;
  /** Leaves out so many. */
  readonly skip?: number | undefined;
  readonly size: number;
}

export interface Found {
  readonly data: readonly ChangedRecord[];
  /** How many are left out on the next page; null at the end. */
  readonly next: number | null;
}

/** What a provider finds. Throws where it was asked for something that is no time and no number. */
export function searchChanged({ since, isExclusive = false, skip = 0, size }: Search): Found {
  if ([since ?? 0, skip, size].some(Number.isNaN)) throw new Error('the provider cannot read that');
  const changed = changedRecords.filter(({ updated }) => {
    const at = Date.parse(updated);
    return since === undefined || (isExclusive ? at > since : at >= since);
  });
  const data = changed.slice(skip, skip + size);
  return { data, next: skip + size < changed.length ? skip + size : null };
}
