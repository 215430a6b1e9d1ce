import type { ServiceDefinition } from '@evenkeel/ports';
import { ApplyContexts } from './apply-contexts.js';
import { ApplyPages } from './apply-pages.js';
import { BulkPlaces } from './bulk-places.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { KeepPlan } from './keep-plan.js';
import { OnLivePageFetched } from './on-live-page-fetched.handler.js';
import { OnPageFetched } from './on-page-fetched.handler.js';

export {
  ApplyContexts,
  ApplyPages,
  BulkPlaces,
  IngestionMetrics,
  KeepPlan,
  OnLivePageFetched,
  OnPageFetched,
};

/** Writes pages to the store. */
export const ingestionService: ServiceDefinition = {
  name: 'ingestion',
  handlers: [OnPageFetched, OnLivePageFetched],
  endpoints: [],
  providers: [ApplyContexts, ApplyPages, BulkPlaces, KeepPlan, IngestionMetrics],
  sweeps: [],
};
