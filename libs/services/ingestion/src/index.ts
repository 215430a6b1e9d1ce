import { livePageFetched, pageFetched } from '@evenkeel/contracts-messages';
import { handles, part, Digest, Meter, Store, Timers, type ServiceDefinition } from '@evenkeel/ports';
import { ApplyContexts } from './apply-contexts.js';
import { ApplyPages } from './apply-pages.js';
import { BulkPlaces } from './bulk-places.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { KeepPlan } from './keep-plan.js';
import { OnLivePageFetched } from './on-live-page-fetched.handler.js';
import { OnPageFetched, PAGES_AT_ONCE } from './on-page-fetched.handler.js';

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
  handlers: [
    handles(pageFetched, part(OnPageFetched, ApplyPages, BulkPlaces), { batch: PAGES_AT_ONCE }),
    handles(livePageFetched, part(OnLivePageFetched, ApplyPages)),
  ],
  endpoints: [],
  parts: [
    part(ApplyContexts, Store, Digest),
    part(ApplyPages, Store, ApplyContexts, KeepPlan, Timers, IngestionMetrics),
    part(BulkPlaces),
    part(KeepPlan, Digest),
    part(IngestionMetrics, Meter),
  ],
  sweeps: [],
  repositories: [
    'jobs',
    'executions',
    'errorLog',
    'chunks',
    'chunkLeases',
    'pages',
    'inventories',
    'references',
    'records',
    'recordWrites',
    'plans',
    'candidates',
    'failures',
    'outbox',
  ],
};
