import type { ExecutionId, JobId, ReferenceSet } from '@evenkeel/domain';

/** What an answer makes of a reference. */
export interface AnsweredReference {
  readonly intentId: string;
  readonly recordId: string;
  /** Null: it is new. */
  readonly referenceId: string | null;
  readonly externalId: string;
  readonly contentHash: string;
  readonly version: string | null;
  readonly modifiedAt: string | null;
  /** When the answer came, ISO 8601. */
  readonly observedAt: string;
  /** JSON texts of what was sent and of what came back; `received` null: nothing did. */
  readonly sent: string;
  readonly received: string | null;
  /** JSON text of what both sides agree on from now on, of a job that goes both ways; null: it goes one way. */
  readonly agreed: string | null;
}

export interface AttachedReference {
  readonly id: string;
  readonly recordId: string;
  /** Another id at the provider that its record is known by there: it has it twice; null: none. */
  readonly besides: string | null;
}

/** A version of a record that was looked at. */
export interface PushedVersion {
  readonly recordId: string;
  readonly recordVersion: number;
}

/** What answers of providers make of references, bases and pending changes. */
export interface PushAnswerRepository {
  /**
   * References that are new, each of the record or of the one that it became part of. Gives them by intents; without those
   * whose external id another record has.
   */
  attach(
    set: ReferenceSet,
    answered: readonly AnsweredReference[],
  ): Promise<ReadonlyMap<string, AttachedReference>>;
  /** References that are there. */
  update(answered: readonly AnsweredReference[]): Promise<void>;
  /** References whose record the provider has no more, or that it deleted. */
  inactivate(referenceIds: readonly string[], executionId: ExecutionId): Promise<void>;
  /** Changes that are pushed with these versions, or need not be. */
  forgetChanges(jobId: JobId, pushed: readonly PushedVersion[]): Promise<void>;
  /** What was not taken is pending, whether a change of it was captured or not. */
  keepChanges(jobId: JobId, recordIds: readonly string[]): Promise<void>;
}
