import type { MessageDefinition, PayloadOf, ServiceName } from '@evenkeel/contracts-messages';
import type { MessageBus } from '@evenkeel/ports';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

export interface BusTransportOptions {
  readonly bus: MessageBus;
  /** On whose behalf the handlers take messages. */
  readonly service: ServiceName;
  readonly catalog: readonly MessageDefinition[];
}

/** Second argument of `@EventPattern(topic, extras)`. */
export interface BusPatternExtras {
  /** How many payloads of one key the handler takes together. Default 1. */
  readonly batch?: number;
}

/**
 * Brings Nest's `@EventPattern<string>(definition.topic)` methods and the message bus together: each method gets an array of
 * payloads of one key, and when it throws the bus hears of it and delivers again.
 * Register {@link ErrorsReachTheBus} as well, else the bus hears only "Internal server error".
 */
export class BusTransport extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;

  constructor(private readonly options: BusTransportOptions) {
    super();
  }

  override addHandler(...args: Parameters<Server['addHandler']>): void {
    const topic = this.normalizePattern(args[0] as string);
    // Nest would run both for each message, and again both when one of them fails.
    if (this.messageHandlers.has(topic)) {
      throw new Error(`${this.options.service} has two handlers for ${topic}: a topic has one per service`);
    }
    super.addHandler(...args);
  }

  override listen(callback: (error?: unknown) => void): void {
    this.#start().then(() => callback(), callback);
  }

  /** Resolves when the handlers under way have ended. */
  override async close(): Promise<void> {
    await this.options.bus.stop();
  }

  override on(): never {
    throw new Error('The message bus has no events of its own');
  }

  override unwrap<T>(): T {
    return this.options.bus as T;
  }

  async #start(): Promise<void> {
    for (const [topic, handler] of this.messageHandlers) {
      const { batch = 1 } = (handler.extras ?? {}) as BusPatternExtras;
      this.options.bus.subscribe(this.#definitionOf(topic), {
        service: this.options.service,
        batch,
        handle: (payloads) => callHandler(handler, payloads),
      });
    }
    await this.options.bus.start();
  }

  #definitionOf(topic: string): MessageDefinition {
    const { service, catalog } = this.options;
    const definition = catalog.find((each) => each.topic === topic);
    if (definition === undefined) throw new Error(`${service} handles ${topic}, which no message is sent on`);
    if (!definition.to.includes(service)) {
      throw new Error(
        `${service} handles ${topic}, but the message says it is for ${definition.to.join(', ')}`,
      );
    }
    return definition;
  }
}

/** Nest hands back a rejection, a value or a stream that may fail: all of them become one promise. */
async function callHandler(
  handler: MessageHandler,
  payloads: readonly PayloadOf<MessageDefinition>[],
): Promise<void> {
  try {
    const result: unknown = await handler(payloads);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  } catch (error) {
    throw error instanceof Error ? error : new Error(messageOf(error), { cause: error });
  }
}

/** Nest's default filter throws `{ status, message }`. */
function messageOf(thrown: unknown): string {
  const message: unknown = (thrown as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(thrown);
}
