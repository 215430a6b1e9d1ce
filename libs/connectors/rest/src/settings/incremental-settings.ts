import { z } from 'zod';
import { text, valuePath } from './setting-text.js';

/** How only what changed is asked for. */
export const incremental = z.discriminatedUnion('kind', [
  /** What changed since a moment of the provider's clock. */
  z.strictObject({
    kind: z.literal('time'),
    param: text,
    /** Says until when, for a backfill that names an end. */
    untilParam: text.optional(),
    format: z.enum(['iso', 'unix']).default('iso'),
  }),
  /**
   * What comes after a place in a change feed, which is also how its pages follow one another: the end is an empty
   * page, or nothing pending.
   */
  z.strictObject({
    kind: z.literal('position'),
    param: text,
    positionPath: valuePath,
    pendingPath: valuePath.optional(),
    /** Sent for a first reading, where the feed wants something. */
    start: text.optional(),
  }),
]);

export type Incremental = z.infer<typeof incremental>;
