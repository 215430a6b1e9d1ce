import type { RecordEventView, RecordPageView, RequestOf } from '@evenkeel/contracts-admin';
import {
  OPEN_FAILURE_STATES,
  parseSensitive,
  recordEvents,
  SyncError,
  type JournaledMerge,
  type RecordEvent,
} from '@evenkeel/domain';
import {
  Store,
  type FailureOfRecord,
  type StoredErasure,
  type StoredIntent,
  type StoredMerge,
  type StoredRecord,
  type Transaction,
} from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { OPEN_STATES } from '../conflicts/conflict-filter.js';
import { toConflictSummary } from '../conflicts/conflict-view.js';
import { jobNamesOf } from '../failures/job-names.js';
import { failureToSummary } from '../failures/failure-view.js';
import { toMergeSummary } from '../matches/match-view.js';
import { erasureToView } from './erasure-view.js';
import { linkToView, recordToView } from './record-view.js';

const MOST_EVENTS = 50;
/** Of each way; a shared record may have any number. */
const MOST_LINKS = 100;

/** A record with what happened to it. */
export class ShowRecord {
  constructor(private readonly store: Store) {}

  async show({ tenantId }: Caller, { record: id }: RequestOf<'showRecord'>): Promise<RecordPageView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const record = await tx.records.find(id);
      if (record === undefined) throw new SyncError('request.not_found', `There is no record ${id}`);
      const failures = await tx.recordHistory.failures(id, MOST_EVENTS);
      const open = failures.filter(({ failure: { state } }) =>
        OPEN_FAILURE_STATES.some((each) => each === state),
      );
      const { from, to } = await tx.links.ofRecord(id, MOST_LINKS);
      const { items: merges } = await tx.merges.list(id, { after: null, limit: MOST_EVENTS });
      const conflicts = await tx.conflicts.list(
        { recordId: id, states: OPEN_STATES },
        { after: null, limit: MOST_EVENTS },
      );
      const erasures = await tx.erasures.ofRecord(id);
      const between = await tx.pushIntents.writtenBetween(id, MOST_EVENTS);
      const nameOf = await jobNamesOf(tx, between);
      return {
        ...recordToView(record),
        links: { from: from.map(linkToView), to: to.map(linkToView) },
        merges: merges.map(toMergeSummary),
        erasure: erasures[0]?.liftedAt === null ? erasureToView(erasures[0]) : null,
        conflicts: conflicts.items.map(toConflictSummary),
        writtenBetween: between.map((intent) => toWrittenBetween(intent, nameOf(intent.jobId))),
        failures: open.map(({ failure, jobName }) => failureToSummary(failure, jobName)),
        events: await eventsOf(tx, record, { failures, merges, erasures }),
      };
    });
  }
}

function toWrittenBetween(
  { id: pushId, jobId, operation, result, answeredAt }: StoredIntent,
  jobName: string,
): RecordPageView['writtenBetween'][number] {
  const told = result?.kind === 'written' ? result : undefined;
  return {
    ...{ pushId, job: { id: jobId, name: jobName } },
    externalId: told?.externalId ?? operation.externalId,
    fields: [...(told?.between ?? [])],
    at: answeredAt?.toISOString() ?? null,
  };
}

/** What happened to a record, beside the changes of its data. */
interface Journals {
  readonly failures: readonly FailureOfRecord[];
  readonly merges: readonly StoredMerge[];
  readonly erasures: readonly StoredErasure[];
}

async function eventsOf(
  tx: Transaction,
  record: StoredRecord,
  { failures, merges, erasures }: Journals,
): Promise<RecordEventView[]> {
  const changes = await tx.recordHistory.changes(record.id, MOST_EVENTS);
  const creation = await tx.recordHistory.creation(record.id);
  const { createdAt, version, data } = record;
  const references = record.references.map((reference) => ({
    ...reference,
    inactiveAt: reference.inactiveAt?.toISOString() ?? null,
  }));
  const type = await tx.recordTypes.find(record.recordType);
  const known = {
    ...{ createdAt: createdAt.toISOString(), version, data, references, changes, failures, erasures },
    creation,
    merges: merges.map(toJournaled),
    isWhole: changes.length < MOST_EVENTS,
    sensitive: parseSensitive(type?.sensitive ?? []),
  };
  return recordEvents(known, MOST_EVENTS).map(eventToView);
}

function toJournaled({ mergedAt, undoneAt, ...merge }: StoredMerge): JournaledMerge {
  return { ...merge, at: mergedAt.toISOString(), undoneAt: undoneAt?.toISOString() ?? null };
}

function eventToView({ fields, ...event }: RecordEvent): RecordEventView {
  return { ...event, fields: [...fields] };
}
