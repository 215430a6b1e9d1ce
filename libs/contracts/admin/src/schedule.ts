import { FULL_EVERY_WORDS, WEEKDAYS } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day from 00:00 to 23:59');

const blackout = z
  .strictObject({
    from: timeOfDay.describe('When it begins, as 08:00.'),
    to: timeOfDay.describe('When it ends; where that is not after `from`, on the next day.'),
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .max(7)
      .describe('Days on which it begins; left out: every day.')
      .optional(),
    timeZone: z.string().min(1).max(100).describe('IANA time zone of its days and times.'),
  })
  .meta({ id: 'Blackout', description: 'A stretch of the day in which the schedule begins nothing.' });

const timing = {
  paused: z
    .boolean()
    .describe(
      'Nothing begins by the schedule until it goes on; times that pass meanwhile are not made up for.',
    )
    .optional(),
  jitterSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .describe('Runs begin up to so many seconds after each time, those of one job always as long after it.')
    .optional(),
  blackouts: z
    .array(blackout)
    .max(20)
    .describe(
      'When nothing begins by the schedule. What falls due meanwhile is treated as after a downtime (`misfirePolicy`).',
    )
    .optional(),
} as const;

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
    ...timing,
  })
  .meta({ id: 'CronSchedule', description: 'At the times that a cron expression names.' });

const intervalSchedule = z
  .strictObject({
    kind: z.literal('interval').describe('At fixed intervals.'),
    everySeconds: z.int().min(1).max(31_536_000).describe('Seconds from one run to the next.'),
    anchor: z
      .string()
      .min(1)
      .max(40)
      .describe(
        'One of its times, in ISO 8601; left out: the beginning of 1970, so that `3600` is on the hour.',
      )
      .optional(),
    ...timing,
  })
  .meta({ id: 'IntervalSchedule', description: 'At fixed intervals.' });

export const scheduleSchema = z
  .discriminatedUnion('kind', [cronSchedule, intervalSchedule])
  .meta({ id: 'Schedule', description: 'When runs begin by themselves.' });

export const nextRunsQuery = z.object({
  count: z.coerce.number().int().min(1).max(100).describe('How many, 1-100.').default(5),
});

const plannedRun = z
  .object({
    startsAt: timeView.describe('When it begins.'),
    dueAt: timeView.describe('The time that the schedule names: jitter and blackouts put the beginning off.'),
    localTime: z.string().describe('When it begins, by calendar and clock of the zone of the schedule.'),
  })
  .meta({ id: 'PlannedRun', description: 'A run that a schedule is going to begin.' });

export const nextRunsView = z
  .object({
    timeZone: z.string().nullable().describe('IANA time zone of the schedule; null: there is none.'),
    notes: z.array(z.string()).describe('What one may not expect of the schedule, in sentences.'),
    items: z.array(plannedRun).describe('In their order; fewer than asked for where there are no more.'),
  })
  .meta({ id: 'NextRuns', description: 'The next runs of a job by its schedule.' });

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
