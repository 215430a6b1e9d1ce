import { CONFLICT_STATE_TABLE } from '../conflict/conflict.js';
import { hasEnded } from '../execution/status.js';
import type { JsonObject } from '../json.js';
import { countTriedAgain, sumOfOutcomes, type OutcomeCounts } from '../receipt/outcome.js';
import { summarize } from '../receipt/receipt.js';
import type { EventFact, EventFacts, ExecutionFact, FactKind, PageFact, RecordFact } from './event-fact.js';
import { EVENT_OF_STATUS, type EventType, type SubjectKind } from './event-type.js';

/** What an event says, before it has a place among those of its subject. */
export interface EventContent {
  readonly type: EventType;
  /** The run that it is about; where it is about none, the job, and so on: events of one subject are in order. */
  readonly subject: `${SubjectKind}/${string}`;
  readonly jobId: string | null;
  readonly data: JsonObject;
}

type EventsOf = { readonly [Kind in FactKind]: (facts: EventFacts[Kind]) => readonly EventContent[] };

/** What each kind of fact is told as. Values of records are told only of jobs that say so: all others are looked up where they may be seen. */
const EVENTS_OF: EventsOf = {
  execution: eventsOfExecution,
  dead_execution: (facts) => {
    const { retryCount, code } = facts;
    return [ofRun('dead_letter.opened', facts, { what: 'execution', attempt: retryCount + 1, code })];
  },
  page: eventsOfPage,
  retry: (facts) => {
    const { round, records } = facts;
    return [ofRun('retry.attempted', facts, { what: 'records', attempt: round + 1, records })];
  },
  approval: (facts) => {
    const { approvalId, state, cause, candidates, active, ceiling, decidedBy } = facts;
    const asked = { what: 'inactivation', approvalId, cause, candidates, active, ceiling };
    return state === 'waiting'
      ? [ofRun('approval.needed', facts, asked)]
      : [ofRun('approval.decided', facts, { ...asked, decision: state, decidedBy })];
  },
  conflict: eventsOfConflict,
  dead_record: ({ jobId, job, executionId, failureId, externalId, errorClass, code, executions }) => [
    {
      type: 'dead_letter.opened',
      subject: `executions/${executionId}`,
      jobId,
      data: {
        what: 'record',
        executionId,
        job: { id: jobId, name: job },
        failureId,
        externalId,
        errorClass,
        code,
        attempt: executions,
      },
    },
  ],
  connection: ({ connectionId, connection, status }) => [
    {
      type: status === 'active' ? 'connection.recovered' : 'connection.needs_attention',
      subject: `connections/${connectionId}`,
      jobId: null,
      data: { connection: { id: connectionId, name: connection } },
    },
  ],
  record: (facts) => {
    const { recordId, recordType, version, change, fields } = facts;
    const named = { recordId, recordType, version, fields: [...fields] };
    return [ofRun(`record.${change}`, facts, { ...named, ...valuesOf(facts) })];
  },
  job: ({ jobId, job, connectionId, revision, change, actor }) => [
    {
      type: 'job.changed',
      subject: `jobs/${jobId}`,
      jobId,
      data: { job: { id: jobId, name: job }, connectionId, revision, change, actor },
    },
  ],
  outside_trigger: ({ id, askedBy, topic, jobId, triggerIds, code }) => [
    {
      type: code === null ? 'trigger.accepted' : 'trigger.rejected',
      subject: `triggers/${id}`,
      jobId,
      data: { id, askedBy: askedBy && { ...askedBy }, topic, jobId, triggerIds: [...triggerIds], code },
    },
  ],
  settled_trigger: ({ triggerId, jobId, job, kind, actor, state, executionId, askedBy }) => [
    {
      type: 'trigger.settled',
      subject: `triggers/${triggerId}`,
      jobId,
      data: {
        trigger: { id: triggerId, kind, actor },
        job: { id: jobId, name: job },
        state,
        executionId,
        askedBy: askedBy.map(({ source, id }) => ({ source, id })),
      },
    },
  ],
};

function valuesOf({ values, valuesBefore = {}, fieldsWithoutValue = [] }: RecordFact): JsonObject {
  if (values === undefined) return {};
  return { values, valuesBefore, fieldsWithoutValue: [...fieldsWithoutValue] };
}

export function eventsOf(fact: EventFact): readonly EventContent[] {
  // Each kind has the function that takes its facts, which the table says and an index cannot.
  return (EVENTS_OF[fact.kind] as (facts: EventFacts[FactKind]) => readonly EventContent[])(fact.facts);
}

function eventsOfExecution(fact: ExecutionFact): readonly EventContent[] {
  const { from, to, epoch, retryOf, retryCount } = fact;
  const events: EventContent[] = [];
  if (from === null) {
    events.push(ofRun('sync.triggered', fact, { attempt: retryCount + 1, retryOf }));
    if (retryOf !== null)
      events.push(ofRun('retry.attempted', fact, { what: 'execution', attempt: retryCount + 1, retryOf }));
    if (to === 'queued') return events;
  }
  const type = from !== null && from !== 'queued' && to === 'running' ? 'sync.resumed' : EVENT_OF_STATUS[to];
  const moved = { status: to, previousStatus: from, epoch, ...detailsOf(fact) };
  return [...events, ofRun(type, fact, moved)];
}

function detailsOf(fact: ExecutionFact): JsonObject {
  const { to, planId, reason, retryCount, nextAttemptAt, startedAt, finishedAt, receipt } = fact;
  if (to === 'awaiting_approval') return { what: 'plan', planId };
  if (!hasEnded(to)) return {};
  return {
    reason: reason && { kind: reason.kind, code: reason.code },
    attempt: retryCount + 1,
    nextAttemptAt,
    startedAt,
    finishedAt,
    durationMs:
      startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt),
    ...countsOf(receipt?.fetched ?? 0, receipt?.outcomes),
    balanced: receipt?.balanced ?? true,
  };
}

function eventsOfPage(fact: PageFact): readonly EventContent[] {
  const { chunk, page, size, isLast, fetched, outcomes, durationMs } = fact;
  const batch = ofRun('batch.processed', fact, {
    batch: { chunk, page, size },
    ...countsOf(size, outcomes),
    durationMs,
  });
  return isLast ? [ofRun('records.fetched', fact, { chunk, fetched }), batch] : [batch];
}

function eventsOfConflict(fact: EventFacts['conflict']): readonly EventContent[] {
  const { conflictId, executionId, jobId, job, recordId, conflictKind, from, to, fields, decidedBy } = fact;
  const isOpen = CONFLICT_STATE_TABLE[to].isOpen;
  const wasOpen = from !== null && CONFLICT_STATE_TABLE[from].isOpen;
  if (isOpen === wasOpen && from !== null) return [];
  return [
    {
      type: isOpen ? 'conflict.opened' : 'conflict.resolved',
      // What a person decides happens in no run.
      subject: isOpen && executionId !== null ? `executions/${executionId}` : `jobs/${jobId}`,
      jobId,
      data: {
        conflictId,
        job: { id: jobId, name: job },
        executionId,
        recordId,
        kind: conflictKind,
        fields: [...fields],
        state: to,
        decidedBy,
      },
    },
  ];
}

type ToldExecution = Pick<ExecutionFact, 'executionId' | 'jobId' | 'job' | 'lane' | 'mode' | 'trigger'>;

function ofRun(type: EventType, run: ToldExecution, data: JsonObject): EventContent {
  const { executionId, jobId, job, lane, mode, trigger } = run;
  return {
    type,
    subject: `executions/${executionId}`,
    jobId,
    data: { executionId, job: { id: jobId, name: job }, lane, mode, triggeredBy: { ...trigger }, ...data },
  };
}

/** The counts that screens show. What was tried again counts with its last try. */
function countsOf(fetched: number, outcomes: OutcomeCounts | undefined): JsonObject {
  if (outcomes === undefined)
    return { fetched, processed: 0, created: 0, updated: 0, skipped: 0, retried: 0, succeeded: 0, failed: 0 };
  const retried = countTriedAgain(outcomes);
  const processed = sumOfOutcomes(outcomes) - retried;
  const { created, updated, skipped, failed } = summarize({ fetched, outcomes });
  return { fetched, processed, created, updated, skipped, retried, succeeded: processed - failed, failed };
}
