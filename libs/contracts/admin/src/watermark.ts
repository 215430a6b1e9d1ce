import { z } from 'zod';
import { jobReference } from './job-reference.js';
import { timeView } from './json-object.js';
import { listOf } from './list.js';

export const watermarkValue = z
  .strictObject({
    kind: z
      .enum(['time', 'position'])
      .describe("`time`: of the provider's clock; `position`: in its change feed."),
    value: z
      .string()
      .min(1)
      .max(2000)
      .describe('A time as ISO 8601 with a zone, or a position that only the provider understands.'),
  })
  .meta({ id: 'WatermarkValue', description: 'How far a job has read its stream.' });

const change = {
  watermark: watermarkValue
    .nullable()
    .describe('How far the job has read; null: nowhere yet, so the next run reads everything.'),
  savedAt: timeView.nullable().describe('When it was moved, set or cleared; null before the first time.'),
  executionId: z
    .uuid()
    .nullable()
    .describe('The execution that moved it; null where a person set it or it was never moved.'),
  actor: z
    .string()
    .nullable()
    .describe('The person who set or cleared it; null where an execution moved it.'),
} as const;

export const watermarkView = z
  .object({ job: jobReference.describe('The job whose watermark it is.'), ...change })
  .meta({ id: 'Watermark', description: 'How far a job has read its stream, and since when.' });
export type WatermarkView = z.output<typeof watermarkView>;

export const watermarkChange = z
  .object(change)
  .meta({ id: 'WatermarkChange', description: 'One change of a watermark.' });
export type WatermarkChangeView = z.output<typeof watermarkChange>;
export const watermarkHistory = listOf(watermarkChange, 'WatermarkHistory');

export const setWatermark = z
  .strictObject({
    watermark: watermarkValue
      .nullable()
      .describe('What takes the place of the watermark there is; null clears it.'),
  })
  .meta({
    id: 'SetWatermark',
    description: 'A watermark to set. Only while no bulk run of the job is under way.',
  });
export type SetWatermark = z.output<typeof setWatermark>;
