import type {
  JobId,
  JsonObject,
  KeyCounts,
  PairedRecord,
  Pairing,
  PairingGroup,
  PairingSide,
  PlanId,
  ReferenceSet,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** A record without a reference, as it was found while a plan was made. */
export interface StagedRecord {
  readonly side: PairingSide;
  readonly id: string;
  /** 32 hexadecimal digits; null: it has none. */
  readonly key: string | null;
  /** Only of the provider: whether it is not as the record here with its key. */
  readonly differs?: boolean;
}

/** What both sides have of a key. */
export interface KeyHolders {
  readonly counts: KeyCounts;
  /** One of the records here; null: there is none. */
  readonly recordId: string | null;
}

/** A reference that is to be made of a record that is here. */
export interface PairAttachment {
  readonly recordId: string;
  readonly externalId: string;
}

/** Which records of both sides of a job are one, as a plan says. */
export interface PairingRepository {
  find(jobId: JobId): Promise<Pairing | undefined>;
  /** Keeps that records are asked for before a run has found out which of both sides are one; what is kept already stays. */
  want(jobId: JobId): Promise<void>;
  /** Whether its records wait until it is carried out: not where the job asks for none by now. */
  isOpen(jobId: JobId): Promise<boolean>;
  /** In the place of an earlier one of its job, whose records are forgotten. */
  save(pairing: Pairing): Promise<void>;
  /** Each once: what is there already stays. */
  stage(planId: PlanId, records: readonly StagedRecord[]): Promise<void>;
  /** The same of what came after the plan was made. */
  addLate(planId: PlanId, records: readonly StagedRecord[]): Promise<void>;
  /** By key, of those that a record has; without what came late. */
  holders(planId: PlanId, keys: readonly string[]): Promise<ReadonlyMap<string, KeyHolders>>;
  /** By id. */
  ofIds(
    planId: PlanId,
    side: PairingSide,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, PairedRecord>>;
  /** The provider's records by what both sides have of their key. */
  groups(planId: PlanId): Promise<readonly PairingGroup[]>;
  /** How many records of a side have no key. */
  unkeyed(planId: PlanId): Promise<Readonly<Record<PairingSide, number>>>;
  /** Data of these records as far as they may be paired: active, not merged, without a reference of the set and without a write that is not decided. Locked, in the order of their ids. */
  lockFree(set: ReferenceSet, recordIds: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /**
   * Makes references of records that are locked, of which nothing is agreed on under this revision of the mapping. Whatever is read of them next counts. What has a
   * reference by now stays as it is.
   */
  attach(set: ReferenceSet, attachments: readonly PairAttachment[], mappingRevision: number): Promise<void>;
  /** Forgets those of the plan that have a reference of the set by now. */
  forgetPaired(planId: PlanId, set: ReferenceSet): Promise<void>;
  /** Those that wait for a person, or were decided and not carried out yet. Those with one key are together. */
  held(planId: PlanId, request: ListRequest): Promise<Listed<PairedRecord>>;
  /** False where the record is not among those of the plan. */
  decide(planId: PlanId, record: Pick<PairedRecord, 'side' | 'id' | 'decided' | 'partner'>): Promise<boolean>;
}
