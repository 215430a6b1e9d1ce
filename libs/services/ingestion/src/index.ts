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
  Clock,
  Timers,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { RecordChecks, RecordSecrets } from '@evenkeel/operations';
import { ChooseMode } from './modes/choose-mode.js';
import { ApplyContexts } from './pages/apply-contexts.js';
import { ApplyPages } from './pages/apply-pages.js';
import { StreamShapes } from './pages/stream-shapes.js';
import { BulkPlaces } from './pages/bulk-places.js';
import { ApplySettled } from './pushes/apply-settled.sweep.js';
import { ApplyPushes } from './pushes/apply-pushes.js';
import { IngestionMetrics } from './pages/ingestion-metrics.js';
import { OnLivePageFetched } from './pages/on-live-page-fetched.handler.js';
import { OnPageFetched, PAGES_AT_ONCE } from './pages/on-page-fetched.handler.js';

export {
  ApplyContexts,
  ApplyPages,
  ApplyPushes,
  ApplySettled,
  BulkPlaces,
  ChooseMode,
  IngestionMetrics,
  OnLivePageFetched,
  OnPageFetched,
  StreamShapes,
};

/** Writes pages to the store. */
export const ingestionService: ServiceDefinition = {
  name: 'ingestion',
  handlers: [
    handles(pageFetched, part(OnPageFetched, ApplyPages, BulkPlaces, ApplyPushes), { batch: PAGES_AT_ONCE }),
    handles(livePageFetched, part(OnLivePageFetched, ApplyPages, ApplyPushes)),
  ],
  endpoints: [],
  parts: [
    part(ApplyContexts, Store, Digest, Ids, RecordChecks, RecordSecrets),
    part(RecordSecrets, KeyedDigest, PayloadBox),
    part(RecordChecks),
    part(StreamShapes),
    part(ApplyPages, ApplyContexts, ChooseMode, StreamShapes, Timers, IngestionMetrics),
    part(ApplyPushes, ApplyContexts, IngestionMetrics),
    part(BulkPlaces),
    part(ChooseMode),
    part(IngestionMetrics, Meter, Clock),
  ],
  sweeps: [part(ApplySettled, Store, Digest, Ids)],
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
    'agreements',
    'flipFlops',
    'conflicts',
    'pairings',
    'pushPages',
    'changeRuns',
    'pushIntents',
    'pushAnswers',
    'plans',
    'candidates',
    'inactivationApprovals',
    'failures',
    'parked',
    'outbox',
  ],
  systemRepositories: ['due'],
};
