import type { LifecycleEvent, MessageDefinition, PayloadOf, ServiceName } from '@evenkeel/contracts-messages';

export interface Subscription<Definition extends MessageDefinition> {
  /** Every replica of a service shares its messages with the others. */
  readonly service: ServiceName;
  /**
   * Gets payloads of one key, in order, at most `batch` at a time. It makes short transactions only and may be called
   * again with the same payloads. When it rejects, the payloads are tried again one by one, each a bounded number of
   * times; one that still fails becomes a stuck message and the next go on.
   */
  readonly handle: (payloads: readonly PayloadOf<Definition>[]) => Promise<void>;
  /** Default 1. */
  readonly batch?: number;
}

/**
 * Carries messages between services. It may lose, double, delay and replay them: rows decide, messages hint.
 * Handlers must not change the payloads that they get.
 */
export abstract class MessageBus {
  /** Resolves when the bus has taken the messages. Messages of one key keep their order. */
  abstract publish<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void>;

  /**
   * Tells other systems what happened, in this order. Resolves when all of it is taken; a bus that does not leave the process
   * has no one to tell, and resolves.
   */
  abstract tell(events: readonly LifecycleEvent[]): Promise<void>;

  /** To be called before {@link start}. */
  abstract subscribe<Definition extends MessageDefinition>(
    definition: Definition,
    subscription: Subscription<Definition>,
  ): void;

  abstract start(): Promise<void>;

  /** Takes no further message, waits for the handlers under way, then lets go. */
  abstract stop(): Promise<void>;
}
