import { z } from 'zod';
import { scalar } from './scalar.js';
import { anyPath } from './setting-text.js';
import { whenSound } from './when-sound.js';

/** What of an answer to a question about one record says that there is none. */
export const goneRule = z
  .strictObject({
    status: z.int().min(100).max(599).optional().describe('The status of the answer; left out: a success.'),
    bodyPath: anyPath.optional().describe('A place in the body of the answer.'),
    equals: scalar.optional().describe('What is at `bodyPath`; left out: anything but null.'),
    empty: z
      .literal(true)
      .optional()
      .describe(
        'There is nothing at `bodyPath`: it leads nowhere, or to null, or to an empty list, object or text.',
      ),
  })
  .refine((rule) => rule.status !== undefined || rule.bodyPath !== undefined, {
    error: 'a rule needs a status or a bodyPath',
    path: ['status'],
    ...whenSound('status', 'bodyPath'),
  })
  .refine((rule) => rule.bodyPath !== undefined || rule.empty === undefined, {
    error: 'is needed beside empty: it says where nothing is',
    path: ['bodyPath'],
    ...whenSound('bodyPath', 'empty'),
  });

export type GoneRule = z.infer<typeof goneRule>;
