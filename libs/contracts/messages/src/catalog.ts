import { chunkAssigned } from './chunk-assigned/chunk-assigned.js';
import { chunkFailed } from './chunk-failed/chunk-failed.js';
import { executionClosed } from './execution-closed/execution-closed.js';
import { groupRunRequested } from './group-run-requested/group-run-requested.js';
import { listingEnded } from './listing-ended/listing-ended.js';
import { livePageFetched } from './live-page-fetched/live-page-fetched.js';
import type { MessageDefinition } from './message-definition.js';
import { pageApplied } from './page-applied/page-applied.js';
import { pageFetched } from './page-fetched/page-fetched.js';
import { executionDue } from './execution-due/execution-due.js';
import { recordsAwaited } from './records-awaited/records-awaited.js';
import { runRequested } from './run-requested/run-requested.js';

/** Every message there is, in the order in which a run sends them. `docs/messages.md` is generated from it. */
export const messageCatalog: readonly MessageDefinition[] = [
  groupRunRequested,
  runRequested,
  executionDue,
  chunkAssigned,
  pageFetched,
  livePageFetched,
  pageApplied,
  recordsAwaited,
  chunkFailed,
  listingEnded,
  executionClosed,
];
