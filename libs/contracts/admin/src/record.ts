import { RECORD_STATES, SYNC_STATUSES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { jsonObject, jsonValue, timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';

const referenceView = z
  .object({
    connection: z.string().describe('Name of the connection.'),
    stream: z.string().describe('Stream of the connection.'),
    externalId: z.string().describe("The provider's id of the record."),
    observedAt: timeView.describe('When the provider showed it last.'),
    inactiveAt: timeView
      .nullable()
      .describe('Since when it is known to be gone at the provider; null: it is there.'),
    inactiveCause: z.string().nullable().describe('How that was found; null: it is there.'),
    inactiveBy: z.uuid().nullable().describe('Which execution found it; null: it is there.'),
    syncStatus: z
      .enum(SYNC_STATUSES)
      .nullable()
      .describe(
        'Of a job that writes the record there: `synced`, `pending_push` (a change of it is not there yet, or not known to be), `conflicted` (both sides changed it, and a decision waits), `failed` (its last push failed), `inactive` (it is gone there). Null: no job writes it.',
      ),
    rule: z
      .string()
      .nullable()
      .describe(
        'Name of the derive rule that makes it of records of the stream; null: it is read from the stream itself.',
      ),
  })
  .meta({ id: 'ExternalReference', description: 'By which id a record is known at a provider.' });

export const recordView = z
  .object({
    id: z.string().describe('Id of the record: a whole number as decimal text, for it may have 18 digits.'),
    recordType: z.string().describe('What kind of thing it is.'),
    data: jsonObject.describe('Its fields, as the mapping made them.'),
    version: count.describe('How often its data changed.'),
    createdAt: timeView.describe('When it was first stored.'),
    updatedAt: timeView.describe('When its data changed last.'),
    inactiveAt: timeView
      .nullable()
      .describe(
        'Since when it is gone at every provider that had it; its data stay as they were last seen. Null: it is there.',
      ),
    mergedInto: z
      .string()
      .nullable()
      .describe('Id of the record that it was merged into; null: it is one of its own.'),
    references: z.array(referenceView).describe('By which ids it is known at which providers.'),
  })
  .meta({ id: 'Record', description: 'One local record.' });
export type RecordView = z.output<typeof recordView>;
export const recordList = listOf(recordView, 'RecordList');

const linkedRecord = z
  .object({
    name: z.string().describe('Name of the link.'),
    isDerived: z.boolean().describe('Whether one was made of a part of the other.'),
    since: timeView.describe('Since when it holds.'),
    connection: z.string().describe('Connection of the other record.'),
    stream: z.string().describe('Its stream.'),
    recordType: z.string().describe('Its record type.'),
    externalId: z.string().describe("The provider's id of the other record."),
    recordId: z.string().nullable().describe('Its id; null: it is not here.'),
  })
  .meta({ id: 'LinkedRecord', description: 'A record at the other end of a link.' });

export const linksView = z
  .object({
    from: z.array(linkedRecord).describe('What the record leads to, at most 100.'),
    to: z.array(linkedRecord).describe('What leads to the record, at most 100.'),
  })
  .meta({ id: 'RecordLinks', description: 'Links of a record that hold.' });

export { RECORD_STATES };

export const recordQuery = listQuery.extend({
  type: z.string().min(1).max(100).describe('Only records of this type.'),
  externalId: z
    .string()
    .min(1)
    .max(1000)
    .describe('Only the records that are known to a provider by this id.')
    .optional(),
  state: z
    .enum(RECORD_STATES)
    .describe(
      '`active`: those that are still at a provider; `inactive`: those that are gone; `merged`: those that became part of another one, which no other list has.',
    )
    .default('all'),
});
export type RecordQuery = z.output<typeof recordQuery>;

/** The id of a record in a path. */
export const recordId = z.string().regex(/^[1-9][0-9]{0,17}$/, 'must be the id of a record (a whole number)');

const fieldPath = z.string().min(1).max(1000);
const setFields = z
  .record(fieldPath, jsonValue)
  .describe('By dotted path (`address.city`; a dot within a name is `\\.`): what is to be there.')
  .default({});

export const createRecord = z
  .strictObject({
    type: z.string().min(1).max(100).describe('Record type of the new record.'),
    data: jsonObject.describe('Its fields; held against the schema of the type.').default({}),
    set: setFields,
  })
  .meta({ id: 'CreateRecord', description: 'A record that is new here.' });

export const changeRecord = z
  .strictObject({
    set: setFields,
    unset: z.array(fieldPath).max(1000).describe('Dotted paths of what is to go.').default([]),
    active: z
      .boolean()
      .describe('Whether the record is to be here: true restores one that was deleted. Left out: it stays.')
      .optional(),
  })
  .refine(
    ({ set, unset, active }) => active !== undefined || unset.length + Object.keys(set).length > 0,
    'says nothing: give what is to be changed',
  )
  .meta({ id: 'ChangeRecord', description: 'What is to be changed of a record.' });
