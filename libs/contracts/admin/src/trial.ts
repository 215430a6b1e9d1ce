import { MOST_PAGES_TRIED } from '@evenkeel/domain';
import { z } from 'zod';
import { jsonObject, jsonValue } from './json-object.js';
import { problemView } from './problem.js';

const extent = {
  /** Only this stream; left out: all of them. */
  stream: z.string().min(1).max(200).optional(),
  /** How many pages of each listing are read at most. */
  pages: z.int().min(1).max(MOST_PAGES_TRIED).default(2),
};

/** Tries settings without keeping them. */
export const trySettings = z
  .strictObject({ settings: jsonObject, credentials: jsonObject.default({}), ...extent })
  .meta({ id: 'TrySettings' });

/** Tries a connection, or other settings with its credentials. */
export const tryConnection = z
  .strictObject({
    /** In place of its own; nothing is changed by that. Its credentials go only where they were given for. */
    settings: jsonObject.optional(),
    ...extent,
  })
  .meta({ id: 'TryConnection' });

const triedCall = z.object({
  method: z.string(),
  /** With its query; secrets are struck out. */
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  tookMs: z.int(),
  /** Null: there was no answer that could be read. */
  status: z.int().nullable(),
  /** What the answer is made of, in one line; null where there was none. */
  answer: z.string().nullable(),
  problem: problemView.nullable(),
});

const triedRecord = z.object({
  externalId: z.string().nullable(),
  version: z.string().nullable(),
  modifiedAt: z.string().nullable(),
  /** Whether the provider says that it is gone. */
  gone: z.boolean(),
  data: jsonValue,
});
export type TriedRecordView = z.output<typeof triedRecord>;

const triedPage = z.object({
  calls: z.array(triedCall),
  /** How many records came. */
  records: z.int(),
  /** The first of them. */
  first: z.array(triedRecord),
  /** The cursor of the next page; null: the listing has ended. */
  next: z.string().nullable(),
  /** Up to when it is current, as the provider says; null: it does not. */
  bound: z.string().nullable(),
  /** How many records there are in all, as the provider says; null: it does not. */
  total: z.int().nullable(),
  problem: problemView.nullable(),
});
export type TriedPageView = z.output<typeof triedPage>;

const triedRead = z.object({
  externalId: z.string(),
  calls: z.array(triedCall),
  /** Whether there is a record of this id. */
  found: z.boolean(),
  problem: problemView.nullable(),
});
export type TriedReadView = z.output<typeof triedRead>;

const streamTrial = z.object({
  stream: z.string(),
  /** Records that a page was asked for. */
  pageSize: z.int(),
  pages: z.array(triedPage),
  /** A page of what changed since; null where the stream cannot be asked for that. */
  changes: z.object({ since: z.string(), page: triedPage }).nullable(),
  /** The first listed record, read by its id; null where the stream reads none. */
  listed: triedRead.nullable(),
  /** An id that no record has. */
  madeUp: triedRead.nullable(),
  /** What looks doubtful, in words. */
  doubts: z.array(z.string()),
  /** Why it cannot be read; null: it can. */
  problem: problemView.nullable(),
});
export type StreamTrialView = z.output<typeof streamTrial>;

/** What was asked, what came and what looks doubtful; nothing of it is stored. */
export const trialView = z
  .object({
    /** Whether all streams that were tried can be read. */
    ok: z.boolean(),
    streams: z.array(streamTrial),
  })
  .meta({ id: 'Trial' });
export type TrialView = z.output<typeof trialView>;
