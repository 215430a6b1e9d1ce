import { Controller, Inject, UseFilters, type Type } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { Handling, MessageHandler } from '@evenkeel/ports';
import type { BusPatternExtras } from './bus-transport.js';
import { ErrorsReachTheBus } from './errors-reach-the-bus.js';

/** The Nest controller through which a handler, which knows nothing of Nest, takes the messages of its topic. */
export function messageController({ message, handler, batch }: Handling): Type {
  class MessageController {
    constructor(private readonly handler: MessageHandler<unknown>) {}

    handle(payloads: readonly unknown[]): Promise<void> {
      return this.handler.handle(payloads);
    }
  }
  const extras: BusPatternExtras = { batch };
  const method = Object.getOwnPropertyDescriptor(MessageController.prototype, 'handle');
  Controller()(MessageController);
  Inject(handler.type)(MessageController, undefined, 0);
  EventPattern<string>(message.topic, extras)(MessageController.prototype, 'handle', method ?? {});
  // A microservice that shares its app with HTTP takes no global filter of its own.
  UseFilters(ErrorsReachTheBus)(MessageController);
  // Log lines and errors name it.
  Object.defineProperty(MessageController, 'name', { value: handler.type.name });
  return MessageController;
}
