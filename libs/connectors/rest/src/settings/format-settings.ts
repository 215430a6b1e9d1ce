import { z } from 'zod';
import { kind, text } from './setting-text.js';

const empty = (what: string) =>
  z.enum(['text', 'null']).default('text').describe(`What ${what} is: an empty text, or null.`);

/** One character, which may be a tab. */
const sign = z
  .string()
  .regex(/^(?:\t|[^\u0000-\u001f\u007f-\u009f\ud800-\udfff])$/, 'must be one character: no line break'); // eslint-disable-line no-control-regex -- they are what is refused

const csv = z
  .strictObject({
    kind: kind(
      'csv',
      'Lines of cells (RFC 4180). The body is then a list of objects, one for each line; all of their values are texts.',
    ),
    delimiter: sign.default(',').describe('What stands between two cells. A tab is `"\\t"`.'),
    quote: sign.or(z.null()).default('"').describe('What cells are enclosed in; null: nothing is.'),
    escape: sign.optional().describe('What stands before a quote within a cell. Left out: a quote.'),
    columns: z
      .array(text)
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'must not name a column twice')
      .optional()
      .describe('The names of the columns. Left out: they are in the first line.'),
    skipLines: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe('How many lines come before all that, for example a title.'),
    empty: empty('a cell with nothing in it'),
  })
  .refine(({ delimiter, quote }) => delimiter !== quote, {
    error: 'must be another character than the delimiter',
    path: ['quote'],
  });

const xml = z.strictObject({
  kind: kind(
    'xml',
    'Elements (XML 1.0). The body is then an object with the root element; all values are texts.',
  ),
  attributePrefix: z
    .enum(['@', '@_', '$', '-'])
    .default('@')
    .describe('What is put before the name of an attribute.'),
  textName: text
    .default('#text')
    .describe('The name of the text of an element that has attributes or other elements, too.'),
  namespaces: z
    .enum(['keep', 'strip'])
    .default('keep')
    .describe('Whether names keep their prefix: `a:id`, or `id`.'),
  lists: z
    .array(text)
    .default([])
    .describe(
      'Names of elements that are lists also where there is one of them. Those at `recordsPath` are so anyway.',
    ),
  empty: empty('an element with nothing in it'),
});

/** The format of answers. */
export const format = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('json', 'JSON (RFC 8259).') }),
  z.strictObject({
    kind: kind(
      'ndjson',
      'A JSON value on each line (NDJSON, JSON Lines), or each behind a record separator (RFC 7464). The body is then the list of them.',
    ),
  }),
  csv,
  xml,
]);

export type Format = z.output<typeof format>;
export type FormatOf<K extends Format['kind']> = Extract<Format, { readonly kind: K }>;
