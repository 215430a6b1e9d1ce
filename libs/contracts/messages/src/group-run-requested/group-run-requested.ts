import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** Someone wants one run of a sync group. */
export const groupRunRequested = message({
  name: 'group-run-requested',
  topic: 'evenkeel.group-run-requested.v1',
  summary: 'Someone wants a run of a sync group; its row says which jobs belong to it.',
  from: ['admin'],
  to: ['reconciler'],
  key: (run) => run.groupRunId,
  schema: ofTenant({ groupRunId: z.uuid() }),
  example: { tenantId: EXAMPLE_TENANT, groupRunId: '0196f5a0-0000-7000-8000-000000000009' },
});
export type GroupRunRequested = PayloadOf<typeof groupRunRequested>;
