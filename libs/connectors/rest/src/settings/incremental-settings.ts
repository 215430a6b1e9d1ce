import { z } from 'zod';
import { kind, text, valuePath } from './setting-text.js';
import { timeWriting, zoneRule } from './time-settings.js';

/** What changed since a moment. */
export const byTime = z
  .strictObject({
    kind: kind('time', "What changed since a moment of the provider's clock."),
    param: text
      .optional()
      .describe('The parameter that carries the moment. Left out: the request names it as `{since}`.'),
    untilParam: text
      .optional()
      .describe(
        'The parameter that carries the end of a stretch of time, for a backfill that names one. The request may also name it as `{until}`.',
      ),
    ...timeWriting,
    inclusive: z
      .boolean()
      .default(true)
      .describe(
        'Whether what changed at the very moment counts. `false`: the moment asked for is one unit of its format further out.',
      ),
    first: z.iso
      .datetime({ offset: true })
      .optional()
      .describe(
        'The moment that a full reading asks from, for a provider that always wants one. Left out: it asks from none.',
      ),
  })
  .refine(...zoneRule);

const byPosition = z.strictObject({
  kind: kind(
    'position',
    'What comes behind a place in a change feed, which is also how its pages follow one another: the end is an empty ' +
      'page, or nothing pending.',
  ),
  param: text
    .optional()
    .describe('The parameter that carries the position. Left out: the request names it as `{cursor}`.'),
  positionPath: valuePath.describe('Where the answer has the position behind its last entry.'),
  positionAt: z
    .enum(['eachPage', 'lastPage'])
    .default('eachPage')
    .describe(
      'Which answers have it. `lastPage`: only the last one, and `pagination` says how the pages of a reading follow one another, as with sync tokens.',
    ),
  pendingPath: valuePath.optional().describe('Where the answer has the number of entries that still follow.'),
  start: text.optional().describe('The position of a first reading, where the feed wants one.'),
});

/** How only what changed is asked for. */
export const incremental = z.discriminatedUnion('kind', [byTime, byPosition]);

export type Incremental = z.infer<typeof incremental>;

/** Whether the pages of a reading follow one another by themselves, and the last of them tells the position. */
export function tellsAtEnd({ positionAt }: Extract<Incremental, { readonly kind: 'position' }>): boolean {
  return positionAt === 'lastPage';
}

export type IncrementalByTime = z.infer<typeof byTime>;
