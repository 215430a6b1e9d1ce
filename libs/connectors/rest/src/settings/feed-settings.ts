import { z } from 'zod';
import { byTime } from './incremental-settings.js';
import { format } from './format-settings.js';
import { pagination } from './pagination-settings.js';
import { recordSettings } from './record-settings.js';
import { requestSettings } from './request-settings.js';
import { anyPath, idPath, text, valuePath } from './setting-text.js';

const { recordsPath, totalPath, nothing, errorBesideNothing } = recordSettings;

/** What is beside the listing of a stream, and is asked for what happened since a moment. */
const feedSettings = {
  ...requestSettings,
  ...{ recordsPath, totalPath, nothing, errorBesideNothing },
  format: format.optional().describe('The format of its answers; left out: that of the stream.'),
  pageSize: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('The most entries that the provider gives on a page.'),
  pageSizeParam: text.optional().describe('The parameter that carries how many entries a page is to have.'),
  pagination: pagination.default({ kind: 'none' }).describe('How the pages follow one another.'),
  keepsDays: z
    .int()
    .min(1)
    .optional()
    .describe(
      'For how many days the provider keeps entries. A run that would have to ask for older ones fails with `provider.changes_expired`. Left out: for ever.',
    ),
};

/** A list of what was deleted, beside the listing of a stream. */
export const deletionsSettings = z.strictObject({
  ...feedSettings,
  incremental: byTime
    .or(z.literal('whole'))
    .describe(
      'How it is asked for what happened since a moment. `whole`: it cannot be asked so, and each incremental run reads the whole list.',
    ),
  idPath: anyPath
    .or(z.array(valuePath).min(2))
    .optional()
    .describe(
      'Where an entry has the id of the record; empty: the entry itself is the id. Left out: where a record has it.',
    ),
});

/** What an event means for the record that it names. */
export const EVENT_MEANINGS = ['changed', 'deleted', 'ignore'] as const;
export type EventMeaning = (typeof EVENT_MEANINGS)[number];

/** A log of events that only name what changed, beside the listing of a stream. */
export const changesSettings = z.strictObject({
  ...feedSettings,
  incremental: byTime.describe('How it is asked for what happened since a moment.'),
  idPath: idPath.describe(
    'Where an event has the id of the record that it is about; several paths for its parts.',
  ),
  kindPath: valuePath.optional().describe('Where an event says of which kind it is.'),
  kinds: z
    .record(text, z.enum(EVENT_MEANINGS))
    .default({})
    .describe(
      'What the kinds of events mean: `changed`, so that the record is read by its id; `deleted`; or `ignore`. A name may end with `*`. ' +
        'Other kinds are taken for `changed`.',
    ),
});

export type FeedSettings = z.infer<typeof deletionsSettings> | z.infer<typeof changesSettings>;
export type ChangesSettings = z.infer<typeof changesSettings>;
export type DeletionsSettings = z.infer<typeof deletionsSettings>;
