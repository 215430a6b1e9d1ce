import { RECORD_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { jsonObject, timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';

/** Where a record is known by which id at a provider. */
const referenceView = z.object({
  connection: z.string(),
  stream: z.string(),
  externalId: z.string(),
  observedAt: timeView,
  /** Since when it is known to be gone at the provider, how that was found, and by which execution. */
  inactiveAt: timeView.nullable(),
  inactiveCause: z.string().nullable(),
  inactiveBy: z.uuid().nullable(),
});

export const recordView = z
  .object({
    /** A bigint as decimal text. */
    id: z.string(),
    recordType: z.string(),
    data: jsonObject,
    version: z.int(),
    createdAt: timeView,
    updatedAt: timeView,
    /** Since when it is gone at every provider that had it; its data stay as they were last seen. */
    inactiveAt: timeView.nullable(),
    references: z.array(referenceView),
  })
  .meta({ id: 'Record' });
export type RecordView = z.output<typeof recordView>;
export const recordList = listOf(recordView, 'RecordList');

export { RECORD_STATES };

/** `state`: those that are still at a provider, or those that are gone. `externalId`: only the records known to a provider by this id. */
export const recordQuery = listQuery.extend({
  type: z.string().min(1).max(100),
  externalId: z.string().min(1).max(1000).optional(),
  state: z.enum(RECORD_STATES).default('all'),
});
export type RecordQuery = z.output<typeof recordQuery>;

/** The id of a record in a path. */
export const recordId = z.string().regex(/^[1-9][0-9]{0,17}$/, 'must be the id of a record (a whole number)');
