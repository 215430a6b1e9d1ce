import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** An execution ended, so that a queued one of the same job may begin. */
export const executionClosed = message({
  name: 'execution-closed',
  topic: 'evenkeel.execution-closed.v1',
  summary: 'An execution ended, so that a queued one of the same job may begin.',
  from: ['coordinator', 'admin'],
  to: ['reconciler'],
  key: (execution) => execution.jobId,
  schema: ofTenant({ executionId: z.uuid(), jobId: z.uuid() }),
  example: {
    tenantId: EXAMPLE_TENANT,
    executionId: '0196f5a0-0000-7000-8000-000000000003',
    jobId: '0196f5a0-0000-7000-8000-000000000002',
  },
});
export type ExecutionClosed = PayloadOf<typeof executionClosed>;
