/** Rejected messages of one topic that are kept as rows within a day; further ones are counted only. */
export const REJECTIONS_KEPT_A_DAY = 1_000;

const DAY_MS = 86_400_000;

/** How many rejected messages of a topic were kept since when. */
export interface KeptRejections {
  /** Null: none yet. */
  readonly since: Date | null;
  readonly kept: number;
}

/** A flood of what cannot be read fills no table: how many of so many further rejections are kept, and what is noted of that. */
export function decideKeptRejections(
  noted: KeptRejections,
  further: number,
  now: Date,
): { readonly room: number; readonly next: KeptRejections } {
  const isOver = noted.since === null || now.getTime() - noted.since.getTime() >= DAY_MS;
  const { since, kept } = isOver ? { since: now, kept: 0 } : noted;
  const room = Math.max(Math.min(further, REJECTIONS_KEPT_A_DAY - kept), 0);
  return { room, next: { since, kept: kept + room } };
}
