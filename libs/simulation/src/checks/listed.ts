import { unpackSeen } from '@evenkeel/adapter-postgres/testing';
import { isListing, meaningOf } from '@evenkeel/domain';
import type { Snapshot } from './snapshot.js';

/**
 * When the latest listing page was asked for that showed a record, by its reference: milliseconds of the engine's clock. A
 * listing that finds a record as it is stored changes no row of it.
 */
export function listedAt({ chunks, pages }: Pick<Snapshot, 'chunks' | 'pages'>): ReadonlyMap<string, number> {
  const listings = new Set(chunks.flatMap((chunk) => (isListing(chunk) ? [chunk.id] : [])));
  const latest = new Map<string, number>();
  for (const { chunk, observedAt, seen } of pages) {
    if (!listings.has(chunk)) continue;
    const askedAtMs = Date.parse(observedAt);
    for (const { referenceId, outcome } of seen.map(unpackSeen)) {
      if (referenceId === null || !meaningOf(outcome).isSeen) continue;
      latest.set(referenceId, Math.max(askedAtMs, latest.get(referenceId) ?? 0));
    }
  }
  return latest;
}
