import { z } from 'zod';
import { scalar } from './scalar.js';
import { anyPath } from './setting-text.js';
import { whenSound } from './when-sound.js';

/** What of an answer to a question about one record says that there is none. */
export const goneRule = z
  .strictObject({
    /** Left out: a success. */
    status: z.int().min(100).max(599).optional(),
    bodyPath: anyPath.optional(),
    /** What is at `bodyPath`; without it, anything but null. */
    equals: scalar.optional(),
    /** There is nothing at `bodyPath`: it leads nowhere, or to null, or to an empty list, object or text. */
    empty: z.literal(true).optional(),
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
