import type { MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';

export interface OutboxRepository {
  /** The message is published after the commit, and only then. */
  add<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void>;
}
