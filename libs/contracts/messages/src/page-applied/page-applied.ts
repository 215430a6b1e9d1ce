import { z } from 'zod';
import { EXAMPLE_TENANT, message, ofTenant, type PayloadOf } from '../message-definition.js';

/** Ingestion committed pages of a chunk. */
export const pageApplied = message({
  name: 'page-applied',
  topic: 'evenkeel.page-applied.v1',
  summary:
    'Ingestion committed the last page of a chunk, or the first records of one: its execution needs to be looked at.',
  from: ['ingestion'],
  to: ['coordinator'],
  key: (page) => page.executionId,
  schema: ofTenant({ executionId: z.uuid(), chunkId: z.uuid(), pagesApplied: z.int().min(1) }),
  example: {
    tenantId: EXAMPLE_TENANT,
    executionId: '0196f5a0-0000-7000-8000-000000000003',
    chunkId: '0196f5a0-0000-7000-8000-000000000004',
    pagesApplied: 12,
  },
});
export type PageApplied = PayloadOf<typeof pageApplied>;
