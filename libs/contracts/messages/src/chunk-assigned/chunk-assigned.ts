import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** A chunk may be claimed by whichever executor hears this first. */
export const chunkAssigned = message({
  name: 'chunk-assigned',
  topic: 'evenkeel.chunk-assigned.v1',
  summary: 'A chunk may be claimed by whichever executor hears this first.',
  from: ['coordinator', 'executor-worker'],
  to: ['executor-worker'],
  key: (chunk) => chunk.chunkId,
  schema: ofTenant({ chunkId: z.uuid(), executionId: z.uuid(), epoch: z.int().min(0) }),
  example: {
    tenantId: EXAMPLE_TENANT,
    chunkId: '0196f5a0-0000-7000-8000-000000000004',
    executionId: '0196f5a0-0000-7000-8000-000000000003',
    epoch: 0,
  },
});
export type ChunkAssigned = PayloadOf<typeof chunkAssigned>;
