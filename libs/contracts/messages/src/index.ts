export {
  EXAMPLE_TENANT,
  message,
  type MessageDefinition,
  type PayloadOf,
  SERVICE_NAMES,
  type ServiceName,
} from './message-definition.js';
export { messageCatalog } from './catalog.js';
export { type GroupRunRequested, groupRunRequested } from './group-run-requested/group-run-requested.js';
export { type RunRequested, runRequested } from './run-requested/run-requested.js';
export { type ExecutionDue, executionDue } from './execution-due/execution-due.js';
export { type ChunkAssigned, chunkAssigned } from './chunk-assigned/chunk-assigned.js';
export { examplePage, fetchedPage, type PageFetched, pageFetched } from './page-fetched/page-fetched.js';
export { livePageFetched } from './live-page-fetched/live-page-fetched.js';
export { type PageApplied, pageApplied } from './page-applied/page-applied.js';
export { MOST_AWAITED, type RecordsAwaited, recordsAwaited } from './records-awaited/records-awaited.js';
export { type ChunkFailed, chunkFailed } from './chunk-failed/chunk-failed.js';
export { type ListingEnded, listingEnded } from './listing-ended/listing-ended.js';
export { type ExecutionClosed, executionClosed } from './execution-closed/execution-closed.js';
export {
  readTriggerRequest,
  type RecordsChanged,
  recordsChanged,
  type SyncRequested,
  syncRequested,
  TRIGGER_EVENTS,
  TRIGGER_TOPIC,
  type TriggerRequest,
} from './trigger-request.js';
export { eventCatalog } from './events/event-catalog.js';
export type { EventDefinition } from './events/event-definition.js';
export {
  type CloudEvent,
  cloudEvent,
  EVENTS_TOPIC,
  type LifecycleEvent,
  toCloudEvent,
  typesNamed,
} from './events/lifecycle-event.js';
