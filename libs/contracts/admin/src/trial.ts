import { MOST_PAGES_TRIED } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { jsonObject, jsonValue } from './json-object.js';
import { problemView } from './problem.js';
import { writeKinds } from './write-abilities.js';

const extent = {
  stream: z.string().min(1).max(200).describe('Only this stream. Left out: all of them.').optional(),
  pages: z
    .int()
    .min(1)
    .max(MOST_PAGES_TRIED)
    .describe('How many pages of each listing are read at most.')
    .default(2),
};

export const trySettings = z
  .strictObject({
    settings: jsonObject.describe('Settings of the connector, as a connection would have them.'),
    credentials: jsonObject
      .describe('Secrets that the connector sends to the provider. They are not kept.')
      .default({}),
    ...extent,
  })
  .meta({ id: 'TrySettings', description: 'Settings to try without keeping them.' });

export const tryConnection = z
  .strictObject({
    settings: jsonObject
      .describe(
        'In place of its own; nothing is changed by that. Its credentials go only where they were given for. Left out: its own.',
      )
      .optional(),
    ...extent,
  })
  .meta({ id: 'TryConnection', description: 'A connection to try, or other settings with its credentials.' });

const triedCall = z
  .object({
    method: z.string().describe('HTTP method.'),
    url: z.string().describe('Address with its query; secrets are struck out.'),
    headers: z.record(z.string(), z.string()).describe('Headers by name; secrets are struck out.'),
    body: z.string().nullable().describe('What was sent; null: nothing.'),
    tookMs: count.describe('Milliseconds until the answer was read.'),
    status: z.int().nullable().describe('HTTP status; null: there was no answer that could be read.'),
    answer: z
      .string()
      .nullable()
      .describe('What the answer is made of, in one line; null where there was none.'),
    problem: problemView.nullable().describe('What went wrong; null: nothing.'),
  })
  .meta({ id: 'TriedCall', description: 'One call to the provider and what came of it.' });

const triedRecord = z
  .object({
    externalId: z.string().nullable().describe("The provider's id of the record; null where it sent none."),
    version: z.string().nullable().describe('Its version; null where it sent none.'),
    modifiedAt: z.string().nullable().describe('When it changed, as the provider says; null: it does not.'),
    gone: z.boolean().describe('Whether the provider says that it is gone.'),
    data: jsonValue.describe('The record as the provider sent it.'),
  })
  .meta({ id: 'TriedRecord', description: 'A record as the provider sent it.' });
export type TriedRecordView = z.output<typeof triedRecord>;

const triedPage = z
  .object({
    calls: z.array(triedCall).describe('The calls that were made for it.'),
    records: count.describe('How many records came.'),
    first: z.array(triedRecord).describe('The first of them.'),
    next: z.string().nullable().describe('The cursor of the next page; null: the listing has ended.'),
    bound: z
      .string()
      .nullable()
      .describe('Up to when it is current, as the provider says; null: it does not.'),
    total: z
      .int()
      .nullable()
      .describe('How many records there are in all, as the provider says; null: it does not.'),
    problem: problemView.nullable().describe('Why it cannot be read; null: it can.'),
  })
  .meta({ id: 'TriedPage', description: 'A page of a listing.' });
export type TriedPageView = z.output<typeof triedPage>;

const triedRead = z
  .object({
    externalId: z.string().describe('The id that was asked for.'),
    calls: z.array(triedCall).describe('The calls that were made for it.'),
    found: z.boolean().describe('Whether there is a record of this id.'),
    problem: problemView.nullable().describe('Why it cannot be read; null: it can.'),
  })
  .meta({ id: 'TriedRead', description: 'Reading one record by its id.' });
export type TriedReadView = z.output<typeof triedRead>;

const triedChanges = z
  .object({
    since: z.string().describe('From when on changes were asked for.'),
    page: triedPage.describe('What came.'),
  })
  .meta({ id: 'TriedChanges', description: 'A page of what changed.' });

const streamTrial = z
  .object({
    stream: z.string().describe('Name of the stream.'),
    pageSize: count.describe('Records that a page was asked for.'),
    writes: writeKinds.describe('How its records are said to be written; nothing of that is tried.'),
    pages: z.array(triedPage).describe('The first pages of its listing.'),
    changes: triedChanges
      .nullable()
      .describe('A page of what changed since; null where the stream cannot be asked for that.'),
    listed: triedRead
      .nullable()
      .describe('The first listed record, read by its id; null where the stream reads none.'),
    madeUp: triedRead.nullable().describe('An id that no record has; null where the stream reads none.'),
    doubts: z.array(z.string()).describe('What looks doubtful, in words.'),
    problem: problemView.nullable().describe('Why it cannot be read; null: it can.'),
  })
  .meta({ id: 'StreamTrial', description: 'What came of trying one stream.' });
export type StreamTrialView = z.output<typeof streamTrial>;

export const trialView = z
  .object({
    ok: z.boolean().describe('Whether all streams that were tried can be read.'),
    streams: z.array(streamTrial).describe('What came of each stream.'),
  })
  .meta({
    id: 'Trial',
    description: 'What was asked, what came and what looks doubtful; nothing of it is stored.',
  });
export type TrialView = z.output<typeof trialView>;
