import { z } from 'zod';
import { endOfListing } from './end-of-listing.js';
import { kind, text, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

const origin = z
  .enum(['same', 'ignore'])
  .default('same')
  .describe(
    'What is made of an address on another host. `same`: it is refused. `ignore`: only its path and query count, and it is asked at ' +
      'the host of `baseUrl`, for an API behind a proxy. Credentials go to no other host in any case.',
  );

const end = endOfListing
  .default({ kind: 'emptyPage' })
  .describe('How the answer tells that the listing has ended.');

const WHERE_NEXT = ['nextPath', 'nextHeader', 'lastPath'] as const;

const byCursor = z
  .strictObject({
    kind: kind(
      'cursor',
      'Each page begins where the one before says: a token of the provider, or a field of its last record.',
    ),
    param: text
      .optional()
      .describe('The parameter that carries the cursor. Left out: the request names it as `{cursor}`.'),
    nextPath: valuePath
      .optional()
      .describe('Where the answer has the cursor of the next page; the end is that there is none.'),
    nextHeader: text.optional().describe('Instead of `nextPath`: the header of the answer that has it.'),
    lastPath: valuePath
      .optional()
      .describe(
        'Instead of `nextPath`: the field of the last entry that the next page begins behind. No two records may have the same value ' +
          'of it. Unless `hasMorePath` says so, the end is a page without a record.',
      ),
    hasMorePath: valuePath
      .optional()
      .describe('Where the answer has a flag that says whether there is more.'),
    moreInverse: z.boolean().default(false).describe('The flag at `hasMorePath` says that this was the end.'),
    end: z
      .literal('emptyPage')
      .optional()
      .describe('For a cursor that is never missing: the end is a page without a record.'),
  })
  .refine((value) => WHERE_NEXT.filter((name) => value[name] !== undefined).length === 1, {
    error: `needs one of ${WHERE_NEXT.join(', ')}`,
    path: ['nextPath'],
    ...whenSound(...WHERE_NEXT),
  });

/** How the pages of a listing follow one another. */
export const pagination = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('none', 'The first answer is everything.') }),
  z.strictObject({
    kind: kind('page', 'Pages have numbers.'),
    param: text
      .optional()
      .describe('The parameter that carries the number. Left out: the request names it as `{page}`.'),
    start: z.int().min(0).default(1).describe('The number of the first page.'),
    end,
  }),
  z.strictObject({
    kind: kind('offset', 'Each page says how many records to leave out.'),
    param: text
      .optional()
      .describe(
        'The parameter that carries the number of records to leave out. Left out: the request names it as `{offset}`.',
      ),
    end,
    advance: z
      .enum(['asked', 'received'])
      .optional()
      .describe(
        'Whether an offset counts the records that were asked for or those that were received. Left out: those that were ' +
          'asked for, and a short page in the middle is a doubt.',
      ),
    overlap: z
      .boolean()
      .optional()
      .describe(
        'Whether a page begins with the last record of the page before, so that rows that move are noticed. Left out: ' +
          'unless `listing` is `stable`, or the end is told by pages.',
      ),
  }),
  byCursor,
  z.strictObject({
    kind: kind('link', 'The `Link` header has the address of the next page, with `rel="next"` (RFC 8288).'),
    origin,
  }),
  z.strictObject({
    kind: kind('nextUrl', 'The body has the address of the next page, whole or relative.'),
    path: valuePath.describe(
      'Where the answer has the address; the end is null, an empty text, false or nothing.',
    ),
    origin,
  }),
]);

export type Pagination = z.infer<typeof pagination>;
export type PaginationOf<K extends Pagination['kind']> = Extract<Pagination, { readonly kind: K }>;
