import type { NotificationChannel } from '@evenkeel/domain';

export interface StoredChannel extends NotificationChannel {
  /** What a credential box made of its address, signing secret or password; null: it has none. */
  readonly sealedSecret: string | null;
  /** Since when it takes nothing, and why; null: what it was sent last it took. */
  readonly failingSince: Date | null;
  readonly failedFor: string | null;
  readonly changedAt: Date;
}

/** Where people of the tenant want to be told. */
export interface ChannelRepository {
  /** By their names. */
  list(): Promise<readonly StoredChannel[]>;
  /** By name or id. */
  find(nameOrId: string): Promise<StoredChannel | undefined>;
  /** Until the end of the transaction its changes come one after another. */
  lock(nameOrId: string): Promise<StoredChannel | undefined>;
  /** In the place of the one with its id, if there is one. */
  save(channel: NotificationChannel, sealedSecret: string | null): Promise<void>;
  /** With what it was told and is still to be told. */
  remove(id: string): Promise<void>;
}
