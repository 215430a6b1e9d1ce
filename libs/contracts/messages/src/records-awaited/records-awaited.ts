import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** So many are named at most; a sweep finds the others. */
export const MOST_AWAITED = 100;

/** Records came for which parked ones have waited. */
export const recordsAwaited = message({
  name: 'records-awaited',
  topic: 'evenkeel.records-awaited.v1',
  summary: 'Ingestion stored records for which parked ones have waited: these can be released.',
  from: ['ingestion'],
  to: ['reconciler'],
  key: (records) => String(records.setId),
  schema: ofTenant({
    /** The reference set of the records that came. */
    setId: z.int(),
    externalIds: z.array(z.string()).max(MOST_AWAITED),
  }),
  example: { tenantId: EXAMPLE_TENANT, setId: 12, externalIds: ['milestone-3'] },
});
export type RecordsAwaited = PayloadOf<typeof recordsAwaited>;
