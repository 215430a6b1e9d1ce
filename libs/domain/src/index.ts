export type {
  ChunkId,
  ConnectionId,
  ExecutionId,
  FailureId,
  GroupRunId,
  InactivationApprovalId,
  JobId,
  PlanId,
  SyncGroupId,
  TenantId,
  TriggerId,
} from './ids.js';
export { isJsonObject, isSameScalar, type JsonObject, type JsonScalar, type JsonValue } from './json.js';
export {
  compareNumbers,
  ExactNumber,
  floorOf,
  isNumber,
  isWhole,
  type JsonNumber,
  nearestDouble,
  numberText,
  readNumber,
} from './number/exact-number.js';
export { idText } from './record/id-text.js';
export { keepDigits, parseJson } from './json-text/parse-json.js';
export { applyEdit, type RecordEdit } from './edit/apply-edit.js';
export { assertFit } from './edit/assert-fit.js';
export { ERROR_CLASSES, type ErrorClass, isRecoverable } from './errors/error-class.js';
export type { CatalogedError } from './errors/cataloged-error.js';
export { errorCatalog, type ErrorCode } from './errors/error-catalog.js';
export { describeProblem, type Problem, SyncError, type SyncErrorDetails } from './errors/sync-error.js';
export { type FieldError, InvalidFields } from './errors/invalid-fields.js';
export { toRequestProblem } from './errors/problem-details.js';
export { type Connection, type ConnectionStatus, DEFAULT_TENANT } from './connection/connection.js';
export {
  assertBoundTo,
  assertCallWithin,
  boundCredentialsFromJson,
  boundCredentialsToJson,
  findMove,
  type BoundCredentials,
  type Destinations,
} from './connection/credential-binding.js';
export {
  type DeleteCeiling,
  type Direction,
  DELETE_POLICIES,
  type DeletePolicy,
  DIRECTIONS,
  type Job,
  JOB_DEFAULTS,
  type JobContract,
  type JobDefinition,
  MISFIRE_POLICIES,
  type MisfirePolicy,
  OVERLAP_POLICIES,
  type OverlapPolicy,
  RECORD_EVENTS,
  type RecordEvents,
  WRITE_POLICIES,
  type WritePolicy,
} from './job/job.js';
export { type AppliedFacts, appliedUntil } from './job/applied-until.js';
export { JOB_MODES, type JobMode } from './job/job-mode.js';
export { type DependentJob, orderJobs } from './job/order-jobs.js';
export { assertSame, changeJob, type JobChange } from './job/change-job.js';
export { findBreach } from './job/find-breach.js';
export type { GroupMember, GroupRun, SyncGroup } from './group/sync-group.js';
export {
  decideGroupRun,
  GROUP_STATUSES,
  type GroupProgress,
  type GroupStatus,
  type MemberState,
} from './group/decide-group-run.js';
export {
  SETTLED_TRIGGER_STATES,
  type Trigger,
  TRIGGER_STATES,
  type TriggerState,
} from './trigger/trigger.js';
export { TRIGGER_KINDS, type TriggerKind } from './trigger/trigger-kind.js';
export type { Watermark } from './watermark/watermark.js';
export { type MappingRule, RULE_DIRECTIONS } from './mapping/mapping-rule.js';
export type { FieldCondition, Filter } from './filter/filter.js';
export type { TransformSpec } from './mapping/transforms/transform.js';
export type { Execution } from './execution/execution.js';
export { type Lane, LANES } from './execution/lane.js';
export { NEW_EXECUTION } from './execution/new-execution.js';
export { type Phase, PHASES } from './execution/phase.js';
export type { Period, Scope } from './execution/scope.js';
export {
  type Control,
  CONTROL_STATES,
  type Controls,
  type ControlState,
  type Holder,
  holderOf,
  HOLDERS,
} from './control/control.js';
export {
  ADMISSION_WAITS,
  type AdmissionCircumstances,
  type AdmissionWait,
  COMES_BY_ITSELF,
  decideAdmission,
} from './control/decide-admission.js';
export {
  decideOutage,
  IN_DOUBT_AFTER_MS,
  isInDoubt,
  OUTAGE_AFTER_MS,
  type OutageDecision,
  type OutageFacts,
} from './control/decide-outage.js';
export {
  EXECUTION_STATUSES,
  type ExecutionStatus,
  hasEnded,
  hasSucceeded,
  mayMove,
  mayResume,
} from './execution/status.js';
export type { CancelCause } from './execution/cancel-reason.js';
export { type ExecutionReason, REASON_KINDS, type ReasonKind } from './execution/reason.js';
export {
  countTriedAgain,
  meaningOf,
  NO_OUTCOMES,
  type Outcome,
  OUTCOME_TABLE,
  type OutcomeCounter,
  type OutcomeCounts,
  type OutcomeMeaning,
  OUTCOMES,
  outcomesThat,
  sumOfOutcomes,
} from './receipt/outcome.js';
export {
  countsForBreaker,
  type DetailsSlice,
  isListing,
  type PushSlice,
  type RangeSlice,
  type RetrySlice,
  type Slice,
  SLICE_KEYS,
  SLICE_KINDS,
  SLICE_TABLE,
  type SliceKey,
  type SliceKind,
  sliceKindsThat,
  type SliceMeaning,
  sliceMeaning,
} from './chunk/slice.js';
export {
  kindsOfWrites,
  type LookUpAbility,
  ENDING_KINDS,
  WRITE_KINDS,
  type WriteAbilities,
  type WriteKind,
  type WriteOperation,
  type WriteResult,
} from './push/write-operation.js';
export { assertMayPush, assertOutbound, assertOutboundRun } from './push/assert-may-push.js';
export { type BeforeWriteRules, decideBeforeWrite } from './push/before-write.js';
export { readBack } from './push/read-back.js';
export { type Precautions, precautionsOf, type WritableStream } from './push/precautions.js';
export { bisectCall, type CallPlace, groupCalls } from './push/group-calls.js';
export { type AnswerDecision, decideAnswer } from './push/decide-answer.js';
export {
  decidePush,
  type PlannedWrite,
  type PushDecision,
  type PushedRecord,
  type PushedReference,
  type PushRules,
} from './push/decide-push.js';
export { type HandSettling, settleByHand } from './push/settle-by-hand.js';
export {
  judgeFailedTrial,
  judgeTrial,
  MODEL_VERDICTS,
  trialQuestion,
  type ModelCheck,
  type ModelVerdict,
} from './proposal/check-model.js';
export { compileFilterOut, unsentFilterFields } from './two-way/filter-both-ways.js';
export {
  type AskedDeletions,
  holdDeletions,
  isDeletion,
  type PushedDeletions,
} from './push/hold-deletions.js';
export { cutPush, isCut, LEAST_OF_RANGE, MOST_PUSH_RANGES } from './push/cut-push.js';
export { decidePushScope } from './push/decide-push-scope.js';
export {
  type ChangeRunDecision,
  type ChangeRunFacts,
  decideAskedRun,
  decideChangeRun,
  MOST_CHANGES_AT_ONCE,
  TRY_AGAIN_AFTER_MS,
} from './push/decide-change-run.js';
export { callTimesOf, DEFAULT_CALL_TIMEOUT_MS, type CallTimes } from './push/call-times.js';
export {
  decideSettling,
  isToldLater,
  settleChange,
  settleCreate,
  type Settled,
  type Settling,
  type SettlingFacts,
} from './push/decide-settling.js';
export { leaveOut, maskedTargets } from './push/masked-targets.js';
export {
  type FinalResult,
  INTENT_STATES,
  type IntentState,
  intentStatesThat,
  isFinal,
  MOST_PUSH_ROUNDS,
  type PushIntent,
  SYNC_STATUSES,
  type SyncStatus,
} from './push/push-intent.js';
export { type Chunk, CHUNK_STATES, type ChunkState } from './chunk/chunk.js';
export {
  CallPostponed,
  type CallTries,
  NO_TRIES,
  type PostponedCall,
  type PostponedFor,
} from './retry/call-postponed.js';
export { type Postponement, postponedUntil, triesOf } from './chunk/postponement.js';
export {
  addBuckets,
  type Bucket,
  type BucketCounts,
  BUCKETS,
  countBuckets,
  isForeseen,
  isSentThere,
  isWritten,
  NO_BUCKETS,
} from './preview/bucket.js';
export {
  CHANGES_KEPT,
  type ChunkPlan,
  type ExecutionPlan,
  type Plan,
  PLAN_LIFE_MS,
  PLAN_STATES,
  type PlanState,
  type PlanSummary,
  type PlanWarning,
} from './preview/plan.js';
export {
  GONE_WAYS,
  observedAtOf,
  type GoneWay,
  type SourceRecord,
  type SourceReplay,
  type ToldRecord,
} from './page/source-record.js';
export {
  RECORD_STATES,
  type RecordState,
  type RecordUpdate,
  type RecordWrite,
  type ReferenceSet,
  referenceSetOf,
  type ReferenceState,
} from './record/reference.js';
export {
  addCounts,
  balances,
  type InputCounts,
  type Receipt,
  type ReceiptSummary,
  summarize,
} from './receipt/receipt.js';
export { type BulkExecutions, decideOpening, decideScope, type Opening } from './execution/decide-opening.js';
export { IDS_PER_CHUNK, planSlices } from './chunk/plan-slices.js';
export { divideChunk, type Division, mayDivide } from './chunk/divide-chunk.js';
export { cutRange, type CutSize, type OpenRange } from './chunk/cut-range.js';
export { PRIORITIES, type Priority, turnOf } from './dispatch/priority.js';
export { priorityOf } from './dispatch/priority-of.js';
export {
  type ExecutionPath,
  type Pace,
  paceOf,
  PACES,
  type Path,
  PATH_CHOICES,
  type PathChoice,
  PATHS,
} from './dispatch/pace.js';
export { decidePath, NO_CALLS, type CallsOfHour, type PathChoices } from './dispatch/decide-path.js';
export { nextDelayMs, type PageDelays } from './dispatch/page-delay.js';
export {
  type ChunkLoad,
  type ChunkQueue,
  decideDispatch,
  DEFAULT_WINDOWS,
  type Dispatching,
  type DispatchTurn,
  type DispatchWindows,
} from './dispatch/decide-dispatch.js';
export { type ChunkMaking, makeChunks } from './chunk/make-chunks.js';
export { planDetails, type WantedPage } from './chunk/plan-details.js';
export {
  countForgotten,
  type FailedRecords,
  MOST_ROUNDS,
  planRetries,
  type RetryMaking,
  roundOf,
  toTryAgain,
  triesAgain,
  triesOnceMore,
} from './chunk/plan-retries.js';
export {
  type ErrorEntry,
  errorsOf,
  errorsOfPieces,
  isTold,
  MOST_LOGGED,
  readingPhase,
} from './execution/error-log.js';
export { decideProgress, type Progress } from './execution/decide-progress.js';
export {
  decideNext,
  type ExecutionFacts,
  isUnderWay,
  type Next,
  type Situation,
  type Verification,
} from './execution/decide-next.js';
export {
  type Closing,
  type ClosingFindings,
  decideClosing,
  endFactsOf,
  type PageSums,
  receiptOf,
} from './receipt/decide-closing.js';
export { listingUnended, reasonOf, timedOut } from './execution/decide-giving-up.js';
export {
  type ExecutionBreakerCounts,
  executionBreakerCounts,
  executionBreakerCountsOf,
  executionBreakerProblem,
  isExecutionBreakerArmed,
  PROCESSED_BEFORE_ARMED,
  tripsExecutionBreaker,
} from './receipt/execution-breaker.js';
export { type ExecutionProgress, progressOf } from './execution/execution-progress.js';
export { EXECUTION_WAITINGS, type ExecutionWaiting, type Waiting, WAITINGS } from './execution/waiting.js';
export { type Wait, type WaitingChunk, waitingOf, waitOfExecution } from './execution/waiting-of.js';
export {
  DEAD_LETTER_STATES,
  type DeadLetterState,
  type ExecutionRetry,
  NO_RETRY,
} from './execution/execution-retry.js';
export { decideExecutionRetry, isRetriable, retryTrigger } from './execution/decide-execution-retry.js';
export {
  decideEnd,
  type End,
  type EndFacts,
  type EndStatus,
  STATUS_TABLE,
  type StatusRule,
} from './execution/status-table.js';
export { smallerPage } from './page/smaller-page.js';
export { admitPages, type FencePosts, type FenceVerdict, judgePage, type PagePlace } from './page/fence.js';
export {
  type DecidedInput,
  type Decision,
  type FailedDecision,
  type IdentifiedInput,
  type Known,
  type KnownContent,
  type LeftOutcome,
  LEFT,
  problemOf,
  referenceIdOf,
  type WriteRules,
} from './change/decision.js';
export { decideChange } from './change/decide-change.js';
export { isReadTooEarly } from './change/compare-with-stored.js';
export { countInputs, decideChanges } from './change/decide-changes.js';
export { describeTwin, differsFromStored } from './change/watch-entries.js';
export { type Attach, type Gone, type GroupedWrites, groupWrites } from './change/group-writes.js';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry/retry-policy.js';
export { decideRetry, type Failure, type RetryDecision } from './retry/decide-retry.js';
export {
  DEFAULT_RETRY_SHARE,
  earnRetry,
  fullRetryBudget,
  RETRIES_PER_MINUTE,
  RETRY_BURST,
  type RetryBudget,
  spendRetry,
} from './retry/retry-budget.js';
export {
  conditionOf,
  LARGEST_KEPT_BYTES,
  type ValidatedBy,
  type Validators,
  validatorsOf,
} from './answer/validators.js';
export { type AnswerRule, fitsAnswer } from './answer/answer-rule.js';
export {
  type ClientTls,
  grantIdentity,
  type LoginCall,
  SENT_AS_BEARER,
  type SignedClaims,
  type TokenGrant,
  type TokenPaths,
  type TokenSending,
  type ValuePlace,
  valuesOfToken,
} from './token/token-grant.js';
export { type GivenToken, readTokenAnswer, refreshTokenIn, type TokenReading } from './token/token-answer.js';
export { cookiesOf, cookieText } from './token/cookies.js';
export { type LoginAnswer, type LoginReading, readLogin } from './token/login-answer.js';
export { parseTokenBody, refreshTokenInBroken } from './token/token-body.js';
export { codeOfTokenAnswer, type EndpointAnswer, errorWords } from './token/token-refusal.js';
export { NO_TOKEN, type TokenRow } from './token/token-row.js';
export {
  decideToken,
  endTurn,
  keepToken,
  refreshMarginMs,
  takeTurn,
  type TokenDecision,
} from './token/decide-token.js';
export {
  DEFAULT_FULL_EVERY_SECONDS,
  FULL_EVERY_WORDS,
  type FullEvery,
  fullEverySeconds,
} from './full-run/full-every.js';
export { type FullExecution, type FullHistory, reportsDeletions } from './full-run/full-history.js';
export { decideFullRun, type FullCircumstances, type FullDecision } from './full-run/decide-full-run.js';
export { describeFullRun } from './full-run/describe-full-run.js';
export { advanceWatermark, joinsOn } from './watermark/advance-watermark.js';
export { decideWatermarkEdit, type EditCircumstances } from './watermark/decide-watermark-edit.js';
export { believeBound, CLOCK_TOLERANCE_MS, isAhead } from './watermark/believe-bound.js';
export { mendWatermark, type SavedWatermark, wasAhead } from './watermark/mend-watermark.js';
export { nextBound } from './watermark/next-bound.js';
export { readSince } from './watermark/read-since.js';
export {
  MOST_EMPTY_PAGES,
  type PageVerdict,
  type PageWatch,
  startPageWatch,
  type WatchedPage,
  watchPage,
} from './page/watch-pages.js';
export {
  findEndless,
  isOfEndless,
  mayBeEndless,
  type KnownLength,
  type ListingLength,
} from './page/find-endless.js';
export { countListed } from './page/count-listed.js';
export { nearestName } from './nearest-name.js';
export {
  ENGINE_SETTING_NAMES,
  ENGINE_SETTINGS,
  type EngineSetting,
  type EngineSettingName,
  type EngineSettingValues,
  findSettingProblems,
  isEngineSetting,
  LOG_LEVELS,
  type LogLevel,
  remedyOf,
  settingsInForce,
  type WholeNumberSetting,
} from './engine-setting/engine-setting.js';
export type { TransformExample } from './mapping/transforms/transform-kind.js';
export { TRANSFORMS } from './mapping/transforms/transform-list.js';
export { describeShape } from './trial/describe-shape.js';
export { findDoubts } from './trial/find-doubts.js';
export { makeUpId } from './trial/make-up-id.js';
export {
  MOST_PAGES_TRIED,
  problemOfTrial,
  type StreamTrial,
  type TriedCall,
  type TriedPage,
  type TriedRead,
} from './trial/stream-trial.js';
export { fingerprintText } from './page/fingerprint-text.js';
export {
  deadlineOf,
  type Outage,
  startClock,
  stopClock,
  type TimeoutClock,
  windClock,
} from './execution/timeout-clock.js';
export { decideGoingOn, decideHold, decidePause, type PauseCircumstances } from './execution/decide-pause.js';
export { type Canceller, type Cancelling, decideCancel } from './execution/decide-cancel.js';
export { endedAs } from './execution/ended-as.js';
export { decideResume, type ResumeCircumstances, type Resuming } from './execution/decide-resume.js';
export { type AfterFailedDelivery, afterFailedDelivery } from './delivery/after-failed-delivery.js';
export { KeyQueues, type KeyQueuesLimits } from './delivery/key-queues.js';
export { type DeliveryStep, deliverySteps, type StepResult } from './delivery/delivery-steps.js';
export { type JournaledChange, recordEvents } from './record/record-events.js';
export {
  FIELD_REASONS,
  parseFieldPath,
  tellFieldValue,
  type FieldStep,
  type ToldFieldValue,
} from './record/field-value.js';
export { type JournaledMerge } from './record/merge-events.js';
export {
  RECORD_EVENT_KINDS,
  type RecordCause,
  type RecordEvent,
  type ReferenceName,
} from './record/record-event.js';
export { isUnread } from './record/unread.js';
export { ERASED, ERASED_HASH, isErased, type RecordErasure, UNERASED } from './record/erasure.js';
export { type SensitiveOfJob, sensitivePieces } from './sensitive/sensitive-pieces.js';
export { maskAt } from './sensitive/mask-at.js';
export { type UntoldFields, untoldFields } from './sensitive/untold-fields.js';
export { maskValues, MASKED } from './sensitive/replace-values.js';
export {
  looksSealed,
  maskSealed,
  openValues,
  sealEdited,
  sealValues,
  type ValueBox,
} from './sensitive/sealed-values.js';
export {
  FIRST_PLACE,
  placeAfter,
  placeFromText,
  placeToText,
  SEALED_KINDS,
  type RotationPlace,
  type SealedKind,
} from './sealing/key-rotation.js';
export {
  MOST_SENSITIVE_FIELDS,
  parseSensitive,
  type SensitiveFields,
  sensitiveSources,
} from './sensitive/sensitive-fields.js';
export { type CompiledMapping, compileMapping, goesIn } from './mapping/compile-mapping.js';
export type { KeyedHash } from './mapping/keyed-hash.js';
export { type CompiledOutMapping, compileOutMapping, goesOut } from './mapping/compile-out-mapping.js';
export { findOtherList } from './mapping/find-other-list.js';
export { parsePath, parseValuesPath, readAt, type FieldPath, type ValuesPath } from './mapping/path.js';
export { compileCondition, type CompiledFilter } from './filter/compile-condition.js';
export { compileFilter } from './filter/compile-filter.js';
export { type ProviderFilter, pushDown } from './filter/push-down.js';
export { assertFieldsSuffice, compileFields } from './mapping/compile-fields.js';
export { utf8BytesExceed } from './json-text/utf8-bytes.js';
export { canonicalText } from './json-text/canonical-text.js';
export {
  findUnstorablePlace,
  UNSTORABLE_SAYS,
  type UnstorablePlace,
} from './json-text/find-unstorable-place.js';
export {
  findUnstorableText,
  isStorable,
  storableText,
  type UnstorableText,
} from './json-text/unstorable-text.js';
export {
  externalIdOf,
  type PreparedRecord,
  type PrepareOptions,
  prepareRecord,
} from './record/prepare-record.js';
export { decideSlots, type SlotDecision, type SlotQuestion } from './schedule/decide-slots.js';
export { latestDueAt, nextDueAt } from './schedule/due-slots.js';
export { nextStarts, type ScheduledStart } from './schedule/next-starts.js';
export { type LagQuestion, type ScheduleLag, scheduleLag } from './schedule/schedule-lag.js';
export { scheduleNotes } from './schedule/schedule-notes.js';
export { type Blackout, type Schedule, type Weekday, WEEKDAYS } from './schedule/schedule.js';
export { zonedText } from './schedule/time-of-day.js';
export { validateSchedule } from './schedule/validate-schedule.js';
export {
  type FailedPayload,
  FAILURE_STAGES,
  FAILURE_STATES,
  type FailureEvent,
  type FailureStage,
  type FailureState,
  type KnownFailure,
  NOT_TRIED_UNASKED,
  OPEN_FAILURE_STATES,
  UNRESOLVED_FAILURE_STATES,
  type WaitsFor,
  type RecordFailure,
} from './failure/failure.js';
export { failureKey } from './failure/failure-key.js';
export { errorPattern } from './failure/error-pattern.js';
export {
  type AppliedRecord,
  decideFailures,
  EVENTS_KEPT,
  type FailedRecord,
  type FailureCircumstances,
  type FailureDecision,
  type FailureSave,
  isOpen,
  stateAfter,
} from './failure/decide-failures.js';
export { takeBackFailure, type TakenBack } from './failure/take-back-failure.js';
export { DEFAULT_RESERVED_SHARE, type Quota, type QuotaShare, type Rate, reservedOf } from './quota/quota.js';
export {
  EMPTY_LEDGER,
  type GrantedCalls,
  type HeldCalls,
  type LearntLimit,
  type LedgerState,
} from './quota/ledger-state.js';
export {
  decideGrant,
  GRANT_SLOT_MS,
  type GrantDecision,
  type GrantRequest,
  keptBackMs,
} from './quota/decide-grant.js';
export { closeLedger, openLedger, type Pause } from './quota/close-ledger.js';
export {
  type AskedPause,
  cutPause,
  describePause,
  LONGEST_PAUSE_MS,
  LONGEST_WAIT_IN_PLACE_MS,
} from './quota/pause.js';
export { learnLimit, type LimitReport } from './quota/learn-limit.js';
export { reportOfLimit, strictestLimit, type ToldLimit } from './quota/told-limit.js';
export { WAIT_FORMATS, type WaitFormat, waitTold } from './quota/told-wait.js';
export { distrustLedger } from './quota/distrust-ledger.js';
export { type CallsByShare, describeQuota, type QuotaUse } from './quota/describe-quota.js';
export { quotaShareOf } from './quota/quota-share-of.js';
export { callSpacingMs } from './quota/call-spacing.js';
export { type Breaker, BREAKER_STATES, type BreakerState, CLOSED_BREAKER } from './breaker/breaker.js';
export { BREAKER_MOVES, type BreakerEvent, moveBreaker, untilProbeMs } from './breaker/move-breaker.js';
export {
  ENTRY_BYTES,
  entryKey,
  packEntries,
  type PlanEntry,
  shortBase,
  shortTarget,
  unpackEntry,
} from './preview/plan-entry.js';
export { leftBySaid, SaidEntries, saysOtherwise, targetOf } from './preview/said-entries.js';
export { indexEntries, type PlanLookup } from './preview/index-entries.js';
export { type ComingRecord, followPlan, goneTarget, versionTarget } from './preview/follow-plan.js';
export { diffFields, type FieldChange } from './preview/diff-fields.js';
export { followSends, type ForeseenSend, heldThere, sendEntry } from './preview/foreseen-send.js';
export { startPlan } from './preview/start-plan.js';
export { firstForeseen, followedSlices } from './preview/plan-foresight.js';
export { type PlanSums, summarizePlan } from './preview/summarize-plan.js';
export { decideFollowUp, type FollowUp, hasWritten } from './preview/decide-follow-up.js';
export {
  approvePlan,
  assertMayCarryOut,
  isExpired,
  type PlanDecision,
  rejectPlan,
} from './preview/decide-plan.js';
export { expireExecution } from './preview/expire-execution.js';
export {
  CANDIDATE_VERDICTS,
  type CandidateReading,
  CANDIDATES_PER_PAGE,
  type CandidateVerdict,
  KEPT_VERDICTS,
  type KeptVerdict,
  NO_VERDICTS,
  type VerdictCounts,
} from './inactivation/candidate.js';
export {
  type CloseOutCounts,
  closeOutCounts,
  closesOut,
  type JudgedCloseOut,
} from './inactivation/close-out.js';
export { describeDifference, type ListingDifference } from './inactivation/describe-difference.js';
export { describeRepeats, isStable, type ListingRepeats } from './inactivation/describe-repeats.js';
export {
  type DeclaredStream,
  type ListedChunk,
  type ListingProof,
  proveListing,
} from './inactivation/prove-listing.js';
export { rereadsGranted } from './inactivation/decide-evidence.js';
export { joinIdParts, splitIdParts } from './record/id-parts.js';
export {
  compareVersions,
  isVersion,
  readVersion,
  VERSION_ORDERS,
  type Version,
  type VersionOrder,
} from './record/version.js';
export { ANNOUNCED_HOURS, CAUSE_OF_WAY, leastActiveFor } from './inactivation/announced-deletions.js';
export {
  ceilingOf,
  type CloseOutDecision,
  decideCloseOut,
  type ForeseenCandidates,
  type FrozenCandidates,
} from './inactivation/decide-close-out.js';
export { isEndedByTimeOnly, isSpacing, type TimeBox } from './inactivation/decide-time-box.js';
export {
  type CandidatePosition,
  candidatePosition,
  nextPosition,
  positionText,
} from './inactivation/candidate-position.js';
export { type CloseOutSlice, pagesOfCandidates, planCloseOut } from './inactivation/plan-close-out.js';
export { decideInactivations, type Inactivations, isInactive } from './inactivation/decide-inactivations.js';
export {
  approvalCausesThat,
  INACTIVATION_APPROVAL_CAUSE_TABLE,
  INACTIVATION_APPROVAL_CAUSES,
  type InactivationApprovalCauseMeaning,
  newInactivationApproval,
  INACTIVATION_APPROVAL_STATES,
  type InactivationApproval,
  type InactivationApprovalCause,
  type InactivationApprovalState,
} from './inactivation/inactivation-approval.js';
export {
  grantInactivations,
  type InactivationApprovalDecision,
  rejectInactivations,
  takeBackGrant,
} from './inactivation/decide-inactivation-approval.js';
export { parseIsoTime } from './iso-time.js';
export { fillNames, namesIn } from './template/fill-names.js';
export { printable } from './printable.js';
export { SHORTEST_SECRET, STRUCK_OUT, strikeOut, waysToWrite } from './secret/strike-out.js';
export { VALUE_CLASSES, type ValueClass, valueClassOf } from './mapping/value-class.js';
export { NOTHING_SEEN, MOST_PLACES, type Shape } from './shape/shape.js';
export { observeShape } from './shape/observe-shape.js';
export { boundShape, uniteShapes } from './shape/unite-shapes.js';
export { diffShapes, SHAPE_CHANGES, type ShapeChange, type ShapeChangeKind } from './shape/diff-shapes.js';
export {
  acceptShape,
  findStoppingChanges,
  isWorthKeeping,
  noteShape,
  type ObservedShape,
  SCHEMA_POLICIES,
  type SchemaPolicy,
  type StreamShape,
  UNSEEN,
} from './shape/stream-shape.js';
export { describeChange, nameClasses, schemaChanged } from './shape/describe-changes.js';
export { listPlaces } from './shape/list-places.js';
export { shapeFromJson, shapeToJson } from './shape/shape-text.js';
export { compilePruning } from './record-type/prune-unknown.js';
export { CONCERN_KINDS, type Concern, type ConcernKind } from './concern/concern.js';
export type {
  ConcernFacts,
  ConnectionOutlook,
  DeadExecutions,
  DeadRecords,
  EngineOutlook,
  JobOutlook,
  DeliveryDays,
  RefusedDeliveries,
  RejectedMessages,
  UnreadTopic,
  WaitingInactivations,
  QuarantinedRecords,
  FailingChannel,
  FailingModel,
  OpenConflictsOfJob,
  StoppedDedupe,
  UncertainPushes,
  WaitingMatches,
  WaitingPlan,
} from './concern/concern-facts.js';
export { concernsWithoutDatabase } from './concern/concerns-without-database.js';
export type {
  CaptureGap,
  DatabaseOutlook,
  DatabaseRefusal,
  DatabaseSigns,
  DiskRoom,
  OpenTransaction,
} from './concern/database-outlook.js';
export {
  DEFAULT_TABLE_BUDGET_GB,
  SLOW_STATEMENT_MS,
  type SlowStatement,
  type StorageOutlook,
  type TableSize,
} from './concern/table-size.js';
export { decideConcerns } from './concern/decide-concerns.js';
export type { RecordType } from './record-type/record-type.js';
export { assertSchema } from './record-type/assert-schema.js';
export {
  compileRecordCheck,
  schemaViolation,
  MOST_FAILURES,
  type RecordCheck,
} from './record-type/compile-record-check.js';
export {
  COLUMN_KINDS,
  type ColumnKind,
  type ColumnSource,
  cutToBytes,
  FIXED_COLUMNS,
  layOutColumns,
  MOST_COLUMNS,
  type RecordColumn,
  wantedColumns,
} from './record-type/record-columns.js';
export { readPattern, type TimePattern, writePattern } from './time/time-pattern.js';
export {
  compileMappingTest,
  MAPPING_TEST_OUTCOMES,
  type MappingTest,
  type MappingTestOf,
} from './trial/compile-mapping-test.js';
export { maskMappingTest } from './trial/mask-mapping-test.js';
export { isZone, repeatOf, wallOf } from './time/wall-time.js';
export { MAX_EXTERNAL_ID_LENGTH } from './record/external-id.js';
export { MAX_RECORD_BYTES } from './record/mapped-text.js';
export {
  addDerived,
  DERIVED_COUNTERS,
  type DerivedCounter,
  type DerivedCounts,
  type DeriveRule,
  hasDerived,
  type LinkRule,
  NO_DERIVED,
} from './derive/derive-rule.js';
export { type CompiledPieces, compilePieces } from './derive/compile-pieces.js';
export type { PieceContext, PieceRules } from './derive/piece-rules.js';
export { type DecidedPieces, decidePieces } from './derive/decide-pieces.js';
export {
  type Orphan,
  type OrphanCause,
  type PieceParent,
  type PiecePlan,
  planPieces,
  type WantedPieces,
} from './derive/plan-pieces.js';
export type { KnownLink, RecordLink } from './derive/record-link.js';
export {
  type DerivedPiece,
  type NamedLink,
  NO_PIECES,
  type RecordPieces,
  type RejectedPiece,
} from './derive/record-pieces.js';
export { locksOf, type PieceLock } from './derive/locks-of.js';
export { type DerivedBy, derivedSetOf } from './record/reference.js';
export { findMissing, type NeedyRecord, neededLinks } from './derive/find-missing.js';
export { setKey } from './derive/record-link.js';
export type {
  BlockingKey,
  BlockingField,
  MatchComparison,
  MatchCondition,
  MatchField,
  MatchRule,
  MatchSettings,
  StoppedValues,
} from './match/match-settings.js';
export { keyText, LONGEST_KEY, type MatchKey, MOST_KEYS } from './match/match-key.js';
export {
  type CompiledMatch,
  MATCH_VERDICTS,
  type MatchReason,
  type MatchVerdict,
} from './match/match-verdict.js';
export { compileMatch, keyRevisions } from './match/compile-match.js';
export {
  type MatchCandidate,
  type MatchDecision,
  type MatchInput,
  type MatchReview,
  REVIEW_CAUSES,
  type ReviewCause,
} from './match/match-decision.js';
export { decideMatch, MOST_REVIEWS } from './match/decide-match.js';
export {
  advanceDedupe,
  DEDUPE_PHASES,
  DEDUPE_STATES,
  type DedupeCounts,
  type DedupeMove,
  type DedupePhase,
  type DedupePass,
  type DedupeState,
  moveDedupe,
  NOTHING_COMPARED,
} from './match/dedupe-pass.js';
export {
  type DecidedReading,
  judgeDedupe,
  pairName,
  pairsOf,
  type RecordPair,
} from './match/judge-dedupe.js';
export { orderIds } from './merge/order-ids.js';
export { NORMALISERS } from './match/normalisers.js';
export { SIMILARITIES } from './match/similarity.js';
export { MERGE_STRATEGIES, type MergeStrategyName } from './merge/merge-strategy.js';
export { SURVIVORSHIPS, type SurvivorshipName } from './merge/survivorship.js';
export { advanceProjection } from './merge/advance-projection.js';
export { mergeFitting } from './merge/merge-fitting.js';
export { layLocalSides, type LocalSide, standingEdit } from './merge/local-side.js';
export { editsBetween, openedWords } from './merge/opened-words.js';
export { keepHeld, lostFields } from './merge/keep-held.js';
export { type MergedRecord, mergeProjections, type MergeSettings } from './merge/merge-projections.js';
export type { FieldProvenance, Projection, Provenance } from './merge/projection.js';
export { saidBy, type SaidBy } from './merge/said-by.js';
export { decideMatches, MatchDecider } from './match/decide-matches.js';
export { nameOfNew } from './match/new-record.js';
export type { MatchSubject, StoredMatches, SubjectKey } from './match/match-subject.js';
export {
  type FoundReference,
  type KeptApart,
  type MatchKeyRow,
  MOST_OF_SET,
  MOST_UNDER_KEY,
  REVIEW_STATES,
  type ReviewState,
  type StoredReading,
} from './match/stored-match.js';
export { findKeptApart } from './match/find-kept-apart.js';
export { pairsApart } from './match/pairs-apart.js';
export {
  keysToCompare,
  pairsOfCrowded,
  pairText,
  rulesTooWide,
  tooManyUnder,
} from './match/narrower-keys.js';
export type { KeyPair, NarrowedKeys } from './match/stored-match.js';
export { WHOLE } from './three-way/place.js';
export { agreedBase, type Base, rebase, unknownBase } from './three-way/agreed-base.js';
export { type Joined, joinSides } from './three-way/join-sides.js';
export type { OpenField, SentField } from './three-way/join-work.js';
export { type EventBody, judgeEventBody, type RecentWrite } from './three-way/judge-event-body.js';
export type { ListRule, ListRuleAt } from './three-way/list-rule.js';
export type {
  Asked,
  Choice,
  Contested,
  ReadSince,
  RemoteReading,
  SidePair,
  Sides,
} from './three-way/sides.js';
export { changedTargets, flowsOf, type TargetFlow } from './three-way/target-flow.js';
export { type CompiledConflictPolicy, compileConflictPolicy } from './conflict/compile-conflict-policy.js';
export {
  type Conflict,
  CONFLICT_STATE_TABLE,
  CONFLICT_STATES,
  type ConflictDecision,
  type ConflictField,
  type ConflictState,
  type FieldDecision,
  valueOf,
} from './conflict/conflict.js';
export {
  conflictEvent,
  CONFLICT_EVENTS,
  type ConflictEvent,
  type ConflictEventKind,
  withEvent,
} from './conflict/conflict-event.js';
export {
  CONFLICT_KIND_NAMES,
  type ConflictFacts,
  CONFLICT_KINDS,
  type ConflictKind,
} from './conflict/conflict-kind.js';
export { type ConflictPolicy, DEFAULT_FLIP_FLOP_LIMIT } from './conflict/conflict-policy.js';
export {
  CONFLICT_STRATEGIES,
  CONFLICT_STRATEGY_NAMES,
  type ConflictStrategyName,
  STRATEGY_WORDS,
} from './conflict/conflict-strategies.js';
export { CUSTOM_RULE_NAMES, CUSTOM_RULES } from './conflict/custom-rules.js';
export { type AskedDecision, decideConflict, decidedChoice } from './conflict/decide-conflict.js';
export type { ConflictCircumstances, FieldTimes } from './conflict/decide-contested.js';
export { decideDeletion, type DeletionDecision } from './conflict/decide-deletion.js';
export {
  type EngineWrite,
  FLIP_FLOP_HOURS,
  type FlipFlopDecision,
  watchFlips,
} from './conflict/flip-flop.js';
export {
  type ConflictStep,
  expireConflict,
  followConflict,
  followJoin,
  type FoundConflict,
  isDecided,
  concludeConflict,
} from './conflict/follow-conflict.js';
export { joinByPolicy, type JoinHow } from './conflict/join-by-policy.js';
export { type CurrentField, undoDecision, type UndoneDecision } from './conflict/undo-decision.js';
export { type Awaiting, awaitWrite, type OpenReading, type OpenWrite } from './two-way/await-write.js';
export { type Agreement, agreedAsRead, isContested } from './two-way/agreement.js';
export { type JoinedSource, joinSource } from './two-way/join-source.js';
export { sinceWrite } from './two-way/since-write.js';
export { PUSH_ROUNDS } from './two-way/plan-two-way.js';
export { type Unsent, unsentConflict } from './two-way/unsent-fields.js';
export { type FindingOf, foundConflict } from './two-way/found-conflict.js';
export { assertTwoWay, assertTwoWayStream } from './two-way/assert-two-way.js';
export { engineWrites } from './two-way/engine-writes.js';
export { type ChangeBefore, fieldsOfRuns, fieldTimes } from './two-way/field-times.js';
export { followSurvivors, type WrittenReference } from './match/written-references.js';
export { type MergedReading, type MergeHow, mergeReading } from './two-way/merge-reading.js';
export { SharedJoin, type SharedRules, type SharedSources } from './two-way/shared-join.js';
export { placesOfModel, policyOf } from './two-way/policy-of.js';
export type { JoinRules } from './three-way/sides.js';
export { holds } from './push/changed-fields.js';
export { type Asking, askModel } from './proposal/ask-model.js';
export {
  type AskingDecision,
  decideAsking,
  type ModelUse,
  type UsesOfModel,
} from './proposal/decide-asking.js';
export { type HeldAgainst, judgeProposal, type Verdict } from './proposal/judge-proposal.js';
export {
  DEFAULT_MODEL_BUDGET,
  DEFAULT_MODEL_TIMEOUT_MS,
  type Model,
  type ModelBudget,
} from './proposal/model.js';
export { type ModelMessage, type ModelQuestion, tokensOf } from './proposal/model-question.js';
export {
  type FieldProposal,
  type Proposal,
  PROPOSAL_OUTCOMES,
  type ProposalOutcome,
} from './proposal/proposal.js';
export { type Completion, type CompletionReading, readCompletion } from './proposal/read-completion.js';
export { askAgain, type FailedAsk, MOST_ASKS } from './proposal/retry-proposal.js';
export { undoTaken, type DecidedRecord, type UndoneRecord } from './two-way/undo-taken.js';
export { valueAt, withValueAt } from './three-way/value-at.js';
export {
  countPairs,
  decideLate,
  decidePaired,
  decidePairing,
  type KeyCounts,
  type PairedRecord,
  type PairingDecision,
  type PairingGroup,
  type PairingVerdict,
} from './pairing/decide-pairing.js';
export {
  isPairingDue,
  pairs,
  planInForce,
  PAIRING_SIDES,
  type Pairing,
  type PairingSide,
  type PairingState,
} from './pairing/pairing.js';
export { contestedFields } from './pairing/contested-fields.js';
export { decideHeldPair, heldFor, type HeldFor } from './pairing/decide-held-pair.js';
export { warnOfPairs } from './pairing/warn-of-pairs.js';
export { compilePairing, type PairingSides } from './pairing/pairing-sides.js';
export { compilePairingKey, MOST_PAIRING_FIELDS, type PairingKey } from './pairing/pairing-key.js';
export {
  assertListening,
  CHANGE_KINDS,
  type ChangeKind,
  type ChangeKindRule,
  idPathsOf,
  TOPIC_STARTS,
  type TopicListening,
  type TopicStart,
} from './trigger-message/topic-listening.js';
export { isTopicName, mayListen, type TopicPermit } from './trigger-message/topic-permit.js';
export type { TopicRecord } from './trigger-message/topic-record.js';
export {
  type IncomingEvent,
  type CloudEventEnvelope,
  readCloudEvent,
} from './trigger-message/read-cloud-event.js';
export { readHint, type TopicHint } from './trigger-message/read-hint.js';
export { recordIdsAt } from './trigger-message/record-ids-at.js';
export {
  coalesceHints,
  type HintedTrigger,
  MOST_HINTED,
  type RecordHint,
} from './trigger-message/coalesce-hints.js';
export {
  decideKeptRejections,
  type KeptRejections,
  REJECTIONS_KEPT_A_DAY,
} from './trigger-message/decide-kept-rejections.js';
export {
  type TopicPlace,
  TRIGGER_MESSAGE_STATES,
  type TriggerMessage,
  type TriggerMessageEnd,
  type TriggerMessageState,
} from './trigger-message/trigger-message.js';
export { readPeriod } from './execution/read-period.js';
export {
  decideListening,
  type ListeningRights,
  MOST_TOPICS,
  type PlannedTopic,
  type RefusedTopic,
  type WantedTopic,
} from './trigger-message/decide-listening.js';
export { EVENT_TYPES, type EventType, SUBJECT_KINDS, type SubjectKind } from './event/event-type.js';
export type { EventFact, EventFacts, FactKind } from './event/event-fact.js';
export {
  type KeptFact,
  type Numbered,
  type NumberedEvent,
  numberEvents,
  type ToldFacts,
  toldOf,
} from './event/number-events.js';
export {
  HMAC_ALGORITHMS,
  HMAC_DEFAULTS,
  schemeMeaning,
  SIGNATURE_ENCODINGS,
  SIGNING_SCHEMES,
  type Handshake,
  type HmacAlgorithm,
  type HmacSigning,
  type SecretSigning,
  type SignatureEncoding,
  type Signing,
  type SigningScheme,
} from './webhook/signing-scheme.js';
export {
  assertWebhookRules,
  DEFAULT_REPLAY_WINDOW_SECONDS,
  DEFAULT_WEBHOOK_RULES,
  type DeliveryKindRule,
  type WebhookRules,
} from './webhook/webhook-rules.js';
export {
  readProof,
  signingsOf,
  type DeliveryHeaders,
  type DeliveryProof,
  type HmacProof,
  type SecretProof,
} from './webhook/read-proof.js';
export {
  DELIVERY_BELIEFS,
  parseDelivery,
  readDelivery,
  type DeliveryBelief,
  type DeliveryWord,
  type SentDelivery,
} from './webhook/read-delivery.js';
export { answerChallenge, answerQuery, isGreeting, type HandshakeQuery } from './webhook/handshake.js';
export { foldTold, isOrdered, recordsIn } from './webhook/told-records.js';
export {
  coalesceDeliveries,
  type DeliveryTrigger,
  type WaitingDelivery,
} from './webhook/coalesce-deliveries.js';
export {
  NOTIFICATION_KINDS,
  type NotificationKind,
  type ToldKind,
  USUAL_KINDS,
} from './notification/notification-kind.js';
export {
  channelDestinations,
  CHANNEL_KINDS,
  type ChannelKind,
  DEFAULT_DIGEST_MINUTES,
  MAIL_ENCRYPTIONS,
  type MailEncryption,
  mailPlace,
  type MailSettings,
  type NotificationChannel,
  type ChannelSubscription,
} from './notification/notification-channel.js';
export { channelsFor } from './notification/channels-for.js';
export type { Conditions } from './notification/conditions.js';
export {
  decideDelivery,
  type DeliveryDecision,
  NOTIFICATION_STATES,
  type NotificationState,
} from './notification/decide-delivery.js';
export { JSON_FORMS, mailText, type MailText } from './notification/message-forms.js';
export { notificationLink } from './notification/notification-link.js';
export type { News, NewsFacts, ToldErrors } from './notification/news.js';
export { newsOfEvent, type NewsOfEvent, TOLD_EVENTS } from './notification/news-of-event.js';
export { newsOfWatch, type WatchedJob } from './notification/news-of-watch.js';
export { newsOfWebhook, type WatchedWebhook } from './notification/news-of-webhook.js';
export {
  type NotificationContent,
  notificationText,
  type NotificationText,
} from './notification/notification-text.js';
export type { RunPace } from './notification/pace.js';
export { type NewestNotification, placeNotification } from './notification/place-notification.js';
export { includesRole, type NeededRights, type Rights, type Role, ROLES } from './access/role.js';
export { judgeCaller } from './access/judge-caller.js';
export { spendRequest, type SpentRequest } from './access/spend-request.js';
export { readTokenHolder, type TokenHolder, type TokenRules } from './access/token-holder.js';
export {
  API_KEY_BYTES,
  type ApiKey,
  assertKeyHolds,
  bearerToken,
  composeApiKey,
  type FoundKey,
  prefixOfKey,
} from './access/api-key.js';
export {
  AUDIT_OUTCOMES,
  type AuditEntry,
  type AuditOutcome,
  countRefusal,
  type KeptRefusals,
  REFUSALS_KEPT_A_MINUTE,
} from './access/audit-entry.js';
export {
  CONFIGURATION_ACTIONS,
  CONFIGURATION_KINDS,
  CONFIGURATION_VERSION,
  type ChangedField,
  type ConfigurationAction,
  type ConfigurationChange,
  type ConfigurationKind,
  type ConfigurationName,
  type ConfigurationObject,
  type ConfigurationProblem,
  type ConfigurationTerms,
  type DesiredObject,
  type DesiredSecret,
  type NamedSecret,
  nameText,
  STORED_SECRET,
  type StoredObject,
} from './configuration/configuration-object.js';
export {
  type ConfigurationFacts,
  consequencesOf,
  MOST_COUNTED,
  NO_FACTS,
} from './configuration/consequences-of.js';
export { type ConfigurationDecision, decideConfiguration } from './configuration/decide-configuration.js';
export { namedSecrets, secretsOf, withoutSecrets, withSecrets } from './configuration/document-secrets.js';
export { needsOf } from './configuration/needs-of.js';
export { normalizedSpec } from './configuration/normalized-spec.js';
export { orderObjects } from './configuration/order-objects.js';
export { changedFields } from './configuration/changed-fields.js';
export { parseSecretReference, type SecretReference } from './configuration/secret-reference.js';
