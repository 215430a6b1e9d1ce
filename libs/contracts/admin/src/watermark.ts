import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf } from './list.js';

/**
 * How far a job has read its stream: a time of the provider's clock (ISO 8601 with a zone), or a position in its change
 * feed, which only the provider understands.
 */
export const watermarkValue = z
  .strictObject({ kind: z.enum(['time', 'position']), value: z.string().min(1).max(2000) })
  .meta({ id: 'WatermarkValue' });

const change = {
  /** Null: there is none, so the next run reads everything. */
  watermark: watermarkValue.nullable(),
  /** When it was moved, set or cleared, and by which execution or whom. Null before the first time. */
  savedAt: timeView.nullable(),
  executionId: z.uuid().nullable(),
  actor: z.string().nullable(),
} as const;

export const watermarkView = z
  .object({ job: z.object({ id: z.uuid(), name: z.string() }), ...change })
  .meta({ id: 'Watermark' });
export type WatermarkView = z.output<typeof watermarkView>;

export const watermarkChange = z.object(change).meta({ id: 'WatermarkChange' });
export type WatermarkChangeView = z.output<typeof watermarkChange>;
export const watermarkHistory = listOf(watermarkChange, 'WatermarkHistory');

/** Puts a watermark in the place of the one there is; null clears it. Only while no bulk run of the job is under way. */
export const setWatermark = z
  .strictObject({ watermark: watermarkValue.nullable() })
  .meta({ id: 'SetWatermark' });
export type SetWatermark = z.output<typeof setWatermark>;
