import { z } from 'zod';
import { kind, valuePath } from './setting-text.js';

/** How a listing by numbers tells where it ends. */
export const endOfListing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('emptyPage', 'The end is a page without a record.') }),
  z.strictObject({
    kind: kind(
      'shortPage',
      'The end is a page that is empty or shorter than the first: only where no record is ever left out of a page.',
    ),
  }),
  z.strictObject({
    kind: kind('total', 'The answer says how many records there are in all.'),
    path: valuePath.describe('Where the answer has the number of records.'),
  }),
  z.strictObject({
    kind: kind('pages', 'The answer says how many pages there are in all.'),
    path: valuePath.describe('Where the answer has the number of pages.'),
  }),
  z.strictObject({
    kind: kind(
      'more',
      'A flag in the answer says whether there is more: true or false, 1 or 0, as text too.',
    ),
    path: valuePath.describe('Where the answer has the flag.'),
    inverse: z.boolean().default(false).describe('The flag says that this was the end.'),
  }),
  z.strictObject({
    kind: kind('status', 'A page behind the last one is refused with one of these statuses.'),
    status: z.array(z.int().min(400).max(499)).min(1).describe('The statuses that mean "past the end".'),
  }),
  z.strictObject({
    kind: kind(
      'repeatedPage',
      'A page behind the last one is the last one again. An empty page is then no end, and two in a row are a doubt.',
    ),
  }),
]);

export type EndOfListing = z.infer<typeof endOfListing>;
