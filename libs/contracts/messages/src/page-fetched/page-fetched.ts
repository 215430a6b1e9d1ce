import { GONE_WAYS, type JsonValue } from '@evenkeel/domain';
import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

const watermark = z.object({ kind: z.enum(['time', 'position']), value: z.string() });

const sourceRecord = z.object({
  externalId: z.string().nullable(),
  /** What stands in place of an id that is none. */
  noId: z.string().optional(),
  version: z.string().nullable(),
  modifiedAt: z.string().nullable(),
  // Deliberately not walked: it came out of a JSON parser, and it is the largest thing on the bus.
  data: z.custom<JsonValue>((value) => value !== undefined),
  /** Set where an inventory gave only its id and version. */
  listedOnly: z.boolean().optional(),
  /** Set where it may lack fields that the provider has. */
  isPartial: z.boolean().optional(),
  /** Set where the record comes from what a failure kept, observed then. */
  replay: z.object({ failureKey: z.string(), observedAt: z.iso.datetime() }).optional(),
  /** Set where the record comes from a delivery that came then. */
  told: z.object({ observedAt: z.iso.datetime() }).optional(),
  /** Set where an earlier page gave it already. */
  overlap: z.boolean().optional(),
  /** Set where the provider no longer has it: an entry of a listing says so, or it was asked for by its id. */
  gone: z.enum(GONE_WAYS).optional(),
  refusal: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** A record that a listing no longer had, and what was found when it was looked at again. */
const candidateReading = z.object({
  referenceId: z.string(),
  externalId: z.string(),
  /** The reference's own when it was looked at. */
  observedAt: z.iso.datetime(),
  found: z.enum(['gone', 'still_there', 'changed_since', 'unreadable']),
});

/** A page in its place in the cursor chain of its chunk. */
export const fetchedPage = ofTenant({
  executionId: z.uuid(),
  chunkId: z.uuid(),
  epoch: z.int().min(0),
  attempt: z.int().min(1),
  /** Counted from 0 over the whole life of the chunk. */
  pageNo: z.int().min(0),
  /** Where this page started; null for the first page of a chunk. */
  cursorIn: z.string().nullable(),
  /** Where the next page starts; null exactly when this page is the last. */
  cursorOut: z.string().nullable(),
  /** When the request for this page began, by the database's clock. */
  observedAt: z.iso.datetime(),
  /** Where a later incremental run may read on if this page was the first (time) or last (position) one; null if unknown. */
  bound: watermark.nullable(),
  records: z.array(sourceRecord),
  /** Entries that the provider says the listing has in all. */
  total: z.number().optional(),
  /** Only of a push: how many records of the store were looked at. What became of them is in the store. */
  pushed: z.int().min(0).optional(),
  /** Only of a close-out: a page of the frozen candidates. Those that are still there are among the records. */
  candidates: z.array(candidateReading).optional(),
});

export const examplePage: z.input<typeof fetchedPage> = {
  tenantId: EXAMPLE_TENANT,
  executionId: '0196f5a0-0000-7000-8000-000000000003',
  chunkId: '0196f5a0-0000-7000-8000-000000000004',
  epoch: 0,
  attempt: 1,
  pageNo: 0,
  cursorIn: null,
  cursorOut: 'page-2',
  observedAt: '2026-11-01T12:00:00.000Z',
  bound: { kind: 'time', value: '2026-11-01T12:00:00.000Z' },
  records: [{ externalId: 'cus_1', version: null, modifiedAt: null, data: { id: 'cus_1', name: 'Ada' } }],
};

/** One page of a chunk, as the provider gave it: the one hop that record payloads make. */
export const pageFetched = message({
  name: 'page-fetched',
  topic: 'evenkeel.page-fetched.v1',
  summary:
    'One page of records of a bulk run, as the provider gave it, in its place in the cursor chain of its chunk.',
  from: ['executor-worker'],
  to: ['ingestion'],
  // Pages of a chunk are applied in order.
  key: (page) => page.chunkId,
  schema: fetchedPage,
  example: examplePage,
});
export type PageFetched = PayloadOf<typeof pageFetched>;
