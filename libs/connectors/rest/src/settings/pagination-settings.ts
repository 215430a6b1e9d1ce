import { z } from 'zod';
import { endOfListing } from './end-of-listing.js';
import { text, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

/** How the pages of a listing follow one another. */
export const pagination = z.discriminatedUnion('kind', [
  /** The first answer is everything. */
  z.strictObject({ kind: z.literal('none') }),
  /** Page numbers, up to an empty page unless `end` says otherwise. */
  z.strictObject({
    kind: z.literal('page'),
    param: text,
    start: z.int().min(0).default(1),
    end: endOfListing.default({ kind: 'emptyPage' }),
  }),
  /** How many records to leave out: as many as were asked for with each page, or as were received. */
  z.strictObject({
    kind: z.literal('offset'),
    param: text,
    end: endOfListing.default({ kind: 'emptyPage' }),
    advance: z.enum(['asked', 'received']).optional(),
    /** Whether a page begins with the last record of the page before; left out: unless `listing` is `stable`. */
    overlap: z.boolean().optional(),
  }),
  /** A token of the provider's (`nextPath`; the end is that there is none), or the id of the last entry (`lastIdPath`). */
  z
    .strictObject({
      kind: z.literal('cursor'),
      param: text,
      nextPath: valuePath.optional(),
      lastIdPath: valuePath.optional(),
      hasMorePath: valuePath.optional(),
      /** `hasMorePath` says whether this was the end. */
      moreInverse: z.boolean().default(false),
      /** For a token that is never missing: an empty page is the end. */
      end: z.literal('emptyPage').optional(),
    })
    .refine((value) => (value.nextPath === undefined) !== (value.lastIdPath === undefined), {
      error: 'needs either nextPath or lastIdPath',
      path: ['nextPath'],
      ...whenSound('nextPath', 'lastIdPath'),
    })
    .refine((value) => value.lastIdPath === undefined || value.hasMorePath !== undefined, {
      error: 'is needed beside lastIdPath: it tells the end',
      path: ['hasMorePath'],
      ...whenSound('lastIdPath', 'hasMorePath'),
    }),
  /** A `Link` header with `rel="next"` (RFC 8288). */
  z.strictObject({ kind: z.literal('link') }),
  /** The address of the next page in the body. */
  z.strictObject({ kind: z.literal('nextUrl'), path: valuePath }),
]);

export type Pagination = z.infer<typeof pagination>;
export type PaginationOf<K extends Pagination['kind']> = Extract<Pagination, { readonly kind: K }>;
