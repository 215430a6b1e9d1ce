import { livePageFetched, pageFetched } from '@evenkeel/contracts-messages';
import {
  handles,
  part,
  Digest,
  Ids,
  KeyedDigest,
  Meter,
  PayloadBox,
  Store,
  Timers,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { RecordSecrets } from '@evenkeel/operations';
import { ChooseMode } from './modes/choose-mode.js';
import { ApplyContexts } from './pages/apply-contexts.js';
import { ApplyPages } from './pages/apply-pages.js';
import { RecordChecks } from './pages/record-checks.js';
import { StreamShapes } from './pages/stream-shapes.js';
import { BulkPlaces } from './pages/bulk-places.js';
import { IngestionMetrics } from './pages/ingestion-metrics.js';
import { OnLivePageFetched } from './pages/on-live-page-fetched.handler.js';
import { OnPageFetched, PAGES_AT_ONCE } from './pages/on-page-fetched.handler.js';

export {
  ApplyContexts,
  ApplyPages,
  BulkPlaces,
  ChooseMode,
  IngestionMetrics,
  OnLivePageFetched,
  OnPageFetched,
  RecordChecks,
  StreamShapes,
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
    part(ApplyContexts, Store, Digest, Ids, RecordChecks, RecordSecrets),
    part(RecordSecrets, KeyedDigest, PayloadBox),
    part(RecordChecks),
    part(StreamShapes),
    part(ApplyPages, ApplyContexts, ChooseMode, StreamShapes, Timers, IngestionMetrics),
    part(BulkPlaces),
    part(ChooseMode),
    part(IngestionMetrics, Meter),
  ],
  sweeps: [],
  repositories: [
    'jobs',
    'recordTypes',
    'streamShapes',
    'executions',
    'errorLog',
    'chunks',
    'chunkLeases',
    'pages',
    'inventories',
    'references',
    'records',
    'recordWrites',
    'links',
    'sharedRecords',
    'matchKeys',
    'matchReviews',
    'merges',
    'plans',
    'candidates',
    'inactivationApprovals',
    'failures',
    'parked',
    'outbox',
  ],
  systemRepositories: [],
};
