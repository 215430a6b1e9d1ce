import type { ServiceDefinition } from '@evenkeel/ports';
import { ApplyContexts } from './apply-contexts.js';
import { ApplyPages } from './apply-pages.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { OnPageFetched } from './on-page-fetched.handler.js';

export { ApplyContexts, ApplyPages, IngestionMetrics, OnPageFetched };

/** Writes pages to the store. */
export const ingestionService: ServiceDefinition = {
  name: 'ingestion',
  handlers: [OnPageFetched],
  endpoints: [],
  providers: [ApplyContexts, ApplyPages, IngestionMetrics],
  sweeps: [],
};
