import { z } from 'zod';
import { kind, text, valuePath } from './setting-text.js';

/** How only what changed is asked for. */
export const incremental = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: kind('time', "What changed since a moment of the provider's clock."),
    param: text.describe('The parameter that carries the moment.'),
    untilParam: text
      .optional()
      .describe('The parameter that carries the end of a stretch of time, for a backfill that names one.'),
    format: z.enum(['iso', 'unix']).default('iso').describe('How a moment is written.'),
  }),
  z.strictObject({
    kind: kind(
      'position',
      'What comes behind a place in a change feed, which is also how its pages follow one another: the end is an empty ' +
        'page, or nothing pending.',
    ),
    param: text.describe('The parameter that carries the position.'),
    positionPath: valuePath.describe('Where the answer has the position behind its last entry.'),
    pendingPath: valuePath
      .optional()
      .describe('Where the answer has the number of entries that still follow.'),
    start: text.optional().describe('The position of a first reading, where the feed wants one.'),
  }),
]);

export type Incremental = z.infer<typeof incremental>;
