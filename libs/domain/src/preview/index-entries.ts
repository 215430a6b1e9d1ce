import { BUCKETS, isForeseen } from './bucket.js';
import { ENTRY_BYTES, unpackEntry, type PlanEntry } from './plan-entry.js';

/** The entries of a plan that are to be carried out, by the key of their record. */
export type PlanLookup = (key: string) => readonly PlanEntry[];

/**
 * Makes a plan's packed pages searchable: a table with open addressing over the entries that are to be carried out, some 36
 * bytes for each, so that a plan of a million changes takes 36 MB while it is carried out.
 */
export function indexEntries(pages: readonly Uint8Array[]): PlanLookup {
  const entries = collectForeseen(pages);
  const count = entries.length / ENTRY_BYTES;
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, count * 2)));
  const slots = new Uint32Array(size);
  const place = (key: string) => parseInt(key.slice(0, 8), 16) % size;
  for (let index = 0; index < count; index += 1) {
    let slot = place(unpackEntry(entries, index * ENTRY_BYTES).key);
    while (slots[slot] !== 0) slot = (slot + 1) % size;
    slots[slot] = index + 1;
  }
  return (key) => {
    const found: PlanEntry[] = [];
    for (let slot = place(key); ; slot = (slot + 1) % size) {
      const index = slots[slot] ?? 0;
      if (index === 0) return found;
      const entry = unpackEntry(entries, (index - 1) * ENTRY_BYTES);
      if (entry.key === key) found.push(entry);
    }
  };
}

function collectForeseen(pages: readonly Uint8Array[]): Uint8Array {
  const foreseen = BUCKETS.map(isForeseen);
  const starts = pages.flatMap((page) => {
    const kept: Uint8Array[] = [];
    for (let start = 0; start < page.length; start += ENTRY_BYTES) {
      if (foreseen[page[start] ?? 0]) kept.push(page.subarray(start, start + ENTRY_BYTES));
    }
    return kept;
  });
  const entries = new Uint8Array(starts.length * ENTRY_BYTES);
  starts.forEach((entry, index) => entries.set(entry, index * ENTRY_BYTES));
  return entries;
}
