import type { ExecutionId, Model, ModelUse, UsesOfModel } from '@evenkeel/domain';

export interface StoredModel extends Model {
  /** What a credential box made of its key; null: it has none. */
  readonly sealedKey: string | null;
  readonly changedAt: Date;
}

/** A call that is counted before it is made. */
export interface ReservedCall {
  readonly id: string;
  readonly conflictId: string;
  readonly executionId: ExecutionId | null;
  /** As many as it may take. */
  readonly tokens: number;
}

/** The model of the tenant, and what it was asked. */
export interface ModelRepository {
  find(): Promise<StoredModel | undefined>;
  /** Until the end of the transaction its changes and reservations come one after another. */
  lock(): Promise<StoredModel | undefined>;
  /** In the place of the one there was. */
  save(model: Model, sealedKey: string | null): Promise<void>;
  /** Gives whether there was one. */
  remove(): Promise<boolean>;
  /** Of the day in UTC, and of the execution; null: of all that name none. */
  uses(executionId: ExecutionId | null): Promise<UsesOfModel>;
  reserve(call: ReservedCall): Promise<void>;
  /** What a reserved call took after all. */
  countAnswered(id: string, use: ModelUse): Promise<void>;
  /** Milliseconds until the budget of the day is a new one. */
  untilNextDayMs(): Promise<number>;
}
