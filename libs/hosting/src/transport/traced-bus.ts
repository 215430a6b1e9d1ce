import type { LifecycleEvent, MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';
import { MessageBus, type Subscription, type Tracing } from '@evenkeel/ports';

/** A bus whose messages are handled as parts of what they follow from. */
export class TracedBus extends MessageBus {
  constructor(
    private readonly bus: MessageBus,
    private readonly tracing: Tracing,
  ) {
    super();
  }

  override publish<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void> {
    const current = this.tracing.current();
    if (current !== undefined)
      for (const payload of payloads)
        if (this.tracing.markOf(payload) === undefined) this.tracing.mark(payload, current);
    return this.bus.publish(definition, payloads);
  }

  override tell(events: readonly LifecycleEvent[]): Promise<void> {
    return this.bus.tell(events);
  }

  override subscribe<Definition extends MessageDefinition>(
    definition: Definition,
    subscription: Subscription<Definition>,
  ): void {
    const { handle, service } = subscription;
    const name = `${service} ${definition.topic}`;
    this.bus.subscribe(definition, {
      ...subscription,
      handle: (payloads) => {
        const follows = payloads.flatMap((payload) => this.tracing.markOf(payload) ?? []);
        const notes = { ...notesOf(payloads), 'messaging.destination.name': definition.topic };
        return this.tracing.within({ name, kind: 'consumer', follows, notes }, () => handle(payloads));
      },
    });
  }

  override start(): Promise<void> {
    return this.bus.start();
  }

  override stop(): Promise<void> {
    return this.bus.stop();
  }
}

function notesOf(payloads: readonly object[]): Readonly<Record<string, string | number>> {
  const [first] = payloads;
  const id = first !== undefined && 'executionId' in first ? first.executionId : undefined;
  return {
    'messaging.batch.message_count': payloads.length,
    ...(typeof id === 'string' ? { 'evenkeel.execution_id': id } : {}),
  };
}
