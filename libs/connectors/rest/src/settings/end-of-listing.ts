import { z } from 'zod';
import { valuePath } from './setting-text.js';

/** How a listing by numbers tells where it ends. */
export const endOfListing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('emptyPage') }),
  /** Also at a page that is shorter than the first: only where no record is ever left out of a page. */
  z.strictObject({ kind: z.literal('shortPage') }),
  /** So many records in all. */
  z.strictObject({ kind: z.literal('total'), path: valuePath }),
  /** So many pages in all. */
  z.strictObject({ kind: z.literal('pages'), path: valuePath }),
  /** Whether there is more, or, `inverse`, whether this was the end. */
  z.strictObject({ kind: z.literal('more'), path: valuePath, inverse: z.boolean().default(false) }),
  /** A page behind the last one is refused with one of these. */
  z.strictObject({ kind: z.literal('status'), status: z.array(z.int().min(400).max(499)).min(1) }),
  /** A page behind the last one is the last one again. */
  z.strictObject({ kind: z.literal('repeatedPage') }),
]);

export type EndOfListing = z.infer<typeof endOfListing>;
