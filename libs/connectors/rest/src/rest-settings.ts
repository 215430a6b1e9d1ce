import { errorCatalog, VERSION_ORDERS, type ErrorCode } from '@evenkeel/domain';
import { z } from 'zod';
import { auth } from './auth-settings.js';
import { anyPath, oneLine, text, urlPath, valuePath } from './setting-text.js';
import { anyNumber, goneRule, scalar } from './gone-settings.js';
import { sliceSettings } from './slicing/slice-settings.js';

/** Encodings by the names of WHATWG Encoding. */
const charset = text.refine(isCharset, 'is not the name of an encoding, such as utf-8 or windows-1252');

/** How a listing by numbers tells where it ends. */
const endOfListing = z.discriminatedUnion('kind', [
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

const baseUrl = text.refine((value) => {
  const url = URL.parse(value);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === ''
  );
}, 'must be an http or https address without a query and without a user name');

const pagination = z.discriminatedUnion('kind', [
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
    })
    .refine((value) => value.lastIdPath === undefined || value.hasMorePath !== undefined, {
      error: 'is needed beside lastIdPath: it tells the end',
      path: ['hasMorePath'],
    }),
  /** A `Link` header with `rel="next"` (RFC 8288). */
  z.strictObject({ kind: z.literal('link') }),
  /** The address of the next page in the body. */
  z.strictObject({ kind: z.literal('nextUrl'), path: valuePath }),
]);

const incremental = z.discriminatedUnion('kind', [
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

function hasPlaceOfId(template: string, idPath: string | readonly string[]): boolean {
  const parts = typeof idPath === 'string' ? [] : idPath;
  const hasAll = parts.length > 0 && parts.every((path) => template.includes(`{${path}}`));
  return template.includes('{id}') || hasAll;
}

const stream = z
  .strictObject({
    path: urlPath,
    recordsPath: anyPath.default(''),
    /** Where the record is within an entry of the list, for lists that wrap it; the other paths begin at the record. */
    recordPath: valuePath.optional(),
    /** Several, where only together they name a record: the id is then their values, joined by slashes. */
    idPath: valuePath.or(z.array(valuePath).min(2)).default('id'),
    /** `fold`: the provider does not tell letters from capitals in ids. */
    idCase: z.enum(['exact', 'fold']).default('exact'),
    versionPath: valuePath.optional(),
    /** How versions compare; left out: as what they look like, a number or a time, else not at all. */
    versionOrder: z.enum(VERSION_ORDERS).optional(),
    modifiedAtPath: valuePath.optional(),
    /** Where the answer says how many records there are in all: a listing that gives fewer proves nothing. */
    totalPath: valuePath.optional(),
    /** What else than an empty list says that there is nothing, in every reading; where only changes are asked for, 204 and null do. */
    nothing: z.array(z.enum(['noContent', 'null', 'absent', 'notFound'])).default([]),
    /** What is made of an error member beside an empty list: it is an error, unless it always stands there. */
    errorBesideNothing: z.enum(['refuse', 'ignore']).default('refuse'),
    /** Entries that only tell that a record is gone. The path begins at the entry. */
    tombstone: z
      .strictObject({
        path: valuePath,
        equals: scalar,
        /** Where its id is, where the record that holds it is left out; begins at the entry. */
        idPath: valuePath.or(z.array(valuePath).min(2)).optional(),
      })
      .optional(),
    pageSize: z.int().min(1).max(100_000).optional(),
    pageSizeParam: text.optional(),
    /** How answers are encoded, where their label is wrong or missing. */
    charset: charset.optional(),
    params: z.record(text, z.union([oneLine, anyNumber, z.boolean()])).default({}),
    pagination: pagination.default({ kind: 'none' }),
    incremental: incremental.optional(),
    /**
     * `stable` says that a listing cannot miss a record that exists all the while, whatever else is created, changed or
     * deleted meanwhile. Then it proves by itself what is gone; no kind of pagination promises that.
     */
    listing: z.enum(['stable', 'shifting']).optional(),
    slices: sliceSettings.optional(),
    /** Parameters that narrow the listing to records with one value of a field, by the field's path. */
    filterParams: z.record(text, text).default({}),
    /** Whether the provider is asked with ETag and time of change where it gives them: not if what it says of them is wrong. */
    conditional: z.boolean().default(true),
    /** `inventory`: the listing gives only ids and versions, and a record is read where its version is another. */
    shape: z.enum(['records', 'inventory']).default('records'),
    readOne: z
      .strictObject({
        /** `{id}` is where the id goes; of an id of several parts each part may have a place of its own, named by its path. */
        path: urlPath,
        recordPath: valuePath.optional(),
        /** A record looks here as it does in the listing. */
        sameShape: z.boolean().default(false),
      })
      .optional(),
    /** What `readOne` is answered with where there is no such record; left out: 404 or 410. */
    gone: z.array(goneRule).min(1).optional(),
  })
  .refine(({ readOne, idPath }) => readOne === undefined || hasPlaceOfId(readOne.path, idPath), {
    error: 'must hold {id} where the id goes, or {PATH} for each of several paths',
    path: ['readOne', 'path'],
  })
  .refine((value) => value.shape !== 'inventory' || value.readOne !== undefined, {
    error: 'is needed beside the shape inventory: it says how a record is read',
    path: ['readOne'],
  })
  .refine((value) => value.shape !== 'inventory' || value.versionPath !== undefined, {
    error: 'is needed beside the shape inventory: it says which records are to be read',
    path: ['versionPath'],
  })
  .refine((value) => value.incremental?.kind !== 'position' || value.pagination.kind === 'none', {
    error: 'must be left out: the positions of the feed are its pages',
    path: ['pagination'],
  })
  .refine((value) => value.incremental?.kind !== 'position' || value.slices === undefined, {
    error: 'must be left out: a change feed is read in its order',
    path: ['slices'],
  });

const providerCode = z.custom<ErrorCode>(
  (value) => typeof value === 'string' && value.startsWith('provider.') && Object.hasOwn(errorCatalog, value),
  'must be a provider.* code of the error catalog',
);
const errorRule = z
  .strictObject({
    status: z.int().min(100).max(599).optional(),
    bodyPath: valuePath.optional(),
    /** What is at `bodyPath`; without it, anything but null. */
    equals: scalar.optional(),
    code: providerCode,
  })
  .refine((rule) => rule.status !== undefined || rule.bodyPath !== undefined, {
    error: 'a rule needs a status or a bodyPath',
    path: ['status'],
  });

/** These carry credentials or are the caller's own. */
const RESERVED_HEADERS =
  /^(authorization|proxy-authorization|cookie|host|content-length|transfer-encoding|accept-encoding)$/i;
const headerName = text
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header')
  .refine((name) => !RESERVED_HEADERS.test(name), 'cannot be set here: secrets go into the credentials');

export const restSettings = z.strictObject({
  baseUrl,
  auth: auth.default({ kind: 'none' }),
  headers: z.record(headerName, oneLine).default({}),
  /** Of every stream that says none of its own. */
  charset: charset.optional(),
  streams: z
    .record(text, stream)
    .refine((streams) => Object.keys(streams).length > 0, 'needs at least one stream'),
  errors: z.array(errorRule).default([]),
});

function isCharset(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

export type RestSettings = z.infer<typeof restSettings>;
export type StreamSettings = RestSettings['streams'][string];
export type Pagination = StreamSettings['pagination'];
export type PaginationOf<K extends Pagination['kind']> = Extract<Pagination, { readonly kind: K }>;
export type EndOfListing = z.infer<typeof endOfListing>;
export type Incremental = NonNullable<StreamSettings['incremental']>;
export type ErrorRule = RestSettings['errors'][number];
