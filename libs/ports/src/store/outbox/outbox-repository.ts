import type { MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';

/** What a message says besides whose it is. */
export type WithoutTenant<Payload> = Omit<Payload, 'tenantId'>;

export interface OutboxRepository {
  /** The message, of the tenant of this unit of work, is published after the commit, and only then. */
  add<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly WithoutTenant<PayloadOf<Definition>>[],
  ): Promise<void>;
}

export interface SystemOutboxRepository {
  /** The same of messages of any tenants. */
  add<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void>;
}
