export { noteUnpaired, readAdmission } from './read-admission.js';
export { acceptTrigger, acceptTriggers } from './accept-trigger.js';
export { assertRunFits } from './assert-run-fits.js';
export { attemptEach } from './attempt-each.js';
export { addChunks } from './add-chunks.js';
export { ConnectorSessions, type SealedConnection, type SessionNeeds } from './connector-sessions.js';
export { CredentialSafe } from './credential-safe.js';
export { openModelKey } from './model-key.js';
export { abandonChunks, endExecution, failAtOnce } from './end-execution.js';
export { ExecutionMetrics } from './execution-metrics.js';
export { handOutChunks, tellOfChunks } from './hand-out-chunks.js';
export { RecordChecks, type TypeCheck } from './record-checks.js';
export { RecordSecrets, type SecretsOfTenant } from './record-secrets.js';
export { resumeEnded, type ResumedBeside } from './resume-ended.js';
export { inboundMapping } from './inbound-mapping.js';
export { writableOf } from './push/writable-of.js';
export { cutPushes } from './push/cut-pushes.js';
export { applyAnswers, type AnswersOf, type AppliedAnswer } from './push/apply-answers.js';
export { loadListing } from './load-listing.js';
export { loadExecution, loadPinned, type LoadedExecution } from './load-execution.js';
export { mergerOf, type RecordMerger } from './match/merger-of.js';
export { type KeyDigests, typeMatcher, type TypeMatcher } from './match/type-matcher.js';
export { decideStored } from './match/decide-stored.js';
export { remerge, type Remerging } from './match/remerge.js';
export {
  noteShared,
  openEdited,
  openRecords,
  readingOf,
  type KnownProjection,
  type KnownRecord,
} from './match/share-records.js';
export { openAll, openSeveral } from './match/open-several.js';
export { type MergeCause, type MergePair, mergeRecords } from './match/merge-records.js';
export { planSeparation, type Separation, separateRecords } from './match/separate-records.js';
