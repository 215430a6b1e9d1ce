import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** Every chunk of an execution that reads everything reached its end: what is gone can be judged. */
export const listingEnded = message({
  name: 'listing-ended',
  topic: 'evenkeel.listing-ended.v1',
  summary: 'The listing of a full run reached its end: what is no longer there can be judged.',
  from: ['coordinator'],
  to: ['reconciler'],
  key: (listing) => listing.executionId,
  schema: ofTenant({ executionId: z.uuid() }),
  example: { tenantId: EXAMPLE_TENANT, executionId: '0196f5a0-0000-7000-8000-000000000003' },
});
export type ListingEnded = PayloadOf<typeof listingEnded>;
