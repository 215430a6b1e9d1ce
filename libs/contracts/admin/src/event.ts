import { cloudEvent, typesNamed } from '@evenkeel/contracts-messages';
import { z } from 'zod';
import { LIST_LIMIT } from './list.js';

const position = z
  .string()
  .regex(/^\d{1,15}$/, { error: 'must be a position, as a list or a stream of events gives it' });

const types = z
  .string()
  .max(1000)
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => typesNamed(name).length > 0), {
    error:
      'must be names of types of events, or what they begin with, separated by commas: docs/events.md lists them',
  })
  .transform((names) => [...new Set(names.flatMap(typesNamed))]);

const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(LIST_LIMIT.max)
  .describe('How many are listed at most; a stream goes on.')
  .default(LIST_LIMIT.default);

/** Which events of a run are wanted. */
export const executionEventQuery = z.object({
  after: position
    .describe(
      'Only those behind this position. Left out: from the first. In a stream the header `Last-Event-ID` counts before it.',
    )
    .optional(),
  type: types
    .describe('Only of these types, separated by commas; `sync` stands for all of `sync.*`.')
    .optional(),
  limit,
});

/** Which events are wanted. */
export const eventQuery = z.object({
  after: position
    .describe(
      'Only those behind this position; `0`: all that are kept. Left out: the latest, and in a stream those from now on. ' +
        'In a stream the header `Last-Event-ID` counts before it.',
    )
    .optional(),
  job: z.string().min(1).max(200).describe('Only those of this job (name or id).').optional(),
  type: executionEventQuery.shape.type,
  limit,
});

export const eventList = z
  .object({
    items: z.array(cloudEvent).describe('In the order in which they happened.'),
    position: z.string().describe('To be sent as `after` for what comes next.'),
  })
  .meta({ id: 'EventList', description: 'What happened, in its order.' });
export { cloudEvent as eventView } from '@evenkeel/contracts-messages';
export type { CloudEvent as EventView } from '@evenkeel/contracts-messages';
