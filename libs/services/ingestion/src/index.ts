import type { ServiceDefinition } from '@evenkeel/ports';
import { ApplyContexts } from './apply-contexts.js';
import { ApplyPages } from './apply-pages.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { KeepPlan } from './keep-plan.js';
import { OnPageFetched } from './on-page-fetched.handler.js';

export { ApplyContexts, ApplyPages, IngestionMetrics, KeepPlan, OnPageFetched };

/** Writes pages to the store. */
export const ingestionService: ServiceDefinition = {
  name: 'ingestion',
  handlers: [OnPageFetched],
  endpoints: [],
  providers: [ApplyContexts, ApplyPages, KeepPlan, IngestionMetrics],
  sweeps: [],
};
