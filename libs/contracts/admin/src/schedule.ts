import { FULL_EVERY_WORDS } from '@evenkeel/domain';
import { z } from 'zod';

const cronSchedule = z
  .strictObject({
    kind: z.literal('cron').describe('At the times that a cron expression names.'),
    expression: z
      .string()
      .min(1)
      .max(200)
      .describe('Five fields (minute, hour, day of the month, month, day of the week), or six with seconds.'),
    timeZone: z
      .string()
      .min(1)
      .max(100)
      .describe('IANA time zone that the expression is read in.')
      .default('UTC'),
  })
  .meta({ id: 'CronSchedule', description: 'At the times that a cron expression names.' });

const intervalSchedule = z
  .strictObject({
    kind: z.literal('interval').describe('At fixed intervals.'),
    everySeconds: z.int().min(1).max(31_536_000).describe('Seconds from one run to the next.'),
  })
  .meta({ id: 'IntervalSchedule', description: 'At fixed intervals.' });

export const scheduleSchema = z
  .discriminatedUnion('kind', [cronSchedule, intervalSchedule])
  .meta({ id: 'Schedule', description: 'When runs begin by themselves.' });

const fullEvery = z
  .strictObject({
    everySeconds: z.int().min(60).max(31_536_000).describe('Seconds from one full run to the next.'),
  })
  .meta({ id: 'FullEverySeconds', description: 'After so long.' });

export const fullEverySchema = z.union([z.enum(FULL_EVERY_WORDS), fullEvery]).meta({
  id: 'FullEvery',
  description:
    'How long an incremental job goes on before a run of it reads everything: `default` is a day, or never where its stream reports deletions.',
});
