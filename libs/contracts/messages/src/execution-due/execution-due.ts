import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** An execution has planned chunks that no worker has yet. */
export const executionDue = message({
  name: 'execution-due',
  topic: 'evenkeel.execution-due.v1',
  summary:
    'An execution was opened, cut into slices, held or let go on: it is to be looked at, for chunks may wait to be assigned.',
  from: ['reconciler', 'coordinator', 'executor-worker', 'admin'],
  to: ['coordinator'],
  key: (due) => due.executionId,
  schema: ofTenant({ executionId: z.uuid() }),
  example: { tenantId: EXAMPLE_TENANT, executionId: '0196f5a0-0000-7000-8000-000000000003' },
});
export type ExecutionDue = PayloadOf<typeof executionDue>;
