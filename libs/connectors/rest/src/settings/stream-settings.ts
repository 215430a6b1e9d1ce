import { z } from 'zod';
import { sliceSettings } from '../slicing/slice-settings.js';
import { alsoSettings } from './also-settings.js';
import { changesSettings, deletionsSettings } from './feed-settings.js';
import { incremental } from './incremental-settings.js';
import { pagination } from './pagination-settings.js';
import { parentSettings } from './parent-settings.js';
import { recordSettings } from './record-settings.js';
import { requestSettings } from './request-settings.js';
import { text } from './setting-text.js';
import { writeSettings } from './write-settings.js';

/** A stream, each of its settings by itself. */
export const streamFields = z.strictObject({
  ...requestSettings,
  ...recordSettings,
  also: alsoSettings
    .optional()
    .describe(
      'Further listings of the same records, read one after the other: of a provider that lists, for example, what is archived only if it is asked for that.',
    ),
  parent: parentSettings
    .optional()
    .describe('The stream to each record of which this one has a listing of its own.'),
  pageSize: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('The most records that the provider gives on a page: it is never asked for more.'),
  pageSizeParam: text.optional().describe('The parameter that carries how many records a page is to have.'),
  pagination: pagination
    .default({ kind: 'none' })
    .describe('How the pages of the listing follow one another.'),
  incremental: incremental
    .optional()
    .describe('How only what changed is asked for. Left out: each run reads everything.'),
  deletions: deletionsSettings
    .optional()
    .describe(
      'A list of what was deleted since a moment, which an incremental run reads before the listing: then the stream reports deletions.',
    ),
  changes: changesSettings
    .optional()
    .describe(
      'A log of events that name what changed since a moment. An incremental run reads it instead of the listing, and each record that it names by its id.',
    ),
  listing: z
    .enum(['stable', 'shifting'])
    .optional()
    .describe(
      '`stable`: the listing cannot miss a record that exists all the while, whatever else is created, changed or deleted ' +
        'meanwhile. Then it proves by itself what is gone; no kind of pagination promises that. `shifting`: rows are known to move.',
    ),
  slices: sliceSettings
    .optional()
    .describe('How the listing can be cut into parts that are read at the same time.'),
  filterParams: z
    .record(text, text)
    .default({})
    .describe(
      'Parameters that narrow the listing to records with one value of a field, by the path of the field.',
    ),
  writes: writeSettings
    .optional()
    .describe('How records are created, changed and deleted. Left out: the stream is only read.'),
  conditional: z
    .boolean()
    .default(true)
    .describe(
      'Whether the provider is asked with ETag and time of change where it gives them: not if what it says of them is wrong.',
    ),
});

export type StreamSettings = z.infer<typeof streamFields>;
