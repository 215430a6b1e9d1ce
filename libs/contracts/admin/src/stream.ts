import { z } from 'zod';
import { writeAbilities } from './write-abilities.js';

export const streamView = z
  .object({
    name: z.string().describe('Name of the stream, as jobs name it.'),
    pageSize: z
      .int()
      .nullable()
      .describe('Records a page that suit the stream; null where the connector has no opinion.'),
    incremental: z.boolean().describe('Whether a run can read only what changed since the last one.'),
    reportsDeletions: z
      .boolean()
      .describe(
        'Whether reading changes also tells what was deleted, so that no full run is needed to find it.',
      ),
    listing: z
      .enum(['stable', 'shifting'])
      .describe(
        '`stable`: a listing cannot miss a record that exists all the while, so it proves what is gone.',
      ),
    shape: z
      .enum(['records', 'summaries', 'inventory'])
      .describe(
        '`summaries`: records of the listing may lack fields that the provider has. `inventory`: the listing gives ids and versions, and each new or changed record is read by its id.',
      ),
    sameShape: z.boolean().describe('Whether a record that is read by its id looks as the listing gives it.'),
    hasTimes: z
      .boolean()
      .describe('Whether its records say when they were changed: only then are conflicts decided by that.'),
    filters: z
      .array(z.string())
      .describe('Dotted paths of the fields that the provider itself can filter by; empty: none.'),
    backfill: z
      .enum(['from', 'period'])
      .nullable()
      .describe('Which times a backfill may name: `from` only, or a `period` (`from` and `to`); null: none.'),
    readOne: z
      .boolean()
      .describe('Whether one record can be read by its id, as webhooks and retries need it.'),
    writes: writeAbilities.nullable().describe('How its records can be written; null: it is only read.'),
  })
  .meta({ id: 'Stream', description: 'One kind of thing that a connection can read, and perhaps write.' });
export type StreamView = z.output<typeof streamView>;

export const streamList = z
  .object({ items: z.array(streamView).describe('Every stream of the connection.') })
  .meta({ id: 'StreamList', description: 'The streams of a connection.' });
export type StreamList = z.output<typeof streamList>;
