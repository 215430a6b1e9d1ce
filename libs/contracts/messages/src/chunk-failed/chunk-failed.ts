import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** A chunk was given up for good; the chunk row says why. */
export const chunkFailed = message({
  name: 'chunk-failed',
  topic: 'evenkeel.chunk-failed.v1',
  summary:
    'A chunk was given up for good, by its executor or because too much of its run failed; its row says why.',
  from: ['executor-worker', 'ingestion'],
  to: ['coordinator'],
  key: (chunk) => chunk.executionId,
  schema: ofTenant({ executionId: z.uuid(), chunkId: z.uuid() }),
  example: {
    tenantId: EXAMPLE_TENANT,
    executionId: '0196f5a0-0000-7000-8000-000000000003',
    chunkId: '0196f5a0-0000-7000-8000-000000000004',
  },
});
export type ChunkFailed = PayloadOf<typeof chunkFailed>;
