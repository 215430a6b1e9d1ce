import { describeApiKeys } from './api-keys.conformance.js';
import { describeAudit } from './audit.conformance.js';
import { describeChunks } from './chunks.conformance.js';
import { describeCloseOuts } from './close-outs.conformance.js';
import { describeDedupeRuns } from './dedupe-runs.conformance.js';
import { describeConflictEnds } from './conflict-ends.conformance.js';
import { describeConcerns } from './concerns.conformance.js';
import { describeConnections } from './connections.conformance.js';
import { describeChunkLeases } from './chunk-leases.conformance.js';
import { describeFailureLists } from './failure-lists.conformance.js';
import { describeJobs } from './jobs.conformance.js';
import { describeReceipts } from './receipts.conformance.js';
import { describeWatermarks } from './watermarks.conformance.js';
import { describeTriggerMessages } from './trigger-messages.conformance.js';
import { describeWebhooks } from './webhooks.conformance.js';
import { describeDispatch } from './dispatch.conformance.js';
import { describeControls } from './controls.conformance.js';
import { describeErrorLog } from './error-log.conformance.js';
import { describeEvents } from './events.conformance.js';
import { describeExecutions } from './executions.conformance.js';
import { describeFullRuns } from './full-runs.conformance.js';
import { describeFailures } from './failures.conformance.js';
import { describeJobChanges } from './job-changes.conformance.js';
import { describeOutbox } from './outbox.conformance.js';
import { describeInventories } from './inventories.conformance.js';
import { describeOutcomeTable } from './outcome-table.conformance.js';
import { describeModels } from './models.conformance.js';
import { describeNotifications } from './notifications.conformance.js';
import { describePages } from './pages.conformance.js';
import { describeRecordHistory } from './record-history.conformance.js';
import { describeRecordWrites } from './record-writes.conformance.js';
import { describeRecordTypes } from './record-types.conformance.js';
import { describeStreamShapes } from './stream-shapes.conformance.js';
import { describeReferences } from './references.conformance.js';
import { describePairings } from './pairings.conformance.js';
import { describePlans } from './plans.conformance.js';
import { describeProposals } from './proposals.conformance.js';
import { describeSliceTable } from './slice-table.conformance.js';
import type { StoreConformance } from './testing/store-world.js';
import { describeTenants } from './tenants.conformance.js';
import { describeTransactions } from './transactions.conformance.js';

const PARTS = {
  'api keys': describeApiKeys,
  audit: describeAudit,
  transactions: describeTransactions,
  tenants: describeTenants,
  connections: describeConnections,
  jobs: describeJobs,
  watermarks: describeWatermarks,
  'trigger messages': describeTriggerMessages,
  webhooks: describeWebhooks,
  'job changes': describeJobChanges,
  'record types': describeRecordTypes,
  'stream shapes': describeStreamShapes,
  executions: describeExecutions,
  'full runs': describeFullRuns,
  receipts: describeReceipts,
  chunks: describeChunks,
  'chunk leases': describeChunkLeases,
  dispatch: describeDispatch,
  references: describeReferences,
  'record history': describeRecordHistory,
  'record writes': describeRecordWrites,
  pages: describePages,
  'outcome table': describeOutcomeTable,
  'slice table': describeSliceTable,
  plans: describePlans,
  inventories: describeInventories,
  'close outs': describeCloseOuts,
  'error log': describeErrorLog,
  failures: describeFailures,
  'failure lists': describeFailureLists,
  controls: describeControls,
  concerns: describeConcerns,
  models: describeModels,
  notifications: describeNotifications,
  proposals: describeProposals,
  'conflict ends': describeConflictEnds,
  'dedupe runs': describeDedupeRuns,
  pairings: describePairings,
  events: describeEvents,
  outbox: describeOutbox,
};

/** What every Store and its Outbox owe their callers. */
export function describeStore(name: string, conformance: StoreConformance): void {
  describe(`${name} keeps the promises of a store:`, () => {
    // Each in a block of its own: an empty store is opened for the tests of this part only.
    for (const [part, describePart] of Object.entries(PARTS)) describe(part, () => describePart(conformance));
  });
}
