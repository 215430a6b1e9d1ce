import type { Watermark } from './watermark.js';

/** Where an incremental run starts to read: a little before the watermark, for edits that became visible late. */
export function readSince(watermark: Watermark, overlapSeconds: number): Watermark {
  if (watermark.kind === 'position') return watermark;
  return { kind: 'time', value: new Date(Date.parse(watermark.value) - overlapSeconds * 1000).toISOString() };
}
