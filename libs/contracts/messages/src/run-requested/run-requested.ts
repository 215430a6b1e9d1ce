import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** Someone wants one job run. */
export const runRequested = message({
  name: 'run-requested',
  topic: 'evenkeel.run-requested.v1',
  summary: 'Someone wants one job run; the trigger row says who and what.',
  from: ['scheduler', 'webhook-gateway', 'admin'],
  to: ['reconciler'],
  // Two runs of one job must not overtake each other.
  key: (run) => run.jobId,
  schema: ofTenant({ triggerId: z.uuid(), jobId: z.uuid() }),
  example: {
    tenantId: EXAMPLE_TENANT,
    triggerId: '0196f5a0-0000-7000-8000-000000000001',
    jobId: '0196f5a0-0000-7000-8000-000000000002',
  },
});
export type RunRequested = PayloadOf<typeof runRequested>;
