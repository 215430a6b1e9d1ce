import { z } from 'zod';
import { scalar } from './scalar.js';
import { idPath, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

const oneOrMore = z.union([scalar, z.array(scalar).min(1)]);
const SAYS = ['equals', 'exists', 'notEquals'] as const;

/** What an entry looks like that only tells that a record is gone. */
export const tombstone = z
  .strictObject({
    path: valuePath.describe('Where an entry tells that its record is gone; begins at the entry.'),
    equals: oneOrMore
      .optional()
      .describe('What is there in an entry that tells so, or one of several such values.'),
    exists: z
      .literal(true)
      .optional()
      .describe(
        'Instead of `equals`: there is something, for example the time of its deletion: anything but null, false, an empty text, list or object.',
      ),
    notEquals: oneOrMore
      .optional()
      .describe(
        'Instead of `equals`: there is something other than this, or than each of several values. Where nothing is there, the record is not gone.',
      ),
    idPath: idPath
      .optional()
      .describe('Where the id is in such an entry, if not where that of a record is; begins at the entry.'),
  })
  .refine((rule) => SAYS.filter((name) => rule[name] !== undefined).length === 1, {
    error: `needs one of ${SAYS.join(', ')}`,
    path: ['equals'],
    ...whenSound(...SAYS),
  });

export type Tombstone = z.infer<typeof tombstone>;
