import type { Watermark } from '../watermark/watermark.js';

/** What is known of how far a job has applied its stream. */
export interface AppliedFacts {
  readonly createdAt: Date;
  readonly watermark: Watermark | null;
  /** When the newest successful run that read everything, or everything that changed, began to read; null: there is none. */
  readonly readAt: Date | null;
}

/**
 * The moment at the provider up to which everything is applied: its own time where the watermark is one, or when the newest successful run
 * began to read, whichever is later: a provider of which nothing changes stays fresh. Before the first run, when the job was made.
 */
export function appliedUntil({ createdAt, watermark, readAt }: AppliedFacts, now: Date): Date {
  const marked = watermark?.kind === 'time' ? Date.parse(watermark.value) : Number.NaN;
  // A provider whose clock is ahead has shown nothing of what is to come.
  const known = [readAt?.getTime() ?? Number.NaN, marked].filter((time) => time <= now.getTime());
  return known.length === 0 ? createdAt : new Date(Math.max(...known));
}
